"""The scope as a net: places where a token can be, and the moves from one marking of places to the next.

Plain nodes between two others are no places of their own: a token that can only go on is as good as there.
Data are left out, so every choice is possible (BPMN 13.4). A non-interrupting boundary event happens at most
once in a visit.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.bpmn.warnings.flow_graph import FlowGraph
from engine.bpmn.warnings.ways_out import ends_scope, waits_for_others, ways_out
from engine.definition import Activity, BoundaryEvent, EventBasedGateway, ParallelGateway

Marking = frozenset[int]


@dataclass(frozen=True, slots=True)
class Place:
    """A token that came by ``edge`` does the work of ``passed``, comes by ``last`` to ``node`` and waits there.

    ``happened``: non-interrupting boundary events of ``node`` that have happened in this visit.
    """

    edge: str
    last: str
    node: str
    passed: tuple[str, ...]
    happened: frozenset[str] = frozenset()

    @property
    def work(self) -> tuple[str, ...]:
        return (*self.passed, self.node)


@dataclass(frozen=True, slots=True)
class Move:
    """``ends``: nothing else is left in the scope."""

    node: str
    needs: Marking
    gives: Marking
    ends: bool = False


class Net:
    """Places have numbers; a marking is the set of those with a token, never more than one each."""

    def __init__(self, graph: FlowGraph) -> None:
        self.graph = graph
        self.places: list[Place] = []
        self._numbers: dict[tuple[str, frozenset[str]], int] = {}
        self._by_last: dict[str, int] = {}
        self._moves: dict[int, list[Move]] = {}
        self._coming: dict[str, dict[str, frozenset[str]]] = {}
        for edge in graph.edges.values():
            if not edge.source or not self._is_passed(edge.source):
                self._number(edge.id)

    def beginnings(self) -> list[Marking]:
        return [frozenset(self._number(f"@{node}") for node in nodes) for nodes in self.graph.beginnings]

    def moves(self, marking: Marking) -> Iterator[Move]:
        for place in marking:
            if place not in self._moves:
                self._moves[place] = list(self._moves_from(place))
            yield from (move for move in self._moves[place] if move.needs <= marking)
        yield from self._patient_joins(marking)

    def _is_passed(self, node_id: str) -> bool:
        graph, node = self.graph, self.graph.nodes[node_id]
        is_simple = len(graph.into[node_id]) == len(graph.out[node_id]) == 1
        has_boundary = isinstance(node, Activity) and bool(node.boundary_events)
        return is_simple and not has_boundary and not isinstance(node, EventBasedGateway | BoundaryEvent)

    def _number(self, edge: str, happened: frozenset[str] = frozenset()) -> int:
        if (edge, happened) not in self._numbers:
            last, passed = edge, list[str]()
            while self._is_passed(node := self.graph.edges[last].target) and node not in passed:
                passed.append(node)
                (last,) = self.graph.out[node]
            self._numbers[edge, happened] = number = len(self.places)
            self.places.append(Place(edge, last, self.graph.edges[last].target, tuple(passed), happened))
            self._by_last.setdefault(last, number)
        return self._numbers[edge, happened]

    def _moves_from(self, number: int) -> Iterator[Move]:
        place = self.places[number]
        node, needs = self.graph.nodes[place.node], frozenset([number])
        if isinstance(node, ParallelGateway):
            needs = frozenset(self._by_last[edge] for edge in self.graph.into[node.id])
            if number != min(needs):
                return
        elif waits_for_others(self.graph, node):
            return
        yield from self._leaving(needs, place.node)
        if isinstance(node, Activity):
            for event in node.boundary_events:
                yield from self._happening(number, place, event)

    def _leaving(self, needs: Marking, node_id: str) -> Iterator[Move]:
        node = self.graph.nodes[node_id]
        for edges in ways_out(self.graph, node):
            yield Move(node_id, needs, frozenset(map(self._number, edges)), ends_scope(node))

    def _happening(self, number: int, place: Place, event: BoundaryEvent) -> Iterator[Move]:
        if event.interrupting:
            yield from self._leaving(frozenset([number]), event.id)
        elif event.id not in place.happened:
            still = self._number(place.edge, place.happened | {event.id})
            for move in self._leaving(frozenset([number]), event.id):
                yield Move(event.id, move.needs, move.gives | {still})

    def _patient_joins(self, marking: Marking) -> Iterator[Move]:
        """Inclusive joins, and complex ones as if they waited like these, by the rule of 13.4.3."""
        held = defaultdict[str, set[int]](set)
        for number in marking:
            held[self.places[number].node].add(number)
        for node_id, arrived in held.items():
            node = self.graph.nodes[node_id]
            if isinstance(node, ParallelGateway) or not waits_for_others(self.graph, node):
                continue
            if not self._can_still_come(node_id, arrived, held.keys()):
                yield from self._leaving(frozenset(arrived), node_id)

    def _can_still_come(self, join: str, arrived: set[int], elsewhere: Iterable[str]) -> bool:
        if join not in self._coming:
            edges = {edge: self.graph.edges[edge].source for edge in self.graph.into[join]}
            self._coming[join] = {edge: self.graph.reaching(node, join) for edge, node in edges.items()}
        coming = self._coming[join]
        full = {self.places[number].last for number in arrived}
        to_full = frozenset[str]().union(*(coming[edge] for edge in full))
        to_empty = frozenset[str]().union(*(coming[edge] for edge in coming if edge not in full))
        return any(node in to_empty and node not in to_full for node in elsewhere)

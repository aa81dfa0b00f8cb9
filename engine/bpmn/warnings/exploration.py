"""Every marking that a scope can come to, up to a limit: this decides what its joins and merges do."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from engine.bpmn.warnings.flow_graph import FlowGraph
from engine.bpmn.warnings.net import Marking, Net, Place
from engine.definition import Activity

LIMIT = 20_000  # markings; a scope with more gets no warnings of this kind


@dataclass(frozen=True, eq=False)
class Behaviour:
    """``stuck``: markings with tokens of which none can move; ``fired``: nodes that went on at least once.

    ``has_doubled``: a second token can come to a place, which is not followed any further.
    """

    net: Net
    markings: frozenset[Marking]
    stuck: tuple[Marking, ...]
    fired: frozenset[str]
    has_doubled: bool

    @property
    def graph(self) -> FlowGraph:
        return self.net.graph

    def at(self, marking: Marking) -> list[Place]:
        return [self.net.places[number] for number in sorted(marking)]

    @cached_property
    def together(self) -> list[tuple[Place, Place]]:
        """Pairs of places that can have a token at the same time."""
        pairs = {pair for marking in self.markings for pair in combinations(sorted(marking), 2)}
        return [(self.net.places[one], self.net.places[other]) for one, other in sorted(pairs)]


def explore(graph: FlowGraph) -> Behaviour | None:
    """None when the scope has too many markings, or counts tokens (BPMN Table 10.3)."""
    activities = [node for node in graph.nodes.values() if isinstance(node, Activity)]
    if any((node.start_quantity, node.completion_quantity) != (1, 1) for node in activities):
        return None
    net = Net(graph)
    found, stuck, fired = set(net.beginnings()), list[Marking](), set[str]()
    waiting = sorted(found, key=sorted)
    has_doubled = False
    while waiting:
        marking = waiting.pop()
        moves = list(net.moves(marking))
        if marking and not moves:
            stuck.append(marking)
        for move in moves:
            fired.add(move.node)
            rest = Marking() if move.ends else marking - move.needs
            if rest & move.gives:
                has_doubled = True
            elif (following := rest | move.gives) not in found:
                found.add(following)
                waiting.append(following)
        if len(found) > LIMIT:
            return None
    return Behaviour(net, frozenset(found), tuple(stuck), frozenset(fired), has_doubled)

"""The ways of one scope, the process or a sub-process: flows, links and where it begins (BPMN 8.4.13, 10.5.2).

What a boundary event and an event sub-process do is part of it only as far as it stays in the scope.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.definition import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    EventBasedGateway,
    IntermediateThrowEvent,
    Node,
    Process,
    ReceiveTask,
    StartEvent,
    SubProcess,
)


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow, a link, or the way by which a scope begins (then ``source`` is empty)."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, eq=False)
class FlowGraph:
    """``beginnings``: the ways to begin, each the nodes that get a token. ``into``, ``out``: edges by node."""

    process: Process
    nodes: Mapping[str, Node]
    beginnings: tuple[tuple[str, ...], ...]
    edges: Mapping[str, Edge] = field(init=False)
    into: Mapping[str, list[str]] = field(init=False)
    out: Mapping[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        edges = {edge.id: edge for edge in _edges(self.nodes, self.beginnings)}
        into, out = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for edge in edges.values():
            into[edge.target].append(edge.id)
            out[edge.source].append(edge.id)
        for name, value in (("edges", edges), ("into", into), ("out", out)):
            object.__setattr__(self, name, value)

    def after(self, node: str) -> list[str]:
        """Where a token can get to from the node; from an activity by its boundary events too."""
        found = self.nodes[node]
        boundary = [event.id for event in found.boundary_events] if isinstance(found, Activity) else []
        return [self.edges[edge].target for edge in self.out[node]] + boundary

    def before(self, node: str) -> list[str]:
        found = self.nodes[node]
        host = [found.host] if isinstance(found, BoundaryEvent) else []
        sources = [self.edges[edge].source for edge in self.into[node]]
        return [source for source in sources if source] + host

    def reached_from(self, nodes: Iterable[str], avoided: Container[str] = ()) -> list[str]:
        """The nodes and all behind them, the nearest first."""
        found = dict.fromkeys(nodes)
        waiting = list(found)
        for node in waiting:
            new = [each for each in self.after(node) if each not in found and each not in avoided]
            found.update(dict.fromkeys(new))
            waiting += dict.fromkeys(new)
        return waiting

    def reaching(self, node: str, avoided: str = "") -> frozenset[str]:
        """The node and all from which a path leads to it."""
        found, waiting = set[str](), [node] if node else []
        while waiting:
            each = waiting.pop()
            if each != avoided and each not in found:
                found.add(each)
                waiting += self.before(each)
        return frozenset(found)


def graphs_of(process: Process) -> Iterator[FlowGraph]:
    """One for each scope; an ad-hoc sub-process does not begin by itself: people choose."""
    inner = [node for node in process.nodes.values() if isinstance(node, SubProcess)]
    for owner in (None, *inner):
        scope = owner.id if owner else ""
        nodes = {node.id: node for node in process.nodes.values() if node.parent == scope}
        if owner is None:
            beginnings = _beginnings(process, nodes.values())
        else:
            beginnings = () if isinstance(owner, AdHocSubProcess) else (owner.start_nodes,)
        yield FlowGraph(process, nodes, tuple(filter(None, beginnings)))


def _beginnings(process: Process, nodes: Iterable[Node]) -> tuple[tuple[str, ...], ...]:
    """Together what begins without a trigger, and each start event and each instantiating node alone."""
    alone = [
        (node.id,)
        for node in nodes
        if (isinstance(node, StartEvent) and node.id not in process.start_nodes)
        or (isinstance(node, ReceiveTask | EventBasedGateway) and node.instantiate and not node.incoming)
    ]
    return (process.start_nodes, *alone)


def _edges(nodes: Mapping[str, Node], beginnings: tuple[tuple[str, ...], ...]) -> Iterator[Edge]:
    for node_id in dict.fromkeys(each for beginning in beginnings for each in beginning):
        yield Edge(f"@{node_id}", "", node_id)
    for node in nodes.values():
        yield from (Edge(flow.id, flow.source, flow.target) for flow in node.outgoing)
        if isinstance(node, IntermediateThrowEvent) and node.target:
            yield Edge(f"@{node.id}", node.id, node.target)

"""By which edges a token can leave a node, whatever the data say (BPMN 13.3.1, 13.4)."""

from collections.abc import Iterator
from itertools import combinations

from engine.bpmn.warnings.flow_graph import FlowGraph
from engine.definition import (
    CancelDefinition,
    ComplexGateway,
    EndEvent,
    ErrorDefinition,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    Node,
    ParallelGateway,
    TerminateDefinition,
)

_MANY = 5  # conditional flows of one node of which every choice is tried
Ways = list[tuple[str, ...]]


def ways_out(graph: FlowGraph, node: Node) -> Ways:
    """Each way the edges that get a token at once."""
    edges = tuple(graph.out[node.id])
    if not edges:
        return [()]
    chooses_one = isinstance(node, ExclusiveGateway) or (
        isinstance(node, EventBasedGateway) and not node.is_parallel
    )
    if chooses_one:
        return [(edge,) for edge in edges]
    return [edges] if node.is_plain else list(_choices(node))


def _choices(node: Node) -> Iterator[tuple[str, ...]]:
    """Unconditional flows always, any of the conditional ones, and the default when none of these is."""
    always = tuple(flow.id for flow in node.outgoing if flow.condition is None and flow.id != node.default)
    asked = [flow.id for flow in node.outgoing if flow.condition is not None]
    counts = range(1, len(asked) + 1) if len(asked) <= _MANY else (1, len(asked))
    for count in counts:
        yield from (always + chosen for chosen in combinations(asked, count))
    otherwise = always + ((node.default,) if node.default else ())
    if otherwise:
        yield otherwise


def waits_for_others(graph: FlowGraph, node: Node) -> bool:
    """A join: it makes one token of several."""
    is_join = isinstance(node, ParallelGateway | InclusiveGateway) or (
        isinstance(node, ComplexGateway) and node.activation is not None
    )
    return is_join and len(graph.into[node.id]) > 1


def ends_scope(node: Node) -> bool:
    """Whatever else runs in the scope is taken away when a token gets here (BPMN 10.5.3)."""
    ending = TerminateDefinition | ErrorDefinition | CancelDefinition
    return isinstance(node, EndEvent) and any(isinstance(each, ending) for each in node.definitions)

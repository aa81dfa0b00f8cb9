"""Branches that run side by side and meet without a join: the rest is done once for each (BPMN 8.4.9, 10.6.2)."""

from collections.abc import Iterator

from engine.bpmn.warnings.exploration import Behaviour
from engine.bpmn.warnings.finding import named, warning
from engine.bpmn.warnings.flow_graph import FlowGraph
from engine.bpmn.warnings.ways_out import ends_scope, waits_for_others
from engine.definition import Activity, Event
from engine.errors import Problem


def check(behaviour: Behaviour) -> Iterator[Problem]:
    """Only the first merge of a path is told: what comes behind it has the same cause."""
    graph = behaviour.graph
    meeting = _meeting(behaviour)
    order = graph.reached_from(node for beginning in graph.beginnings for node in beginning)
    told = set[str]()
    for node in sorted(meeting, key=order.index):
        if node not in told and _does_something(graph, node):
            told.update(graph.reached_from([node]))
            yield _told(graph, node, meeting[node])


def _told(graph: FlowGraph, node: str, flows: set[str]) -> Problem:
    words = (
        f"Tokens that run side by side come by {named(flows)} and are not joined here:"
        " this step and all behind it are done once for each of them."
    )
    return warning(graph.nodes[node], "multiple-merge", words, flows=sorted(flows))


def _meeting(behaviour: Behaviour) -> dict[str, set[str]]:
    """Node → the flows by which tokens come to it that can be there at the same time."""
    graph, found = behaviour.graph, dict[str, set[str]]()
    for one, other in behaviour.together:
        is_same = one.node == other.node and one.last != other.last
        if is_same and not waits_for_others(graph, graph.nodes[one.node]):
            found.setdefault(one.node, set()).update((one.last, other.last))
    return found


def _does_something(graph: FlowGraph, node: str) -> bool:
    """Something is done from there on; a plain end may be reached as often as one likes."""
    return any(
        isinstance(found, Activity)
        or (isinstance(found, Event) and found.definitions and not ends_scope(found))
        for found in (graph.nodes[each] for each in graph.reached_from([node]))
    )

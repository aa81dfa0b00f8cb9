"""Branches that run side by side and write the same variable: the one that is later wins (BPMN 10.4, 13.4.1).

The outcome of a user task is meant for the gateway behind it, which asks at once; it counts only when
a condition further on asks for it as well.
"""

from collections.abc import Iterator, Mapping

from engine.bpmn.warnings.exploration import Behaviour
from engine.bpmn.warnings.finding import named, warning
from engine.bpmn.warnings.flow_graph import FlowGraph
from engine.bpmn.warnings.net import Place
from engine.bpmn.warnings.writes import OUTCOME, FormFields, asks_for_outcome, written_by
from engine.definition import Activity, BoundaryEvent, ExclusiveGateway, MultiInstance
from engine.errors import Problem

Writes = Mapping[str, frozenset[str]]


def check(behaviour: Behaviour, form_fields: FormFields) -> Iterator[Problem]:
    graph = behaviour.graph
    writes, writers = _writes(graph, form_fields), dict[str, set[str]]()
    for one, other in _pairs(behaviour):
        for variable in writes[one] & writes[other]:
            if variable != OUTCOME or _is_asked_later(graph, one, other, writes):
                writers.setdefault(variable, set()).update((one, other))
    for variable, nodes in sorted(writers.items()):
        first, *others = sorted(nodes, key=list(graph.nodes).index)
        words = (
            f'"{variable}" is written here and, at the same time, by {named(others)}:'
            " what it holds in the end depends on who is later."
        )
        yield warning(graph.nodes[first], "concurrent-write", words, variable=variable, others=others)


def check_instances(graph: FlowGraph, form_fields: FormFields) -> Iterator[Problem]:
    """The instances of one activity; a completion condition may be what asks for the outcome."""
    writes = _writes(graph, form_fields)
    for node in graph.nodes.values():
        loop = node.loop if isinstance(node, Activity) else None
        if not isinstance(loop, MultiInstance) or loop.is_sequential:
            continue
        is_asked = loop.completion_condition is None and _asked_behind(graph, node.id, writes)
        kept = {loop.output_collection} | (set() if is_asked else {OUTCOME})
        for variable in sorted(writes[node.id] - kept):
            words = f'Every instance writes "{variable}": what it holds in the end depends on who is last.'
            yield warning(node, "concurrent-write", words, variable=variable, others=[])


def _writes(graph: FlowGraph, form_fields: FormFields) -> Writes:
    return {node.id: written_by(graph.process, node, form_fields) for node in graph.nodes.values()}


def _pairs(behaviour: Behaviour) -> set[tuple[str, str]]:
    """Nodes of which one can work while the other does."""
    graph = behaviour.graph
    works = {place: _work(graph, place) for pair in behaviour.together for place in pair}
    return {
        (min(a, b), max(a, b))
        for one, other in behaviour.together
        for a in works[one]
        for b in works[other]
        if a != b
    }


def _work(graph: FlowGraph, place: Place) -> tuple[str, ...]:
    """A boundary event keeps what its message carries when its token sets out."""
    source = graph.edges[place.edge].source
    is_boundary = bool(source) and isinstance(graph.nodes[source], BoundaryEvent)
    return (source, *place.work) if is_boundary else place.work


def _is_asked_later(graph: FlowGraph, one: str, other: str, writes: Writes) -> bool:
    asked = _asked_behind(graph, one, writes) & _asked_behind(graph, other, writes)
    return bool(asked - _asking_at_once(graph, one) - _asking_at_once(graph, other))


def _asked_behind(graph: FlowGraph, task: str, writes: Writes) -> set[str]:
    """The nodes that ask for the outcome before another one is given."""
    given = {node for node in graph.nodes if OUTCOME in writes[node]}
    begins = [node for node in graph.after(task) if node not in given]
    return {node for node in graph.reached_from(begins, given) if asks_for_outcome(graph.nodes[node])}


def _asking_at_once(graph: FlowGraph, task: str) -> set[str]:
    """The task itself and the exclusive gateways that its token comes to without doing anything before."""
    found, waiting = {task}, graph.after(task)
    while waiting:
        node = waiting.pop()
        if node not in found and isinstance(graph.nodes[node], ExclusiveGateway):
            found.add(node)
            waiting += graph.after(node)
    return found

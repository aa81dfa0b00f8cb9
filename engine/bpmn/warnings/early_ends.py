"""Terminate end events that cut off people's work elsewhere in the scope (BPMN 10.5.3, 13.5.6)."""

from collections.abc import Iterator

from engine.bpmn.warnings.exploration import Behaviour
from engine.bpmn.warnings.finding import named, warning
from engine.definition import Node, Process, SubProcess, TerminateDefinition, UserTask, definitions_of
from engine.errors import Problem


def check(behaviour: Behaviour) -> Iterator[Problem]:
    graph, cut_off = behaviour.graph, dict[str, set[str]]()
    for pair in behaviour.together:
        for end, other in (pair, pair[::-1]):
            if _terminates(graph.nodes[end.node]):
                people = {node for node in other.work if _needs_people(graph.process, graph.nodes[node])}
                cut_off.setdefault(end.node, set()).update(people)
    for node, tasks in cut_off.items():
        if tasks:
            words = f"Whoever gets here first ends everything: {named(tasks)} may be cut off unfinished."
            yield warning(graph.nodes[node], "ends-early", words, tasks=sorted(tasks))


def _terminates(node: Node) -> bool:
    return any(isinstance(each, TerminateDefinition) for each in definitions_of(node))


def _needs_people(process: Process, node: Node) -> bool:
    inside = (each for each in process.nodes.values() if each.parent == node.id)
    return isinstance(node, UserTask) or (
        isinstance(node, SubProcess) and any(_needs_people(process, each) for each in inside)
    )

"""Conditions of flows: what happens when none is true, and those that are no question (BPMN 8.4.13, 13.4.2, 13.4.3)."""

from collections.abc import Iterator

from engine.bpmn.warnings.distinctions import is_opposite, values_asked
from engine.bpmn.warnings.finding import named, warning
from engine.bpmn.warnings.flow_graph import FlowGraph
from engine.bpmn.warnings.writes import OUTCOME, asks_for_outcome
from engine.definition import Node, UserTask
from engine.errors import Problem
from engine.feel import Expression
from engine.feel.syntax import Literal


def check(graph: FlowGraph) -> Iterator[Problem]:
    for node in graph.nodes.values():
        conditions = [flow.condition for flow in node.outgoing if flow.condition is not None]
        if len(node.outgoing) > 1 and len(conditions) == len(node.outgoing):
            yield from _check_default(graph, node, conditions)
        yield from _check_constants(node)


def _check_default(graph: FlowGraph, node: Node, conditions: list[Expression]) -> Iterator[Problem]:
    """Conditions that ask for the values of one thing, or for a thing and its opposite, need no default."""
    asked = values_asked([condition.ast for condition in conditions])
    if asked is None:
        if len(conditions) != 2 or not is_opposite(*(condition.ast for condition in conditions)):
            words = (
                "There is no default flow: when no condition is true the case stops here with an incident."
            )
            yield warning(node, "default-missing", words)
    elif asked[0] == OUTCOME and (missing := sorted(_outcomes_before(graph, node) - asked[1])):
        words = f"There is no flow for the outcome {named(missing)} and no default: the case stops here then."
        yield warning(node, "default-missing", words, outcomes=missing)


def _outcomes_before(graph: FlowGraph, node: Node) -> frozenset[str]:
    """Those of the user tasks whose decision is asked here; none when another gateway has asked before."""
    found, seen, waiting = set[str](), {node.id}, graph.before(node.id)
    while waiting:
        each = waiting.pop()
        before = graph.nodes[each]
        if asks_for_outcome(before):
            return frozenset()
        if isinstance(before, UserTask) and before.outcomes:
            found.update(before.outcomes)
        elif each not in seen:
            seen.add(each)
            waiting += graph.before(each)
    return frozenset(found)


def _check_constants(node: Node) -> Iterator[Problem]:
    for flow in node.outgoing:
        tree = flow.condition.ast if flow.condition else None
        if isinstance(tree, Literal) and isinstance(tree.value, bool):
            words = f"The condition is always {str(tree.value).lower()}: it asks nothing."
            yield warning(flow, "condition-constant", words, value=tree.value)

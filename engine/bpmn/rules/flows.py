"""Sequence flows: conditions only where they are asked, and never so that a token gets lost (BPMN 8.4.13)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceFlow, SourceNode
from engine.bpmn.vocabulary import ACTIVITIES

_ASKING = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "complexGateway"}


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        for flow in node.outgoing:
            _check_condition(node, flow, problems)
        _check_ways_out(node, problems)


def _check_condition(node: SourceNode, flow: SourceFlow, problems: Problems) -> None:
    if flow.condition is None:
        return
    if node.kind not in _ASKING:
        words = f"A flow out of a {node.kind} cannot have a condition."
        problems.report(flow.element, "condition-misplaced", words, tag=node.kind)
    elif flow.element.id == node.element.get("default"):
        problems.report(
            flow.element, "default-with-condition", "The default flow has a condition, which is never asked."
        )


def _check_ways_out(node: SourceNode, problems: Problems) -> None:
    conditional = [flow for flow in node.outgoing if flow.condition is not None]
    if node.kind in ACTIVITIES and len(node.outgoing) == len(conditional) == 1:
        words = "The only flow out of the task is conditional: without a true condition the token is lost."
        problems.report(node.element, "condition-loses-token", words)
    if node.kind != "exclusiveGateway" or len(node.outgoing) < 2:
        return
    for flow in node.outgoing:
        if flow.condition is None and flow.element.id != node.element.get("default"):
            words = "A flow out of an exclusive gateway needs a condition, or to be the default flow."
            problems.report(flow.element, "condition-missing", words)

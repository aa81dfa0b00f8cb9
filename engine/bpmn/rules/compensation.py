"""Compensation: a boundary event without flows, joined to one handler outside of the flow (BPMN 10.7.1)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceNode


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        if node.is_compensation_boundary:
            _check_boundary(node, problems)
        if node.is_handler:
            _check_handler(node, problems)
        events = [event for event in node.boundary if event.is_compensation_boundary]
        for event in events[1:]:
            words = "Another event at the same activity already says how it is compensated."
            problems.report(event.element, "compensated-twice", words)


def _check_boundary(event: SourceNode, problems: Problems) -> None:
    if event.outgoing:
        words = "A flow leaves a compensation event; its handler is joined by an association."
        problems.report(event.element, "compensation-with-outgoing", words)
    if len(event.handlers) != 1:
        words = "A compensation event needs an association with exactly one activity beside it."
        problems.report(event.element, "compensation-handler", words, found=len(event.handlers))
    for handler in event.handlers:
        if not handler.is_handler:
            words = 'The activity that compensates is not marked isForCompensation="true".'
            problems.report(handler.element, "compensation-handler", words)


def _check_handler(handler: SourceNode, problems: Problems) -> None:
    if handler.incoming or handler.outgoing:
        words = "A flow leads to or from a compensation handler, which is not part of the normal flow."
        problems.report(handler.element, "handler-with-flow", words)

"""Events with what they wait for or throw: timers, links, errors and termination."""

from collections.abc import Callable
from typing import Any, Literal

from engine.bpmn.compiler.values import ValueReader
from engine.bpmn.source import Element, Source, SourceNode, local_name
from engine.bpmn.vocabulary import ERROR, LINK, TERMINATE, TIMER
from engine.definition import (
    BoundaryEvent,
    ErrorDefinition,
    IntermediateCatchEvent,
    LinkDefinition,
    TerminateDefinition,
    TimerDefinition,
)
from engine.definition.iso8601 import parse_cycle, parse_duration, parse_moment

_TIMERS: dict[str, tuple[Literal["date", "duration", "cycle"], Callable[[str], object]]] = {
    "timeDate": ("date", parse_moment),
    "timeDuration": ("duration", parse_duration),
    "timeCycle": ("cycle", parse_cycle),
}


def end_definition(source: Source, node: SourceNode) -> ErrorDefinition | TerminateDefinition | None:
    """What the end event does beyond taking its token."""
    for definition in node.definitions:
        if definition.tag == ERROR:
            return ErrorDefinition(_error_code(source, definition))
        if definition.tag == TERMINATE:
            return TerminateDefinition()
    return None


def compile_boundary_event(
    source: Source, values: ValueReader, common: dict[str, Any], node: SourceNode
) -> BoundaryEvent | None:
    """None when it has no host or no trigger we know, which the rules have reported."""
    definition = _trigger(source, values, node)
    if definition is None or node.host is None:
        return None
    return BoundaryEvent(
        host=node.host.id,
        definition=definition,
        interrupting=node.element.get("cancelActivity", "true") in ("true", "1"),
        **common,
    )


def compile_catch_event(
    source: Source, values: ValueReader, common: dict[str, Any], node: SourceNode
) -> IntermediateCatchEvent | None:
    """None when it has no trigger we know, which the rules have reported."""
    for link in node.definitions:
        if link.tag == LINK:
            return IntermediateCatchEvent(definition=LinkDefinition(link.name), **common)
    definition = _trigger(source, values, node)
    if not isinstance(definition, TimerDefinition):
        return None
    return IntermediateCatchEvent(definition=definition, **common)


def _trigger(
    source: Source, values: ValueReader, node: SourceNode
) -> TimerDefinition | ErrorDefinition | None:
    calendar = values.literal(node.element, "calendar")
    for definition in node.definitions:
        if definition.tag == ERROR:
            if calendar:
                words = "calendar has an effect only on a timer."
                values.problems.report(node.element, "attribute-without-effect", words, attribute="calendar")
            return ErrorDefinition(_error_code(source, definition))
        if definition.tag == TIMER:
            return _timer(values, node.element, definition, calendar)
    return None


def _timer(
    values: ValueReader, element: Element, definition: Element, calendar: str
) -> TimerDefinition | None:
    for child in definition.children:
        if child.tag in _TIMERS:
            kind, check = _TIMERS[child.tag]
            value = values.value(element, child.text, child.tag, check)
            return None if value is None else TimerDefinition(kind, value, calendar)
    return None


def _error_code(source: Source, definition: Element) -> str:
    error = source.by_id.get(local_name(definition.get("errorRef")))
    return error.get("errorCode") if error is not None else ""

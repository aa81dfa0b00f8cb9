"""Events and tasks name the message, signal, error or escalation they mean, and it exists (BPMN 10.5.5).

What is thrown needs a code; who catches without one catches every error or escalation.
"""

from typing import NamedTuple

from engine.bpmn.loop_events import thrown_by_loop
from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode
from engine.bpmn.vocabulary import (
    ACTIVITIES,
    COMPENSATION,
    ERROR,
    ESCALATION,
    EVENT_DEFINITIONS,
    MESSAGE,
    SIGNAL,
    THROW_EVENTS,
)


class _Kind(NamedTuple):
    """``code``: attribute of the element referred to that a throwing event needs."""

    tag: str
    attribute: str
    is_always_named: bool
    code: str = ""


_KINDS = {
    MESSAGE: _Kind("message", "messageRef", True),
    SIGNAL: _Kind("signal", "signalRef", True),
    ERROR: _Kind("error", "errorRef", False, "errorCode"),
    ESCALATION: _Kind("escalation", "escalationRef", False, "escalationCode"),
}


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        _check_definition_references(source, node, problems)
        for definition in node.definitions:
            _check_definition(source, node, definition, node.kind in THROW_EVENTS, problems)
        for thrown in thrown_by_loop(source, node.element):
            _check_definition(source, node, thrown.definition, True, problems)
        if node.kind in ("receiveTask", "sendTask") and node.element.get("messageRef"):
            _check_named(source, node, node.element, _KINDS[MESSAGE], problems)


def _check_definition_references(source: Source, node: SourceNode, problems: Problems) -> None:
    for ref in node.element.all("eventDefinitionRef"):
        found = source.referred(ref.text)
        if found is None or found.tag not in EVENT_DEFINITIONS or found.parent is not source.root:
            words = f'"{ref.text}" is no event definition of the file.'
            problems.report(node.element, "reference-missing", words, reference=ref.text)


def _check_definition(
    source: Source, node: SourceNode, definition: Element, throws: bool, problems: Problems
) -> None:
    if definition.tag == COMPENSATION:
        _check_compensated(source, node, definition, problems)
    kind = _KINDS.get(definition.tag)
    if kind is None:
        return
    found = _check_named(source, node, definition, kind, problems)
    is_named = bool(definition.get(kind.attribute))
    if throws and kind.code and (not is_named or (found is not None and not found.get(kind.code))):
        words = f"The {kind.tag} that is thrown has no {kind.code}."
        problems.report(node.element, f"{kind.tag}-code-missing", words)


def _check_named(
    source: Source, node: SourceNode, element: Element, kind: _Kind, problems: Problems
) -> Element | None:
    """The element that is referred to, if it is there."""
    reference = element.get(kind.attribute)
    found = source.referred(reference)
    if not reference:
        if kind.is_always_named:
            problems.report(node.element, f"{kind.tag}-missing", f"The event names no {kind.tag}.")
    elif found is None or found.tag != kind.tag:
        words = f'"{reference}" is no {kind.tag} of the file.'
        problems.report(node.element, "reference-missing", words, reference=reference)
        return None
    return found


def _check_compensated(source: Source, node: SourceNode, definition: Element, problems: Problems) -> None:
    """Only what lies in the scope of the event, or around it, can have been done before (BPMN 13.5.5)."""
    reference = definition.get("activityRef")
    if not reference:
        return
    scopes = [node.scope, *(owner.scope for owner in node.enclosing())]
    found = next((scope.nodes[reference] for scope in scopes if reference in scope.nodes), None)
    if found is None or found.kind not in ACTIVITIES:
        words = f'"{reference}" is no activity that the event could compensate.'
        problems.report(node.element, "reference-missing", words, reference=reference)

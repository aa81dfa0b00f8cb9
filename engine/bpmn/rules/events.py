"""Start, end, intermediate and boundary events: where flows may lead (BPMN 10.5.2–10.5.4)."""

from collections.abc import Callable, Iterable

from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceNode, SourceScope
from engine.bpmn.vocabulary import ERROR, ESCALATION, LINK

_CODES = {ERROR: ("errorRef", "errorCode"), ESCALATION: ("escalationRef", "escalationCode")}


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        rule = _RULES.get(node.kind)
        if rule is not None:
            rule(node, problems)
        _check_caught_once(source, node.boundary, problems)
    for scope in (scope for process in source.processes for scope in process.scopes):
        _check_beginning(scope, problems)
        _check_caught_once(source, _event_starts(scope), problems)


def _check_beginning(scope: SourceScope, problems: Problems) -> None:
    plain = [start for start in scope.of_kind("startEvent") if not start.definitions]
    if scope.owner is None or not scope.owner.is_event_sub_process:
        for node in plain[1:]:
            words = "There are several start events without a trigger: where would it begin?"
            problems.report(node.element, "several-start-events", words)


def _check_start(node: SourceNode, problems: Problems) -> None:
    if node.incoming:
        problems.report(node.element, "start-with-incoming", "A flow leads to a start event.")
    owner = node.scope.owner
    is_event = owner is not None and owner.is_event_sub_process
    if not is_event and not node.element.is_true("isInterrupting", "true"):
        words = "isInterrupting has an effect only in an event sub-process."
        problems.report(node.element, "attribute-without-effect", words, attribute="isInterrupting")
    if not is_event and len(node.definitions) > 1 and node.element.is_true("parallelMultiple"):
        words = "A process cannot be started by several triggers that must all happen."
        problems.report(node.element, "unsupported-element", words, tag="parallelMultiple")
    if owner is not None and node.element.kartabl("formKey") is not None:
        words = "A form is filled only where a process begins."
        problems.report(node.element, "attribute-without-effect", words, attribute="formKey")


def _check_end(node: SourceNode, problems: Problems) -> None:
    if node.outgoing:
        problems.report(node.element, "end-with-outgoing", "A flow leaves an end event.")


def _check_catch(node: SourceNode, problems: Problems) -> None:
    if not node.definitions and not node.element.all("eventDefinitionRef"):
        problems.report(node.element, "catch-without-trigger", "The event waits for nothing.")
    if not node.outgoing:
        problems.report(node.element, "event-leads-nowhere", "No flow leaves the event.")


def _check_throw(node: SourceNode, problems: Problems) -> None:
    if not node.incoming:
        problems.report(node.element, "event-without-incoming", "No flow leads to the event.")
    if not node.outgoing and not node.waits_for(LINK):
        problems.report(node.element, "event-leads-nowhere", "No flow leaves the event.")


def _check_boundary(node: SourceNode, problems: Problems) -> None:
    if node.incoming:
        problems.report(node.element, "boundary-with-incoming", "A flow leads to a boundary event.")
    if not node.outgoing and not node.is_compensation_boundary:
        problems.report(node.element, "boundary-leads-nowhere", "No flow leaves the boundary event.")
    if not node.definitions and not node.element.all("eventDefinitionRef"):
        problems.report(node.element, "boundary-without-trigger", "Nothing triggers the boundary event.")


def _check_caught_once(source: Source, catchers: Iterable[SourceNode], problems: Problems) -> None:
    """At one border each error and each escalation has one catcher (BPMN 10.5.4)."""
    caught: set[tuple[str, str]] = set()
    for event in catchers:
        for definition in event.definitions:
            if definition.tag not in _CODES:
                continue
            reference, attribute = _CODES[definition.tag]
            found = source.referred(definition.get(reference))
            code = found.get(attribute) if found else ""
            if (definition.tag, code) in caught:
                kind = definition.tag.removesuffix("EventDefinition")
                words = f"Another event at the same border catches the same {kind}."
                problems.report(event.element, f"{kind}-caught-twice", words, code=code)
            caught.add((definition.tag, code))


def _event_starts(scope: SourceScope) -> list[SourceNode]:
    """The start events of its event sub-processes."""
    return [
        start
        for node in scope.nodes.values()
        if node.is_event_sub_process and node.inner is not None
        for start in node.inner.of_kind("startEvent")
    ]


_RULES: dict[str, Callable[[SourceNode, Problems], None]] = {
    "startEvent": _check_start,
    "endEvent": _check_end,
    "intermediateCatchEvent": _check_catch,
    "intermediateThrowEvent": _check_throw,
    "boundaryEvent": _check_boundary,
}

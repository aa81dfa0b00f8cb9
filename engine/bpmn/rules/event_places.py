"""Which event may stand where (BPMN 10.5, Tables 10.84–10.93), and what always interrupts."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode
from engine.bpmn.vocabulary import (
    CANCEL,
    CATCH_EVENTS,
    COMPENSATION,
    ERROR,
    EVENT_PLACES,
    EVENT_SUB_PROCESS_START,
    LINK,
    PROCESS_START,
    SUB_PROCESS_START,
)

_WORDS = {
    "boundaryEvent": "border of an activity",
    "intermediateCatchEvent": "caught in the flow",
    "intermediateThrowEvent": "thrown in the flow",
    "endEvent": "end of a flow",
}
_INTERRUPTION = {"boundaryEvent": "cancelActivity", "startEvent": "isInterrupting"}


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        place = _place(node)
        if place is not None:
            for definition in node.definitions:
                _check_definition(node, definition, place, problems)


def _place(node: SourceNode) -> str | None:
    """A key of ``EVENT_PLACES``, None for what is no event."""
    if node.kind != "startEvent":
        return node.kind if node.kind in EVENT_PLACES else None
    owner = node.scope.owner
    if owner is None:
        return PROCESS_START
    return EVENT_SUB_PROCESS_START if owner.is_event_sub_process else SUB_PROCESS_START


def _check_definition(node: SourceNode, definition: Element, place: str, problems: Problems) -> None:
    tag = definition.tag
    kind = tag.removesuffix("EventDefinition")
    if tag not in EVENT_PLACES[place] or (tag == CANCEL and not _can_cancel(node)):
        words = f'The event "{kind}" is not allowed here: {_WORDS.get(place, place)}.'
        problems.report(node.element, "event-misplaced", words, tag=tag, place=place)
    stands_alone = tag == LINK or (tag == COMPENSATION and node.kind in CATCH_EVENTS)
    if stands_alone and len(node.definitions) > 1:
        words = f'The trigger "{kind}" must be the only one of its event.'
        problems.report(node.element, "contradictory-attributes", words, tag=tag)
    flag = _INTERRUPTION.get(node.kind, "")
    if tag in (ERROR, CANCEL) and flag and not node.element.is_true(flag, "true"):
        words = f'The event "{kind}" always interrupts; {flag} cannot be false.'
        problems.report(node.element, f"{kind}-not-interrupting", words)


def _can_cancel(node: SourceNode) -> bool:
    """A transaction is cancelled from inside and caught at its border (BPMN 10.3.5)."""
    if node.kind == "boundaryEvent":
        return node.host is not None and node.host.kind == "transaction"
    return any(owner.kind == "transaction" for owner in node.enclosing())

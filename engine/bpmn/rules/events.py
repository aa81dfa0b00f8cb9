"""Start, end and boundary events: where flows may lead, and what may trigger them (BPMN 10.5.2–10.5.5)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode, SourceProcess, local_name
from engine.bpmn.vocabulary import ERROR, TIMER


def check(source: Source, problems: Problems) -> None:
    for process in source.processes:
        _check_starts(process, problems)
        for node in process.nodes.values():
            if node.kind == "endEvent" and node.outgoing:
                problems.report(node.element, "end-with-outgoing", "A flow leaves an end event.")
            if node.kind == "boundaryEvent":
                _check_boundary(node, problems)
            if node.kind == "intermediateCatchEvent" and not node.definitions:
                problems.report(node.element, "catch-without-trigger", "The event waits for nothing.")
            for definition in node.definitions:
                if definition.tag == TIMER:
                    _check_timer(node, definition, problems)
            _check_error_catchers(source, node, problems)


def _check_starts(process: SourceProcess, problems: Problems) -> None:
    starts = [node for node in process.nodes.values() if node.kind == "startEvent"]
    for node in starts:
        if node.incoming:
            problems.report(node.element, "start-with-incoming", "A flow leads to a start event.")
    for node in [start for start in starts if not start.definitions][1:]:
        problems.report(
            node.element, "several-start-events",
            "The process has several start events without a trigger: where would it begin?",
        )  # fmt: skip


def _check_boundary(node: SourceNode, problems: Problems) -> None:
    if node.incoming:
        problems.report(node.element, "boundary-with-incoming", "A flow leads to a boundary event.")
    if not node.outgoing:
        problems.report(node.element, "boundary-leads-nowhere", "No flow leaves the boundary event.")
    if not node.definitions and not node.element.all("eventDefinitionRef"):
        problems.report(node.element, "boundary-without-trigger", "Nothing triggers the boundary event.")
    is_error = any(definition.tag == ERROR for definition in node.definitions)
    if is_error and node.element.get("cancelActivity") in ("false", "0"):
        words = "An error always interrupts its activity; cancelActivity cannot be false."
        problems.report(node.element, "error-not-interrupting", words)


def _check_timer(node: SourceNode, definition: Element, problems: Problems) -> None:
    kinds = [child.tag for child in definition.children if child.tag.startswith("time")]
    if len(kinds) != 1:
        words = "A timer needs exactly one of timeDate, timeDuration and timeCycle."
        problems.report(node.element, "timer-kind", words, found=kinds)
    if kinds == ["timeDate"] and node.element.kartabl("calendar"):
        words = "A date needs no calendar: only durations are counted in working time."
        problems.report(node.element, "attribute-without-effect", words, attribute="calendar")
    interrupts = node.kind == "boundaryEvent" and node.element.get("cancelActivity") not in ("false", "0")
    if kinds == ["timeCycle"] and interrupts:
        words = "The timer interrupts its activity, so its cycle could never come a second time."
        problems.report(node.element, "cycle-interrupts", words)


def _check_error_catchers(source: Source, host: SourceNode, problems: Problems) -> None:
    caught: set[str] = set()
    for event in host.boundary:
        for definition in event.definitions:
            if definition.tag == TIMER:
                continue
            error = source.by_id.get(local_name(definition.get("errorRef")))
            code = error.get("errorCode") if error else ""
            if code in caught:
                words = "Another event at the same activity catches the same error."
                problems.report(event.element, "error-caught-twice", words, code=code)
            caught.add(code)

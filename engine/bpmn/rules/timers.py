"""Timers say one thing, and a calendar only where a duration is counted (BPMN 10.5.5 Timer, Table 10.101)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode
from engine.bpmn.vocabulary import TIMER
from engine.definition.cron import is_cron

_KINDS = ("timeDate", "timeDuration", "timeCycle")


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        for definition in node.definitions:
            if definition.tag == TIMER:
                _check_timer(node, definition, problems)
        if node.kind.endswith("Event") and node.element.kartabl("calendar") and not node.waits_for(TIMER):
            words = "calendar has an effect only on a timer."
            problems.report(node.element, "attribute-without-effect", words, attribute="calendar")


def _check_timer(node: SourceNode, definition: Element, problems: Problems) -> None:
    kinds = [child for child in definition.children if child.tag in _KINDS]
    if len(kinds) != 1:
        words = "A timer needs exactly one of timeDate, timeDuration and timeCycle."
        problems.report(node.element, "timer-kind", words, found=[kind.tag for kind in kinds])
        return
    kind, text = kinds[0].tag, kinds[0].text
    is_crontab = kind == "timeCycle" and is_cron(text)
    if (kind == "timeDate" or is_crontab) and node.element.kartabl("calendar"):
        words = "Dates and times of day need no calendar: only durations are counted in working time."
        problems.report(node.element, "attribute-without-effect", words, attribute="calendar")
    interrupts = node.kind == "boundaryEvent" and node.element.is_true("cancelActivity", "true")
    if kind == "timeCycle" and interrupts and not is_crontab:
        words = "The timer interrupts its activity, so its cycle could never come a second time."
        problems.report(node.element, "cycle-interrupts", words)

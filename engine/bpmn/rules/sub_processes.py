"""Sub-processes of every kind: event, ad-hoc and transaction (BPMN 10.3.5)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceNode, SourceScope
from engine.bpmn.vocabulary import ACTIVITIES

_METHODS = ("##Compensate", "compensate", "")
_ORDERINGS = ("Parallel", "Sequential")


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        if node.inner is None:
            continue
        if node.element.is_true("triggeredByEvent"):
            _check_event(node, node.inner, problems)
        if node.kind == "adHocSubProcess":
            _check_ad_hoc(node, node.inner, problems)
        if node.element.get("method") not in _METHODS:
            words = "Only the method ##Compensate of transactions is supported."
            problems.report(node.element, "unsupported-attribute", words, attribute="method")


def _check_event(node: SourceNode, inner: SourceScope, problems: Problems) -> None:
    if node.kind != "subProcess":
        words = f"A {node.kind} cannot be triggered by an event."
        problems.report(node.element, "contradictory-attributes", words, attribute="triggeredByEvent")
        return
    if node.incoming or node.outgoing:
        words = "A flow leads to or from an event sub-process, which only its start event begins."
        problems.report(node.element, "event-sub-process-with-flow", words)
    if node.boundary:
        words = "Nothing can be attached to an event sub-process."
        problems.report(node.element, "event-sub-process-with-boundary", words)
    starts = inner.of_kind("startEvent")
    if len(starts) != 1:
        words = "An event sub-process needs exactly one start event."
        problems.report(node.element, "event-sub-process-start", words, found=len(starts))
    for start in starts:
        if not start.definitions and not start.element.all("eventDefinitionRef"):
            words = "Nothing triggers the start event of the event sub-process."
            problems.report(start.element, "start-without-trigger", words)


def _check_ad_hoc(node: SourceNode, inner: SourceScope, problems: Problems) -> None:
    for start_or_end in (*inner.of_kind("startEvent"), *inner.of_kind("endEvent")):
        words = "An ad-hoc sub-process has no start and end events: people choose what is done."
        problems.report(start_or_end.element, "ad-hoc-content", words)
    if not any(part.kind in ACTIVITIES for part in inner.nodes.values()):
        problems.report(node.element, "ad-hoc-empty", "The ad-hoc sub-process holds no activity.")
    ordering = node.element.get("ordering", "Parallel")
    if ordering not in _ORDERINGS:
        words = f'ordering "{ordering}" is neither Parallel nor Sequential.'
        problems.report(node.element, "value-invalid", words, value=ordering)

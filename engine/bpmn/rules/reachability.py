"""Every node can be reached from the start and can reach an end (BPMN 10.5.2, 10.5.3).

Paths through elements that are refused anyway cannot be judged, so then only the rest is told.
"""

from collections.abc import Callable, Iterable

from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceNode, SourceProcess
from engine.bpmn.vocabulary import SUPPORTED_NODES


def check(source: Source, problems: Problems) -> None:
    for process in source.processes:
        nodes = list(process.nodes.values())
        starts = [node for node in nodes if node.kind == "startEvent"]
        ends = [node for node in nodes if node.kind == "endEvent"]
        if not nodes:
            problems.report(process.element, "process-empty", "The process has nothing to execute.")
        elif ends and not starts:
            problems.report(
                process.element, "start-missing", "The process has an end event but no start event."
            )
        elif starts and not ends:
            problems.report(process.element, "end-missing", "The process has a start event but no end event.")
        elif all(node.kind in SUPPORTED_NODES for node in nodes):
            _check_paths(process, starts, ends, problems)


def _check_paths(
    process: SourceProcess, starts: list[SourceNode], ends: list[SourceNode], problems: Problems
) -> None:
    nodes = list(process.nodes.values())
    begins = starts or [node for node in nodes if not node.incoming and not _is_entered_otherwise(node)]
    reached = _spread(begins, _following)
    last = ends or [node for node in nodes if not node.outgoing]
    finishing = _spread(last, _preceding)
    for node in nodes:
        if id(node) not in reached:
            problems.report(node.element, "unreachable", "No path leads here from the start.")
        if ends and not _following(node) and node.kind not in ("endEvent", "boundaryEvent"):
            problems.report(node.element, "dead-end", "No flow leaves here, and it is no end event.")
        elif id(node) not in finishing and node.kind != "boundaryEvent":
            problems.report(node.element, "no-way-out", "No path leads from here to an end.")


def _spread(begins: Iterable[SourceNode], neighbours: Callable[[SourceNode], list[SourceNode]]) -> set[int]:
    """The identities of all nodes that can be reached."""
    waiting = list(begins)
    found = {id(node) for node in waiting}
    while waiting:
        for node in neighbours(waiting.pop()):
            if id(node) not in found:
                found.add(id(node))
                waiting.append(node)
    return found


def _following(node: SourceNode) -> list[SourceNode]:
    return [flow.target for flow in node.outgoing if flow.target] + node.boundary + node.links_to


def _preceding(node: SourceNode) -> list[SourceNode]:
    before = [flow.source for flow in node.incoming if flow.source] + node.links_from
    return before + ([node.host] if node.host else [])


def _is_entered_otherwise(node: SourceNode) -> bool:
    """By its trigger or by a link, not by a flow."""
    return node.host is not None or node.kind == "intermediateCatchEvent"

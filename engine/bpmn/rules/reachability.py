"""Every node can be reached from the start of its scope and can reach an end of it (BPMN 10.5.2, 10.5.3).

Paths through elements that are refused anyway cannot be judged, so then only the rest is told.
"""

from collections.abc import Callable, Iterable

from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceNode
from engine.bpmn.vocabulary import SUPPORTED_NODES


def check(source: Source, problems: Problems) -> None:
    for scope in (scope for process in source.processes for scope in process.scopes):
        nodes = list(scope.nodes.values())
        starts = scope.of_kind("startEvent") + [node for node in nodes if node.is_instantiating]
        ends = scope.of_kind("endEvent")
        where = "process" if scope.owner is None else "sub-process"
        if not nodes:
            problems.report(scope.element, "process-empty", f"The {where} has nothing to execute.")
        elif ends and not starts:
            problems.report(
                scope.element, "start-missing", f"The {where} has an end event but no start event."
            )
        elif scope.of_kind("startEvent") and not ends:
            problems.report(scope.element, "end-missing", f"The {where} has a start event but no end event.")
        elif all(node.kind in SUPPORTED_NODES for node in nodes):
            _check_paths(nodes, starts, ends, problems)


def _check_paths(
    nodes: list[SourceNode], starts: list[SourceNode], ends: list[SourceNode], problems: Problems
) -> None:
    begins = starts or [node for node in nodes if not node.incoming and not node.is_entered_otherwise]
    reached = _spread([*begins, *(node for node in nodes if node.is_event_sub_process)], _following)
    last = [node for node in nodes if _is_complete(node) or (not ends and not node.outgoing)]
    finishing = _spread([*ends, *last], _preceding)
    for node in nodes:
        if id(node) not in reached:
            problems.report(node.element, "unreachable", "No path leads here from the start.")
        if node.kind in ("endEvent", "boundaryEvent") or _is_complete(node):
            continue
        if ends and not _following(node):
            problems.report(node.element, "dead-end", "No flow leaves here, and it is no end event.")
        elif id(node) not in finishing:
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
    return (
        [flow.target for flow in node.outgoing if flow.target] + node.boundary + node.links_to + node.handlers
    )


def _preceding(node: SourceNode) -> list[SourceNode]:
    before = [flow.source for flow in node.incoming if flow.source] + node.links_from
    return before + ([node.host] if node.host else [])


def _is_complete(node: SourceNode) -> bool:
    """What follows it is settled by whoever began it: an event or compensation."""
    return node.is_event_sub_process or node.is_handler

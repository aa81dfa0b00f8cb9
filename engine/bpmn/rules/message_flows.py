"""Message flows join what sends a message to what receives one, in two pools (BPMN 7.6.2, 9.4).

Messages find each other by name; a message flow is their picture and must not promise what nothing does.
"""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode, SourceProcess, local_name
from engine.bpmn.vocabulary import CATCH_EVENTS, MESSAGE, THROW_EVENTS

_SENDERS = ("sendTask", "serviceTask")
_RECEIVERS = ("receiveTask", "serviceTask")


def check(source: Source, problems: Problems) -> None:
    for collaboration in source.root.all("collaboration"):
        for flow in collaboration.all("messageFlow"):
            _check_flow(source, flow, problems)


def _check_flow(source: Source, flow: Element, problems: Problems) -> None:
    pools: list[SourceProcess | None] = []
    for attribute, tasks, events in (
        ("sourceRef", _SENDERS, THROW_EVENTS),
        ("targetRef", _RECEIVERS, CATCH_EVENTS),
    ):
        reference = local_name(flow.get(attribute))
        process = _pool(source, reference)
        pools.append(process)
        node = process.nodes.get(reference) if process else None
        if reference not in source.by_id:
            words = f'The {attribute} "{reference}" of the message flow does not exist.'
            problems.report(flow, "reference-missing", words, attribute=attribute, reference=reference)
        elif process and not _is_pool(source, reference) and not _carries(node, tasks, events):
            words = f'"{reference}" neither sends nor receives a message that way.'
            problems.report(flow, "message-flow-end", words, attribute=attribute, reference=reference)
    if pools[0] is not None and pools[0] is pools[1]:
        words = "A message flow leads from one pool to another; these ends lie in the same."
        problems.report(flow, "message-flow-within-pool", words)


def _pool(source: Source, reference: str) -> SourceProcess | None:
    """The executable process in which the end lies, or whose pool it is."""
    found = source.by_id.get(reference)
    if found is not None and found.tag == "participant":
        found = source.referred(found.get("processRef"))
    while found is not None and found.tag != "process":
        found = found.parent
    return next((process for process in source.processes if process.element is found), None)


def _is_pool(source: Source, reference: str) -> bool:
    return source.by_id[reference].tag == "participant"


def _carries(node: SourceNode | None, tasks: tuple[str, ...], events: frozenset[str]) -> bool:
    return node is not None and (node.kind in tasks or (node.kind in events and node.waits_for(MESSAGE)))

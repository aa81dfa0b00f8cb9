"""From where a token can still reach a gateway: what an inclusive join has to know (BPMN 13.4.3)."""

from collections.abc import Mapping
from functools import lru_cache

from engine.definition import Activity, IntermediateThrowEvent, Process


@lru_cache(maxsize=1024)
def nodes_that_reach(process: Process, gateway: str) -> Mapping[str, frozenset[str]]:
    """Incoming flow → the nodes from which a path leads onto it without visiting the gateway.

    An activity leads to its boundary events as well, for whoever waits there may leave by them, and the
    throwing half of a link to the catching one.
    """
    before = _predecessors(process)
    return {
        flow: _spread(process.flows[flow].source, before, gateway) for flow in process.nodes[gateway].incoming
    }


def _predecessors(process: Process) -> dict[str, set[str]]:
    before: dict[str, set[str]] = {node: set() for node in process.nodes}
    for node in process.nodes.values():
        for flow in node.outgoing:
            before[flow.target].add(node.id)
        if isinstance(node, IntermediateThrowEvent) and node.target:
            before[node.target].add(node.id)
        if isinstance(node, Activity):
            for event in node.boundary_events:
                before[event.id].add(node.id)
    return before


def _spread(begin: str, before: Mapping[str, set[str]], avoided: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [begin]
    while waiting:
        node = waiting.pop()
        if node != avoided and node not in found:
            found.add(node)
            waiting += before[node]
    return frozenset(found)

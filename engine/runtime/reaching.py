"""From where a token can still reach a gateway: what inclusive and complex joins have to know (BPMN 13.4.3, 13.4.5)."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from engine.definition import Activity, IntermediateThrowEvent, Process
from engine.runtime.instance_state import Token
from engine.runtime.run import Run


def can_still_come(run: Run, token: Token, empty: Sequence[str], held: Sequence[str]) -> bool:
    """Whether a token elsewhere in the scope can reach one of the ``empty`` incoming flows of the gateway

    that ``token`` waits at, but none of the ``held`` ones. A token inside a sub-process stands at its node;
    one that ends the round of a complex gateway goes nowhere.
    """
    reaching = nodes_that_reach(run.process_of(token.scope), token.node)
    to_empty: set[str] = set().union(*(reaching[flow] for flow in empty))
    to_held: set[str] = set().union(*(reaching[flow] for flow in held))
    return any(
        other.node in to_empty and other.node not in to_held and other.state != "reset"
        for other in run.tokens_in(token.scope)
    )


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

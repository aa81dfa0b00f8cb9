"""Where a case would go after a user task with given data: the next user tasks and ends, by the graph.

A forecast for people, not execution: gateways are decided on the variables as they are now, service
tasks are walked through. What cannot be decided yet is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.definition import (
    EndEvent,
    ExclusiveGateway,
    Flow,
    InclusiveGateway,
    IntermediateThrowEvent,
    Node,
    Process,
    UserTask,
)
from engine.errors import EngineError


@dataclass(frozen=True, slots=True)
class NextStep:
    """A user task (``role`` or ``assignee`` as evaluated, ``unit`` empty for the case's own) or an end."""

    node: str
    is_end: bool
    role: str = ""
    assignee: str = ""
    unit: str = ""
    distinct_from: tuple[str, ...] = ()
    not_related_to: tuple[str, ...] = ()


def next_steps(
    process: Process, node_id: str, scope: Mapping[str, Any], now: datetime
) -> tuple[NextStep, ...]:
    """The nearest user tasks and ends behind ``node_id``, each once, in the order of the flows."""
    found: dict[str, NextStep] = {}
    seen: set[str] = set()
    waiting = [flow.target for flow in process.nodes[node_id].outgoing]
    while waiting:
        node = process.nodes[waiting.pop(0)]
        if node.id in seen:
            continue
        seen.add(node.id)
        if isinstance(node, UserTask):
            found[node.id] = _user_step(node, scope, now)
        elif isinstance(node, EndEvent):
            found[node.id] = NextStep(node.id, is_end=True)
        elif isinstance(node, IntermediateThrowEvent) and node.target:
            waiting.append(node.target)
        else:
            waiting += [flow.target for flow in _taken(node, scope, now)]
    return tuple(found.values())


def _user_step(node: UserTask, scope: Mapping[str, Any], now: datetime) -> NextStep:
    def text_of(name: str) -> str:
        attribute = getattr(node, name)
        try:
            value = attribute.evaluate(scope, now) if attribute else None
        except EngineError:
            return ""
        return value if isinstance(value, str) else ""

    return NextStep(
        node.id,
        is_end=False,
        role=text_of("role"),
        assignee=text_of("assignee"),
        unit=text_of("unit"),
        distinct_from=node.distinct_from,
        not_related_to=node.not_related_to,
    )


def _taken(node: Node, scope: Mapping[str, Any], now: datetime) -> Iterator[Flow]:
    if not isinstance(node, ExclusiveGateway | InclusiveGateway):
        yield from node.outgoing
        return
    taken = [flow for flow in node.outgoing if flow.id != node.default and _holds(flow, scope, now)]
    default = [flow for flow in node.outgoing if flow.id == node.default]
    if isinstance(node, ExclusiveGateway):
        yield from taken[:1] or default
    else:
        yield from taken if any(flow.condition for flow in taken) else taken + default


def _holds(flow: Flow, scope: Mapping[str, Any], now: datetime) -> bool:
    if flow.condition is None:
        return True
    try:
        return flow.condition.evaluate(scope, now=now) is True
    except EngineError:
        return False

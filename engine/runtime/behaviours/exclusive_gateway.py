"""Exclusive gateway (BPMN 10.6.2, 13.4.2): every token leaves alone, by the first flow that is true.

Conditions are asked in the order of the file; without a true one the default flow is taken; without
a default that is an error at the gateway: an incident.
"""

from typing import Any

from engine.definition import ExclusiveGateway, Flow
from engine.runtime import events
from engine.runtime.instance_state import Token
from engine.runtime.run import Failed, Run
from engine.runtime.visits import ask_condition, leave


def execute(run: Run, token: Token, node: ExclusiveGateway) -> None:
    if len(node.outgoing) <= 1 and all(flow.condition is None for flow in node.outgoing):
        leave(run, token, node)
        return
    asked: list[dict[str, Any]] = []
    flow = _first_true(run, token, node, asked)
    run.events.append(events.GatewayDecided(token.id, node.id, flow.id, asked))
    run.leave_by(token, node, (flow,))


def _first_true(run: Run, token: Token, node: ExclusiveGateway, asked: list[dict[str, Any]]) -> Flow:
    default = None
    for flow in node.outgoing:
        if flow.id == node.default:
            default = flow
        elif flow.condition is None or ask_condition(run, token, flow, asked):
            return flow
    if default is None:
        raise Failed("no-flow-taken")
    return default

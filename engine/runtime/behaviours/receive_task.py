"""Receive task (BPMN 10.3.3, 13.3.3): it waits for its message, whose arrival completes it."""

from engine.definition import ReceiveTask
from engine.runtime.catching import arm, carry_out, plan
from engine.runtime.instance_state import Token
from engine.runtime.run import Run


def execute(run: Run, token: Token, node: ReceiveTask) -> None:
    planned = plan(run, token.id, [node], run.variables(token))
    at_boundary = arm(run, token) or ()
    run.state.tokens[token.id] = token.waiting("event", (*carry_out(run, token.id, planned), *at_boundary))

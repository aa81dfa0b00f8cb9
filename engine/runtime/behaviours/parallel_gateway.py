"""Parallel gateway (BPMN 10.6.4, 13.4.1): one token from each distinct incoming flow, one onto each outgoing.

A second token on the same flow waits for the next round, so the order of arrival never matters.
"""

from engine.definition import ParallelGateway
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.visits import leave, wait


def execute(run: Run, token: Token, node: ParallelGateway) -> None:
    if len(node.incoming) <= 1:
        leave(run, token, node)
        return
    first_on_flow: dict[str, Token] = {}
    for other in run.tokens_in(token.scope):
        if other.node == node.id and other.state == "join":
            first_on_flow.setdefault(other.flow, other)
    if token.flow in first_on_flow or len(first_on_flow) + 1 < len(node.incoming):
        wait(run, token, "join")
        return
    for other in first_on_flow.values():
        run.consume(other)
    leave(run, token, node)

"""Inclusive gateway (BPMN 10.6.3, 13.4.3): a token onto every outgoing flow whose condition is true.

As a join it waits for every flow by which a token can still come. That is judged only when nothing else
can move: it fires when each token elsewhere that can reach an empty incoming flow can also reach one
that holds a token already, on paths that do not visit the gateway. It takes one token from each flow.
"""

from engine.definition import InclusiveGateway
from engine.runtime.instance_state import Token
from engine.runtime.reaching import can_still_come
from engine.runtime.run import Run
from engine.runtime.visits import leave, wait


def execute(run: Run, token: Token, node: InclusiveGateway) -> None:
    if len(node.incoming) <= 1:
        leave(run, token, node)
    else:
        wait(run, token, "join")


def fire(run: Run, token: Token, node: InclusiveGateway) -> bool:
    """Let the join at which ``token`` waits go on if it may; whether it did."""
    arrived = _arrived(run, token)
    if can_still_come(run, token, [flow for flow in node.incoming if flow not in arrived], list(arrived)):
        return False
    oldest, *others = arrived.values()
    for other in others:
        run.consume(other)
    leave(run, oldest, node)
    return True


def _arrived(run: Run, token: Token) -> dict[str, Token]:
    """The oldest token on each incoming flow that has one."""
    found: dict[str, Token] = {}
    for other in run.tokens_in(token.scope):
        if (other.node, other.state) == (token.node, "join"):
            found.setdefault(other.flow, other)
    return found

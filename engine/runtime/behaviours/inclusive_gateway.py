"""Inclusive gateway (BPMN 10.6.3, 13.4.3): a token onto every outgoing flow whose condition is true.

As a join it waits for every flow by which a token can still come. That is judged only when nothing else
can move: it fires when each token elsewhere that can reach an empty incoming flow can also reach one
that holds a token already, on paths that do not visit the gateway. It takes one token from each flow.
"""

from engine.definition import InclusiveGateway
from engine.runtime.instance_state import Token
from engine.runtime.reaching import nodes_that_reach
from engine.runtime.run import Run
from engine.runtime.visits import leave, wait


def execute(run: Run, token: Token, node: InclusiveGateway) -> None:
    if len(node.incoming) <= 1:
        leave(run, token, node)
    else:
        wait(run, token, "join")


def fire_one(run: Run) -> bool:
    """Let the first inclusive join go on that may; whether there was one. Call it when all tokens wait."""
    for token in run.state.tokens.values():
        node = run.process.nodes[token.node]
        if token.state == "join" and isinstance(node, InclusiveGateway) and _may_fire(run, token, node):
            _fire(run, token, node)
            return True
    return False


def _fire(run: Run, token: Token, node: InclusiveGateway) -> None:
    oldest, *others = _arrived(run, token).values()
    for other in others:
        run.consume(other)
    leave(run, oldest, node)


def _may_fire(run: Run, token: Token, node: InclusiveGateway) -> bool:
    arrived = _arrived(run, token)
    reaching = nodes_that_reach(run.process, node.id)
    empty: set[str] = set().union(*(reaching[flow] for flow in node.incoming if flow not in arrived))
    held: set[str] = set().union(*(reaching[flow] for flow in arrived))
    return not any(
        other.scope == token.scope and other.node in empty and other.node not in held
        for other in run.state.tokens.values()
    )


def _arrived(run: Run, token: Token) -> dict[str, Token]:
    """The oldest token on each incoming flow that has one."""
    found: dict[str, Token] = {}
    for other in run.state.tokens.values():
        if (other.node, other.state, other.scope) == (token.node, "join", token.scope):
            found.setdefault(other.flow, other)
    return found

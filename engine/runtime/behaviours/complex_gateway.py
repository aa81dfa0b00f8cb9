"""Complex gateway (BPMN 10.6.5, 13.4.5).

It waits for start: whenever a token arrives the activation condition is asked, which sees
``activationCount``, the tokens waiting here. When it is true, one token of each incoming flow is taken and
a token sent onto every outgoing flow whose condition is true. Then it waits for reset: the rest of the
tokens of the round are taken without anything more being sent, until none can come any more.
"""

from collections import ChainMap

from engine.definition import ComplexGateway
from engine.runtime.conditions import holds
from engine.runtime.instance_state import Token
from engine.runtime.reaching import can_still_come
from engine.runtime.run import Run
from engine.runtime.visits import flows_to_take, leave


def execute(run: Run, token: Token, node: ComplexGateway) -> None:
    resetting = next((other for other in _here(run, token) if other.state == "reset"), None)
    if node.activation is None or len(node.incoming) <= 1:
        leave(run, token, node)
    elif resetting is not None and token.flow not in resetting.value:
        _take_late(run, token, resetting)
    else:
        _wait_for_start(run, token, node)


def reset(run: Run, token: Token, node: ComplexGateway) -> bool:
    """End the round when no token can come any more by the flows still missing; whether it did."""
    missing = [flow for flow in node.incoming if flow not in token.value]
    if can_still_come(run, token, missing, list(token.value)):
        return False
    run.consume(token)
    run.emptied.append(token.scope)
    for other in _here(run, token):
        run.queue.append(other)
        run.state.tokens[other.id] = other.waiting("ready", None)
    return True


def _wait_for_start(run: Run, token: Token, node: ComplexGateway) -> None:
    waiting = [*_here(run, token, "join"), token]
    names = ChainMap({"activationCount": len(waiting)}, dict(run.variables(token)))
    assert node.activation is not None
    if any(other.state == "reset" for other in _here(run, token)) or not holds(run, node.activation, names):
        run.state.tokens[token.id] = token.waiting("join", None)
        return
    flows = node.outgoing if node.is_plain else flows_to_take(run, token, node)
    taken = {other.flow: other for other in reversed(waiting)}
    if token not in taken.values():
        run.state.tokens[token.id] = token.waiting("join", None)
    for other in taken.values():
        run.consume(other)
    for flow in flows:
        run.follow(flow, token.scope)
    held = run.begin(node.id, token.scope)
    run.state.tokens[held.id] = Token(
        held.id, node.id, "reset", "", token.scope, value=[flow for flow in node.incoming if flow in taken]
    )


def _take_late(run: Run, token: Token, resetting: Token) -> None:
    run.consume(token)
    run.state.tokens[resetting.id] = Token(
        resetting.id, token.node, "reset", "", token.scope, value=[*resetting.value, token.flow]
    )


def _here(run: Run, token: Token, *states: str) -> list[Token]:
    """The other tokens at this gateway, oldest first."""
    return [
        other
        for other in run.tokens_in(token.scope)
        if other.node == token.node
        and other.id != token.id
        and (other.state in states if states else other.state in ("join", "reset"))
    ]

"""Puts tokens, scopes and completers at the nodes of the new version; nothing forbids it any more."""

from dataclasses import replace

from engine.definition import Activity, ComplexGateway, Node, ParallelGateway
from engine.runtime.instance_state import Token
from engine.runtime.migration.sameness import text_of
from engine.runtime.migration.transfer import Transfer
from engine.runtime.scope import Compensation


def move(transfer: Transfer) -> None:
    """Catches keep their names; they are the matter of ``catches``."""
    completers = transfer.run.state.completers
    transfer.run.state.completers = {
        transfer.counterparts.of(place) or place: person for place, person in completers.items()
    }
    for token in transfer.own:
        _move_token(transfer, token)
    for owner, record in transfer.own_scopes():
        if record.completed or record.pending:
            own = transfer.run.own_scope(owner)
            own.pending = [each if each.called else _moved(transfer, each) for each in record.pending]
            if not record.called:
                own.completed = [_moved(transfer, each) for each in record.completed]


def reenter_joins(transfer: Transfer) -> None:
    """Whoever waits at a gateway with other ways in than before arrives there once more."""
    for token in transfer.own:
        before, after = transfer.before(token), transfer.after(token)
        assert after is not None
        if token.state == "join" and _waits_otherwise(transfer, before, after):
            entering = transfer.run.state.tokens[token.id].waiting("ready", None)
            transfer.run.state.tokens[token.id] = entering
            transfer.run.queue.append(entering)


def _move_token(transfer: Transfer, token: Token) -> None:
    after = transfer.after(token)
    assert after is not None
    value = token.value
    if token.state == "reset":
        value = [transfer.counterparts.flow(flow, after) for flow in value]
    flow = transfer.counterparts.flow(token.flow, after) if token.flow else ""
    transfer.run.state.tokens[token.id] = Token(
        token.id, after.id, token.state, flow, token.scope, token.catches, token.resume, value
    )


def _moved(transfer: Transfer, each: Compensation) -> Compensation:
    of = transfer.counterparts.of
    activity = of(each.activity) or each.activity
    if each.called:
        return replace(each, activity=activity)
    inner = tuple(_moved(transfer, one) for one in each.inner)
    return replace(each, activity=activity, handler=of(each.handler) if each.handler else "", inner=inner)


def _waits_otherwise(transfer: Transfer, before: Node, after: Node) -> bool:
    if isinstance(before, ComplexGateway) and isinstance(after, ComplexGateway):
        if text_of(before.activation) != text_of(after.activation):
            return True
    elif isinstance(before, Activity) and isinstance(after, Activity):
        return before.start_quantity != after.start_quantity
    elif not isinstance(before, ParallelGateway):
        return False
    return {transfer.counterparts.flow(flow, after) for flow in before.incoming} != set(after.incoming)

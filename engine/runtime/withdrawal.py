"""Taking tokens away: what they wait for is closed, cancelled or reported as ended (BPMN 13.5.3, 13.5.6)."""

from collections.abc import Callable

from engine.runtime import events
from engine.runtime.commands import CancelConnector, CloseUserTask
from engine.runtime.incidents import close_incident
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.timers import disarm


def withdraw(run: Run, token: Token, reason: str) -> None:
    """Take one token away; ``reason``: see CloseUserTask."""
    release_wait(run, token, reason)
    disarm(run, token)
    del run.state.tokens[token.id]


def release_wait(run: Run, token: Token, reason: str) -> None:
    """Close what the token waits for outside; the token and its timers stay."""
    release = _RELEASES.get(token.state)
    if release is not None:
        release(run, token, reason)


def withdraw_scope(run: Run, scope: int, reason: str) -> None:
    """Take away every token of a scope."""
    for token in [token for token in run.state.tokens.values() if token.scope == scope]:
        withdraw(run, token, reason)


def terminate(run: Run, reason: str, *, closing: str = "cancelled") -> None:
    """End the instance abnormally; ``closing``: the reason its open user tasks are told."""
    withdraw_scope(run, 0, closing)
    run.state.status = "terminated"
    run.events.append(events.ProcessTerminated(run.process.key, reason))


def _release_user_task(run: Run, token: Token, reason: str) -> None:
    run.effects.append(CloseUserTask(token.id, reason))
    run.events.append(events.UserTaskCancelled(token.id, token.node, reason))


def _release_connector(run: Run, token: Token, reason: str) -> None:
    run.effects.append(CancelConnector(token.id))


def _release_incident(run: Run, token: Token, reason: str) -> None:
    close_incident(run, token)


_RELEASES: dict[str, Callable[[Run, Token, str], None]] = {
    "user-task": _release_user_task,
    "connector": _release_connector,
    "incident": _release_incident,
}

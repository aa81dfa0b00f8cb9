"""Taking tokens away: what they wait for is closed, cancelled or reported as ended (BPMN 13.5.3, 13.5.6)."""

from collections.abc import Callable

from engine.runtime import events
from engine.runtime.catching import disarm
from engine.runtime.commands import CancelConnector, CloseUserTask
from engine.runtime.incidents import close_incident
from engine.runtime.instance_state import Token
from engine.runtime.run import Run

_HOLDERS = frozenset({"scope", "loop", "compensation", "incident"})


def withdraw(run: Run, token: Token, reason: str) -> None:
    """Take one token away with all that it holds; ``reason``: see CloseUserTask."""
    if token.state in _HOLDERS:
        empty_scope(run, token.id, reason)
    release_wait(run, token, reason)
    disarm(run, token.id, token.catches)
    run.remove(token)


def release_wait(run: Run, token: Token, reason: str) -> None:
    """Close what the token waits for outside; the token and its catches stay."""
    release = _RELEASES.get(token.state)
    if release is not None:
        release(run, token, reason)


def empty_scope(run: Run, scope: int, reason: str) -> None:
    """Take away every token of a scope, and let its event sub-processes wait no longer."""
    record = run.state.scopes.get(scope)
    if scope and record is None:
        return
    for token in run.tokens_in(scope):
        withdraw(run, token, reason)
    close_catches(run, scope)


def close_catches(run: Run, scope: int) -> None:
    """The event sub-processes of a scope wait no longer."""
    record = run.state.scopes.get(scope)
    if record is not None and record.catches:
        disarm(run, scope, record.catches)
        run.own_scope(scope).catches = ()


def terminate(run: Run, reason: str, *, closing: str = "cancelled") -> None:
    """End the instance abnormally; ``closing``: the reason its open user tasks are told."""
    empty_scope(run, 0, closing)
    run.state.scopes.clear()
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

"""What comes before the work of an activity: its start quantity and its loop (BPMN Table 10.3, 10.3.8, 13.3.2)."""

from engine.definition import Activity
from engine.runtime import loops
from engine.runtime.instance_state import Token
from engine.runtime.run import Run


def begin(run: Run, token: Token, activity: Activity, *, is_retried: bool) -> bool:
    """Whether the token is held back, because others have to come first or as a loop has begun.

    ``is_retried``: the others came before the failure.
    """
    if run.is_inner_instance(token):
        return False
    if not is_retried and not _has_taken_others(run, token, activity):
        run.state.tokens[token.id] = token.waiting("join", None)
        return True
    if activity.loop is None:
        return False
    loops.begin(run, token, activity)
    return True


def _has_taken_others(run: Run, token: Token, activity: Activity) -> bool:
    """Whether there were as many tokens as it takes to start; then the token is the only one left of them."""
    missing = activity.start_quantity - 1
    waiting = [
        other for other in run.tokens_in(token.scope) if (other.node, other.state) == (token.node, "join")
    ]
    if len(waiting) < missing:
        return False
    for other in waiting[:missing]:
        run.consume(other)
    return True

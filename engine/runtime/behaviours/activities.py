"""What comes before the work of an activity: its start quantity and its loop (BPMN Table 10.3, 10.3.8, 13.3.2)."""

from engine.definition import Activity
from engine.runtime import loops
from engine.runtime.instance_state import Token
from engine.runtime.run import Run


def begin(run: Run, token: Token, activity: Activity) -> bool:
    """Whether the token is held back, because others have to come first or as a loop has begun."""
    if run.is_inner_instance(token):
        return False
    waiting = [
        other
        for other in run.state.tokens.values()
        if (other.node, other.state, other.scope) == (token.node, "join", token.scope)
    ]
    if len(waiting) + 1 < activity.start_quantity:
        run.state.tokens[token.id] = token.waiting("join", None)
        return True
    if activity.loop is None:
        _take(run, waiting, activity)
        return False
    loops.begin(run, token, activity)
    _take(run, waiting, activity)
    return True


def _take(run: Run, waiting: list[Token], activity: Activity) -> None:
    for other in waiting[: activity.start_quantity - 1]:
        run.consume(other)

"""The interpreter's one function: apply a trigger, then move tokens first in, first out until all wait."""

from datetime import datetime

from engine.definition import Activity, Process
from engine.errors import TooManyTokens
from engine.runtime import ad_hoc, compensation, loops
from engine.runtime.behaviours import BEHAVIOURS
from engine.runtime.behaviours.activities import begin
from engine.runtime.effect_list import without_opposites
from engine.runtime.events import NodeEntered, ProcessCompleted
from engine.runtime.happening import fire_conditions
from engine.runtime.incidents import FAILURES, open_incident, open_incident_for
from engine.runtime.instance_state import InstanceState, Token
from engine.runtime.joins import fire_one
from engine.runtime.run import Run
from engine.runtime.scopes import close_if_completing, complete_scope
from engine.runtime.step import Step
from engine.runtime.trigger_handlers import HANDLERS
from engine.runtime.triggers import Answer, Trigger
from engine.runtime.withdrawal import close_catches

STEP_LIMIT = 50_000


def advance(process: Process, state: InstanceState, trigger: Trigger, now: datetime) -> Step:
    """Pure: ``state`` is not changed, and the same arguments give the same Step.

    ``now`` is an aware instant. Raises Conflict (TokenGone, InstanceEnded) when the trigger comes too
    late, UnknownOutcome, NotFound, TooManyTokens, and ValueUnsupported for data or a result that FEEL does
    not know; then nothing has happened.
    """
    run = Run(process, state, now)
    resumed = HANDLERS[type(trigger)](run, trigger)
    if resumed is not None:
        _execute(run, resumed, is_retried=True)
    _move(run)
    while fire_one(run):
        _move(run)
    if not _awaits_calculators(run, trigger):
        run.state.steps = 0
    step = run.step()
    return Step(step.state, without_opposites(step.effects), step.events, step.calls)


def _move(run: Run) -> None:
    """Until every token waits."""
    _settle(run)
    while run.queue:
        token = run.state.tokens.get(run.queue.popleft().id)
        if token is not None and token.state == "ready":
            _enter(run, token)
            _settle(run)


def _settle(run: Run) -> None:
    """What a step has led to at once: counted instances, completed scopes, conditions that became true."""
    while run.finished or run.emptied or run.is_changed:
        if run.finished:
            _count(run, run.finished.popleft())
        elif run.emptied:
            _complete_if_empty(run, run.emptied.popleft())
        else:
            fire_conditions(run)


def _count(run: Run, token: Token) -> None:
    """A finished instance of a loop or activity of an ad-hoc sub-process, unless it was taken away meanwhile."""
    node = run.node(token) if token.id in run.state.tokens else None
    if not isinstance(node, Activity):
        return
    holder = run.state.tokens[token.scope]
    if holder.state == "loop":
        loops.instance_done(run, token, node, holder)
    else:
        ad_hoc.activity_done(run, token, node, holder)


def _complete_if_empty(run: Run, scope: int) -> None:
    """A scope is completed when no token is left in it (BPMN 13.5.6)."""
    if run.state.status != "active":
        return
    if not run.index.is_empty(scope):
        close_if_completing(run, scope)
        return
    if not scope:
        close_catches(run, 0)
        run.state.scopes.clear()
        run.state.status = "completed"
        run.events.append(ProcessCompleted(run.process.key))
        return
    holder = run.state.tokens.get(scope)
    if holder is None:
        return
    if holder.state == "scope":
        complete_scope(run, holder)
    elif holder.state == "compensation":
        compensation.proceed(run, holder)


def _enter(run: Run, token: Token) -> None:
    """A loop without a wait state ends here: the command stops at the limit and nothing is lost."""
    if run.state.steps >= STEP_LIMIT:
        open_incident(run, token, "step-limit", {"limit": STEP_LIMIT}, resume="enter")
        return
    run.state.steps += 1
    run.events.append(NodeEntered(token.id, token.node))
    _execute(run, token)


def _awaits_calculators(run: Run, trigger: Trigger) -> bool:
    """Only begun calls, or an answer to one of several, leave the command unfinished."""
    if run.calls or not isinstance(trigger, Answer):
        return bool(run.calls)
    return any(token.state == "calculator" for token in run.state.tokens.values())


def _execute(run: Run, token: Token, *, is_retried: bool = False) -> None:
    node = run.node(token)
    try:
        if (
            isinstance(node, Activity)
            and not node.is_single
            and begin(run, token, node, is_retried=is_retried)
        ):
            return
        BEHAVIOURS[type(node)](run, token, node)
    except TooManyTokens:
        raise
    except FAILURES as failure:
        open_incident_for(run, token, failure)

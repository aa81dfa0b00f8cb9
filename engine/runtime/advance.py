"""The interpreter's one function: apply a trigger, then move tokens first in, first out until all wait."""

from datetime import datetime

from engine.definition import Process
from engine.runtime.behaviours import BEHAVIOURS
from engine.runtime.behaviours.inclusive_gateway import fire_one
from engine.runtime.effect_list import without_opposites
from engine.runtime.events import NodeEntered
from engine.runtime.incidents import FAILURES, open_incident, open_incident_for
from engine.runtime.instance_state import InstanceState, Token
from engine.runtime.run import Run
from engine.runtime.step import Step
from engine.runtime.trigger_handlers import HANDLERS
from engine.runtime.triggers import Answer, Trigger

STEP_LIMIT = 10_000


def advance(process: Process, state: InstanceState, trigger: Trigger, now: datetime) -> Step:
    """Pure: ``state`` is not changed, and the same arguments give the same Step.

    ``now`` is an aware instant. Raises Conflict (TokenGone, InstanceEnded) when the trigger comes too
    late, UnknownOutcome, NotFound, and ValueUnsupported for data or a result that FEEL does not know; then
    nothing has happened.
    """
    run = Run(process, state, now)
    resumed = HANDLERS[type(trigger)](run, trigger)
    if resumed is not None:
        _execute(run, resumed)
    _move(run)
    while fire_one(run):
        _move(run)
    if not _awaits_calculators(run, trigger):
        run.state.steps = 0
    step = run.step()
    return Step(step.state, without_opposites(step.effects), step.events, step.calls)


def _move(run: Run) -> None:
    """Until every token waits."""
    while run.queue:
        token = run.queue.popleft()
        if token.id in run.state.tokens:
            _enter(run, token)


def _enter(run: Run, token: Token) -> None:
    """A loop without a wait state ends here: the command stops at the limit and nothing is lost."""
    if run.state.steps >= STEP_LIMIT:
        open_incident(run, token, "step-limit", {"limit": STEP_LIMIT})
        return
    run.state.steps += 1
    run.events.append(NodeEntered(token.id, token.node))
    _execute(run, token)


def _awaits_calculators(run: Run, trigger: Trigger) -> bool:
    """Only begun calls, or an answer to one of several, leave the command unfinished."""
    if run.calls or not isinstance(trigger, Answer):
        return bool(run.calls)
    return any(token.state == "calculator" for token in run.state.tokens.values())


def _execute(run: Run, token: Token) -> None:
    node = run.process.nodes[token.node]
    try:
        BEHAVIOURS[type(node)](run, token, node)
    except FAILURES as failure:
        open_incident_for(run, token, failure)

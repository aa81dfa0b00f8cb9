"""One whole command: ``advance`` again and again until every calculator call is answered."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from engine.definition import Process
from engine.errors import ValueUnsupported
from engine.runtime.advance import advance
from engine.runtime.commands import Effect
from engine.runtime.effect_list import without_opposites
from engine.runtime.events import Event
from engine.runtime.instance_state import InstanceState
from engine.runtime.step import Call
from engine.runtime.triggers import Answer, TechnicalErrorRaised, Trigger


@dataclass(slots=True)
class Execution:
    """What a command did in all: net effects, all events, and the answers replay will feed back."""

    state: InstanceState
    effects: list[Effect]
    events: list[Event]
    answers: list[Answer]


def execute(
    process: Process,
    state: InstanceState,
    trigger: Trigger,
    now: datetime,
    ask: Callable[[Call, InstanceState], Answer],
) -> Execution:
    """Advance by the trigger, then by the answer of ``ask`` to each call, in token order.

    ``ask`` gets the state as it stands at that moment; it must turn every failure of a calculator into
    BusinessErrorRaised or TechnicalErrorRaised. A result that cannot be stored becomes a technical
    error here; call ``check_result`` inside the calculator's savepoint to undo its writes as well.
    Raises what ``advance`` raises.
    """
    step = advance(process, state, trigger, now)
    if not step.calls:
        return Execution(step.state, step.effects, step.events, [])
    effects, events, answers = list(step.effects), list(step.events), list[Answer]()
    calls = deque(step.calls)
    while calls:
        call = calls.popleft()
        if not step.state.awaits_calculator(call.token):
            continue
        answer = ask(call, step.state)
        try:
            step = advance(process, step.state, answer, now)
        except ValueUnsupported as error:
            answer = TechnicalErrorRaised(call.token, error.code, error.params)
            step = advance(process, step.state, answer, now)
        answers.append(answer)
        effects += step.effects
        events += step.events
        calls.extend(step.calls)
    return Execution(step.state, without_opposites(effects), events, answers)

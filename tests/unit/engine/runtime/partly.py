"""A command that knows only its own part of a large loop must do the same as one that knows the whole state."""

import json
from collections.abc import Iterator
from datetime import datetime

from engine.definition import Process
from engine.runtime import Execution, IncompleteState, InstanceState, execute
from engine.runtime.parts import join_state, split_state, tokens_of
from engine.runtime.step import Call
from engine.runtime.triggers import Answer, Trigger


def check_parts(
    process: Process, before: InstanceState, trigger: Trigger, now: datetime, whole: Execution
) -> None:
    """Carries it out again with the part that the trigger is for, as the store does."""
    rest, parts = json.loads(json.dumps(split_state(before)))
    token = getattr(trigger, "token", None)
    if not parts or token is None:
        return
    own = {int(number): part for number, part in parts.items() if token in tokens_of(part)}
    answers = iter(whole.answers)
    try:
        partly = execute(process, join_state(rest, own, before.variables), trigger, now, _repeating(answers))
    except IncompleteState:
        return
    assert (partly.effects, partly.events) == (whole.effects, whole.events)
    assert partly.state.variables == whole.state.variables
    _, known = split_state(partly.state)
    expected_rest, expected = split_state(whole.state)
    others = {int(number): part for number, part in parts.items() if int(number) not in own}
    assert split_state(partly.state)[0] == expected_rest
    assert json.loads(json.dumps({**others, **known})) == json.loads(json.dumps(expected))


def _repeating(answers: Iterator[Answer]):
    def ask(call: Call, state: InstanceState) -> Answer:
        return next(answers)

    return ask

"""Limits: of steps, of tokens, of instances; and that large cases cost no more than their size."""

import sys

import pytest

from engine.errors import TooManyTokens
from engine.runtime import InstanceState, events, execute, run
from engine.runtime.triggers import CalculatorReturned, CancelInstance, Start
from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import START_END, around, boundary, instances, process, times
from tests.unit.engine.runtime.playing import NOW, Player

COLLECT = 'kartabl:collection="=items" kartabl:outputCollection="out" kartabl:outputElement="=r"'


def test_too_many_tokens_refuse_the_command_and_change_nothing(monkeypatch):
    monkeypatch.setattr(run, "TOKEN_LIMIT", 10)
    drawn = process(
        START_END + user("u") + user("x", inside=instances(inside=times("n"))), "s>u", "u>x", "x>e"
    )
    player = Player(drawn)
    before = player.state
    with pytest.raises(TooManyTokens):
        player.complete("u", {"n": 10})
    assert player.state is before
    player.complete("u", {"n": 5})
    assert player.waiting() == ["x"] * 6


def test_too_many_tokens_refuse_a_retry_as_well(monkeypatch):
    drawn = process(START_END + user("x", inside=instances(inside=times("n"))), "s>x", "x>e")
    player = Player(drawn, {"n": -1})
    monkeypatch.setattr(run, "TOKEN_LIMIT", 10)
    player.state.variables["n"] = 20
    with pytest.raises(TooManyTokens):
        player.retry("x")
    assert player.tokens("incident")


def test_an_endless_standard_loop_stops_at_the_step_limit(monkeypatch):
    monkeypatch.setattr(sys.modules["engine.runtime.advance"], "STEP_LIMIT", 100)
    loop = "<standardLoopCharacteristics><loopCondition>true</loopCondition></standardLoopCharacteristics>"
    element = script("x", "1").replace("</scriptTask>", f"{loop}</scriptTask>")
    player = Player(process(START_END + element, "s>x", "x>e"))
    [opened] = player.happened(events.IncidentOpened)
    assert opened.code == "step-limit"
    player.give(CancelInstance("endless"))
    assert player.state.status == "terminated"


def counted_calls(function, *arguments):
    """How many Python functions were entered: the cost, whatever the machine."""
    count = 0

    def note(frame, event, argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count


def answer(asked, state):
    return CalculatorReturned(asked.token, {"r": 1})


LARGE = {
    "script": script("x", "1", "r").replace("</scriptTask>", "{}</scriptTask>"),
    "calculator": '<serviceTask id="x" kartabl:calculator="c">{}</serviceTask>',
    "user task": user("x", inside="{}"),
    "sub-process": around("x", script("t", "1", "r"), "t", more="{}"),
    "sub-process with a wait": around("x", user("t"), "t", more="{}" + boundary("b", "t", "timer")
                                      + '<sequenceFlow id="b_end" sourceRef="b" targetRef="xe"/>'),
    "send task": '<sendTask id="x" messageRef="msg">{}</sendTask>',
}  # fmt: skip


@pytest.mark.parametrize("kind", LARGE)
def test_ten_times_as_many_instances_take_about_ten_times_as_many_steps(kind):
    drawn = process(START_END + LARGE[kind].format(instances(COLLECT)), "s>x", "x>e")

    def begin_and_cancel(number):
        player = execute(drawn, InstanceState(), Start(variables={"items": [1] * number}), NOW, answer)
        if player.state.status == "active":
            execute(drawn, player.state, CancelInstance("enough"), NOW, answer)

    begin_and_cancel(5)
    few, many = (counted_calls(begin_and_cancel, number) for number in (50, 500))
    assert many < 12 * few

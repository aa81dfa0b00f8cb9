"""Event sub-processes (BPMN 10.3.5, 13.5.4): every start trigger, interrupting or beside, at every level."""

from datetime import timedelta

import pytest

from engine.runtime.commands import ScheduleTimer, Subscribe
from engine.runtime.triggers import BusinessErrorRaised, FireTimer, SetVariables
from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import (
    START_END,
    around,
    boundary,
    call,
    event,
    event_scope,
    process,
    processes,
)
from tests.unit.engine.runtime.playing import NOW, Player

START = '<startEvent id="s"/>'


def owner_of(player, level):
    return 0 if level == "process" else player.token_at("x")


def at_level(level, sub, work=None):
    """The event sub-process in the process, in a sub-process "x", or in a process that "x" calls."""
    work = work or user("u")
    if level == "process":
        return process(START_END + work + sub + user("after"), "s>u", "u>after", "after>e")
    if level == "sub-process":
        inner = around("x", work, "u", more=sub)
        return process(START_END + inner + user("after"), "s>x", "x>after", "after>e")
    return processes(
        (START_END + call("x") + user("after"), "s>x", "x>after", "after>e"),
        q=(START_END + work + sub, "s>u", "u>e"),
    )


def happen(player, trigger, level):
    owner = owner_of(player, level)
    if trigger in ("timer", "cycle"):
        player.give(FireTimer(owner, "hs"))
    elif trigger == "message":
        player.send("" if not owner else "x", "hs", {"m": "v"})
    elif trigger == "signal":
        player.signal()
    elif trigger == "error":
        player.give(BusinessErrorRaised(player.token_at("u"), "E"))
    else:
        player.give(SetVariables({"go": True}))


LEVELS = ("process", "sub-process", "called process")
UNTOUCHED = ("if go", "called process")  # whose variables change only from inside
ALL = ["timer", "message", "signal", "error", "if go"]


@pytest.mark.parametrize(
    ("trigger", "level"),
    [(trigger, level) for trigger in ALL for level in LEVELS if (trigger, level) != UNTOUCHED],
)
def test_an_interrupting_one_takes_over_and_its_parent_completes_afterwards(trigger, level):
    player = Player(at_level(level, event_scope("h", trigger, user("v"), "v")), {"go": False})
    happen(player, trigger, level)
    holders = [] if level == "process" else ["x"]
    assert player.waiting() == sorted(["h", "v", *holders])
    player.complete("v")
    if level == "process":
        assert (player.state.status, "after" in player.entered()) == ("completed", False)
    else:
        assert player.waiting() == ["after"]
    assert player.replayed() == player.state


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("trigger", ["timer", "cycle", "message", "signal"])
def test_one_beside_leaves_its_parent_which_waits_for_both(trigger, level):
    sub = event_scope("h", trigger, user("v"), "v", interrupting=False)
    player = Player(at_level(level, sub))
    happen(player, trigger, level)
    player.complete("u")
    assert "after" not in player.waiting() or level == "process"
    player.complete("v")
    assert player.waiting() == ["after"]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("trigger", ["message", "signal", "cycle"])
def test_one_beside_can_happen_again(trigger, level):
    player = Player(at_level(level, event_scope("h", trigger, user("v"), "v", interrupting=False)))
    happen(player, trigger, level)
    happen(player, trigger, level)
    assert player.waiting().count("v") == 2
    assert not any(isinstance(effect, Subscribe) for effect in player.effects)


def test_a_sub_process_that_only_waits_for_them_begins_no_new_ones():
    player = Player(at_level("sub-process", event_scope("h", "message", user("v"), "v", interrupting=False)))
    happen(player, "message", "sub-process")
    player.complete("u")
    assert not [entry for entry in player.ledger.open if entry[0] == "subscription"]
    player.complete("v")
    assert player.waiting() == ["after"]


def test_a_process_hears_as_long_as_it_is_not_over():
    player = Player(at_level("process", event_scope("h", "message", user("v"), "v", interrupting=False)))
    happen(player, "message", "process")
    player.complete("u")
    player.complete("after")
    happen(player, "message", "process")
    assert player.waiting() == ["h", "h", "v", "v"]


def test_a_cycle_is_scheduled_from_the_previous_due_and_ends_after_its_count():
    player = Player(at_level("process", event_scope("h", "cycle", script("v", "1"), "v", interrupting=False)))
    due = [NOW + timedelta(hours=1)]
    for number in (2, 3):
        player.give(FireTimer(0, "hs", due[-1]), due[-1])
        [scheduled] = [effect for effect in player.effects if isinstance(effect, ScheduleTimer)]
        due.append(scheduled.due_at)
        assert scheduled.due_at == NOW + timedelta(hours=number)
    player.give(FireTimer(0, "hs", due[-1]), due[-1])
    assert not player.effects
    assert player.entered().count("v") == 3


def test_when_the_parent_ends_it_is_waited_for_no_longer():
    subs = event_scope("h", "message", user("v"), "v") + event_scope("g", "timer", user("w"), "w")
    player = Player(at_level("sub-process", subs))
    player.complete("u")
    assert player.ledger.open == {("user-task", player.token_at("after"), "")}


@pytest.mark.parametrize("level", LEVELS)
def test_a_condition_true_from_the_beginning_takes_over_before_anything_else_begins(level):
    player = Player(at_level(level, event_scope("h", "if go", user("v"), "v")), {"go": True})
    assert "u" not in player.entered()
    assert [node for node in player.waiting() if node != "x"] == ["h", "v"]


def test_an_error_inside_an_interrupting_one_goes_outwards():
    sub = event_scope("h", "error", user("v"), "v")
    inner = around("x", user("u"), "u", more=sub)
    player = Player(
        process(START_END + inner + boundary("b", "x", "error") + user("c"), "s>x", "x>e", "b>c", "c>e")
    )
    player.give(BusinessErrorRaised(player.token_at("u"), "E"))
    player.give(BusinessErrorRaised(player.token_at("v"), "E"))
    assert player.waiting() == ["c"]


def test_an_escalation_inside_the_one_that_catches_it_goes_outwards():
    throw = event("intermediateThrow", "t", "escalation")
    again = event("intermediateThrow", "t2", "escalation")
    sub = event_scope("h", "escalation", again, "t2", interrupting=False)
    inner = around("x", throw, "t", more=sub)
    outer = boundary("b", "x", "escalation", interrupting=False) + user("c")
    player = Player(process(START_END + inner + outer, "s>x", "x>e", "b>c", "c>e"))
    assert player.entered().count("h") == 1
    assert player.waiting() == ["c"]


def test_one_inside_of_another_takes_over_that_one_only():
    nested = event_scope("n", "signal2", user("w"), "w")
    sub = event_scope("h", "signal", user("v") + nested, "v", interrupting=False)
    player = Player(at_level("process", sub))
    player.signal("sig2")
    player.signal("sig")
    player.signal("sig2")
    assert player.waiting() == ["h", "n", "u", "w"]
    player.complete("w")
    assert player.waiting() == ["u"]


def test_a_terminate_end_event_inside_ends_it_alone():
    begin = event("start", "hs", "signal", attributes='isInterrupting="false"')
    inner = begin + '<parallelGateway id="f"/>' + user("v") + event("end", "he", "terminate")
    flows = "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>'
                    for a, b in (("hs", "f"), ("f", "v"), ("f", "he"), ("v", "he")))  # fmt: skip
    sub = f'<subProcess id="h" triggeredByEvent="true">{inner}{flows}</subProcess>'
    player = Player(at_level("sub-process", sub))
    player.signal()
    assert player.waiting() == ["u", "x"]


def test_one_beside_may_interrupt_the_scope_by_an_error_to_its_sibling():
    failing = event_scope("h", "signal", event("end", "t", "error"), "t", interrupting=False)
    failing = failing.replace('<endEvent id="he"></endEvent>', "").replace('<endEvent id="he"/>', "")
    failing = failing.replace('<sequenceFlow id="t_he" sourceRef="t" targetRef="he"></sequenceFlow>', "")
    player = Player(at_level("process", failing + event_scope("g", "error", user("w"), "w")))
    player.signal()
    assert player.waiting() == ["g", "w"]

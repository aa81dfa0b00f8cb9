"""Embedded sub-processes (BPMN 10.3.5, 13.3.4): data, completion, and what boundary events take away."""

from decimal import Decimal

import pytest

from engine.runtime.commands import CloseUserTask
from engine.runtime.triggers import BusinessErrorRaised, CompleteUserTask, ConnectorReturned, FireTimer
from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import (
    START_END,
    around,
    boundary,
    event,
    event_scope,
    instances,
    mapping,
    process,
    scope,
    times,
)
from tests.unit.engine.runtime.playing import Player


def one(element, *flows):
    return process(START_END + element, "s>x", "x>e", *flows)


def test_mapped_inputs_are_local_and_mapped_outputs_are_what_the_outside_sees():
    inside = mapping("input a n + 1", "output n a * 10")
    player = Player(
        one(around("x", script("t", "{other: a, a: a + 1}"), "t", more=inside)), {"n": Decimal(1)}
    )
    assert player.state.variables == {"n": 30, "other": 2}


def test_without_mapping_variables_are_those_of_the_outside():
    player = Player(one(around("x", user("t"), "t")), {"n": "a"})
    player.complete("t", {"n": "b"})
    assert player.state.variables == {"n": "b"}


def test_a_local_variable_hides_the_outer_one_also_from_a_nested_scope():
    deep = around("y", script("t", "{seen: n, n: n + 1}"), "t")
    inside = mapping("input n 5", "output got n")
    player = Player(one(around("x", deep, "y", more=inside)), {"n": Decimal(1)})
    assert player.state.variables == {"n": 1, "seen": 5, "got": 6}


def test_it_ends_when_its_last_token_ends():
    inner = scope(
        "x",
        '<startEvent id="xs"/><parallelGateway id="f"/><endEvent id="xe"/>' + user("a") + user("b"),
        "xs>f", "f>a", "f>b", "a>xe", "b>xe",
    )  # fmt: skip
    player = Player(one(inner))
    player.complete("a")
    assert player.waiting() == ["b", "x"]
    player.complete("b")
    assert (player.state.status, player.entered().count("e")) == ("completed", 1)


def test_without_start_and_end_events_it_begins_where_no_flow_leads_to():
    player = Player(one(scope("x", user("a") + user("b"))))
    assert player.waiting() == ["a", "b", "x"]


BUSY = (
    '<startEvent id="xs"/><parallelGateway id="f"/><endEvent id="xe"/><parallelGateway id="j"/>'
    + user("a") + boundary("ab", "a", "timer", "message", interrupting=False)
    + '<serviceTask id="c" kartabl:connector="sms"/><receiveTask id="r" messageRef="msg"/>'
    + event("intermediateCatch", "t", "timer") + '' + user("wrong", 'kartabl:role="=missing"')
    + around("deep", user("d", inside=instances(inside=times(3))), "d")
    + event_scope("h", "cycle", user("v"), "v", interrupting=False)
)  # fmt: skip
BUSY_FLOWS = (
    "xs>f", "f>a", "f>c", "f>r", "f>t", "f>wrong", "f>deep", "a>j", "c>j", "r>j", "t>j", "deep>j",
    "wrong>j", "j>xe", "ab>xe",
)  # fmt: skip


def busy(*more, attributes="", flows=("b>after", "after>e")):
    inner = scope("x", BUSY, *BUSY_FLOWS, attributes=attributes)
    return Player(one(inner + "".join(more) + user("after"), *flows), {"go": False})


HAPPENING = {
    "timer": lambda player: player.fire("x", "b"),
    "message": lambda player: player.send("x", "b", {"m": "v"}),
    "signal": lambda player: player.signal(),
    "if go": lambda player: player.complete("other", {"go": True}),
    "error": lambda player: player.give(BusinessErrorRaised(player.token_at("c"), "E")),
    "any-error": lambda player: player.give(BusinessErrorRaised(player.token_at("a"), "Z")),
}


@pytest.mark.parametrize("trigger", HAPPENING)
def test_an_interrupting_boundary_event_takes_away_everything_inside(trigger):
    player = Player(
        process(
            START_END + '<parallelGateway id="split"/>' + user("other") + user("after")
            + scope("x", BUSY, *BUSY_FLOWS) + boundary("b", "x", trigger),
            "s>split", "split>x", "split>other", "x>e", "other>e", "b>after", "after>e",
        ),
        {"go": False},
    )  # fmt: skip
    player.give(FireTimer(player.token_at("x"), "hs"))
    assert len(player.ledger.open) >= 13
    HAPPENING[trigger](player)
    player.give(CompleteUserTask(player.token_at("other"))) if trigger != "if go" else None
    assert player.waiting() == ["after"]
    player.complete("after")
    assert player.state.status == "completed"
    assert player.replayed() == player.state


@pytest.mark.parametrize("trigger", ["timer", "cycle", "message", "signal"])
def test_a_boundary_event_that_does_not_interrupt_leaves_everything_inside(trigger):
    player = busy(boundary("b", "x", trigger, interrupting=False))
    before = player.waiting()
    happening = {"cycle": HAPPENING["timer"], **HAPPENING}[trigger]
    happening(player)
    assert player.waiting() == sorted([*before, "after"])
    assert not [effect for effect in player.effects if isinstance(effect, CloseUserTask)]


def test_all_the_work_inside_done_it_completes_and_nothing_is_left_open():
    player = busy(flows=("after>e", "x>after"))
    player.complete("a")
    player.give(ConnectorReturned(player.token_at("c")))
    player.send("r", "r")
    player.fire("t", "t")
    for _ in range(3):
        player.give(CompleteUserTask(player.tokens("user-task", "d")[0]))
    assert player.waiting() == ["j"] * 5 + ["wrong", "x"]


def test_several_instances_have_data_of_their_own_and_leave_nothing_behind():
    loop = instances(
        'kartabl:collection="=[1, 2, 3]" kartabl:elementVariable="item" '
        'kartabl:outputCollection="out" kartabl:outputElement="=n"'
    )
    player = Player(one(around("x", user("t"), "t", more=loop + mapping("input n item"))))
    for token in reversed(player.tokens("user-task")):
        player.give(CompleteUserTask(token, {"n": Decimal(token)}))
    assert len(player.state.variables["out"]) == 3
    assert player.state.variables["out"] == sorted(player.state.variables["out"])
    assert set(player.state.variables) == {"out"}


def test_a_boundary_event_of_several_instances_takes_all_of_them():
    player = Player(one(around("x", user("t"), "t", more=instances(inside=times(3)))
                        + boundary("b", "x", "timer") + user("after"), "b>after", "after>e"))  # fmt: skip
    player.fire("x", "b")
    assert player.waiting() == ["after"]


def test_a_flow_back_begins_a_new_visit_with_fresh_local_variables():
    inside = mapping("input count 0", "output total count")
    elements = around("x", script("t", "{count: count + 1}"), "t", more=inside)
    player = Player(
        process(
            START_END + elements + user("again") + '<exclusiveGateway id="m"/>'
            '<exclusiveGateway id="g" default="g_e"/>',
            "s>m", "m>x", "x>again", "again>g", ("g>m", "more"), "g>e",
        )
    )  # fmt: skip
    player.complete("again", {"more": True})
    assert player.state.variables["total"] == 1

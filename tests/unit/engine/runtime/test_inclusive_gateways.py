"""Inclusive splits and joins by the whole rule of BPMN 13.4.3, in every order of arrival."""

from itertools import permutations

import pytest

from engine.runtime import events
from engine.runtime.triggers import RetryIncident, SetVariables
from tests.unit.engine.bpmn.drawing import compiled, user
from tests.unit.engine.runtime.playing import Player

START_END = '<startEvent id="s"/><endEvent id="e"/>'
SPLIT = START_END + '<inclusiveGateway id="split" default="split_d"/><inclusiveGateway id="join"/>'
WAYS = compiled(
    SPLIT + "".join(map(user, "abcd")),
    "s>split", ("split>a", "1 in n"), ("split>b", "2 in n"), ("split>c", "3 in n"), "split>d",
    "a>join", "b>join", "c>join", "d>join", "join>e",
)  # fmt: skip


@pytest.mark.parametrize("order", [order for size in (1, 2, 3) for order in permutations("abc", size)])
def test_the_join_waits_for_the_ways_taken_and_no_others(order):
    player = Player(WAYS, {"n": ["abc".index(node) + 1 for node in order]})
    assert player.waiting() == sorted(order)
    for node in order[:-1]:
        player.complete(node)
        assert player.state.status == "active"
    player.complete(order[-1])
    assert player.state.status == "completed"
    assert player.entered().count("e") == 1
    assert player.replayed() == player.state


def test_the_default_flow_is_taken_when_no_condition_is_true():
    player = Player(WAYS, {"n": []})
    assert player.waiting() == ["d"]
    player.complete("d")
    assert player.state.status == "completed"


def test_a_flow_without_condition_is_always_taken_and_does_not_stop_the_default():
    process = compiled(
        START_END + '<inclusiveGateway id="split" default="split_d"/>' + "".join(map(user, "abd")),
        "s>split", "split>a", ("split>b", "x"), "split>d", "a>e", "b>e", "d>e",
    )  # fmt: skip
    assert Player(process, {"x": True}).waiting() == ["a", "b"]
    assert Player(process, {"x": False}).waiting() == ["a", "d"]


def test_nothing_to_take_is_an_incident_that_keeps_the_merge():
    process = compiled(
        START_END + '<parallelGateway id="fork"/><inclusiveGateway id="g"/><task id="x"/><task id="y"/>' + user("a"),
        "s>fork", "fork>x", "fork>y", "x>g", "y>g", ("g>a", "ok"), ("g>e", "late"), "a>e",
    )  # fmt: skip
    player = Player(process, {"ok": False, "late": False})
    [opened] = player.happened(events.IncidentOpened)
    assert (opened.node, opened.code, player.waiting()) == ("g", "no-flow-taken", ["g"])
    player.give(SetVariables({"ok": True}))
    player.give(RetryIncident(opened.token))
    assert player.waiting() == ["a"]


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_a_way_that_ends_elsewhere_is_not_waited_for(order):
    """c may still come to the join as long as it waits; once it has gone to its own end, it cannot."""
    process = compiled(
        START_END
        + '<parallelGateway id="fork"/><exclusiveGateway id="x" default="x_own"/><endEvent id="own"/>'
        + '<inclusiveGateway id="join"/>'
        + "".join(map(user, "abc")),
        "s>fork", "fork>a", "fork>b", "fork>c", "a>join", "b>join", "c>x", ("x>join", "stay"), "x>own", "join>e",
    )  # fmt: skip
    for stay in (True, False):
        player = Player(process, {"stay": stay})
        for node in order[:-1]:
            player.complete(node)
            assert player.entered().count("e") == 0
        player.complete(order[-1])
        assert (player.state.status, player.entered().count("e")) == ("completed", 1)


def test_who_waits_where_a_boundary_event_leads_to_the_join_may_still_come():
    process = compiled(
        START_END
        + '<parallelGateway id="fork"/><inclusiveGateway id="join"/><endEvent id="own"/>'
        + user("a")
        + user("b")
        + '<boundaryEvent id="late" attachedToRef="b"><timerEventDefinition><timeDuration>P1D</timeDuration>'
        + "</timerEventDefinition></boundaryEvent>",
        "s>fork", "fork>a", "fork>b", "a>join", "b>own", "late>join", "join>e",
    )  # fmt: skip
    player = Player(process)
    player.complete("a")
    assert player.waiting() == ["b", "join"]
    player.complete("b")
    assert player.state.status == "completed"
    late = Player(process)
    late.complete("a")
    late.fire("b", "late")
    assert (late.state.status, late.entered().count("e")) == ("completed", 1)


def test_a_token_that_can_reach_a_flow_already_held_is_not_waited_for():
    """What waits at b can reach the empty flow of c, but also the flow a holds: the join does not wait for it."""
    process = compiled(
        START_END
        + '<parallelGateway id="fork"/><inclusiveGateway id="join"/>'
        + '<exclusiveGateway id="merge"/><exclusiveGateway id="x" default="x_c"/>'
        + "".join(map(user, "abc")),
        "s>fork", "fork>a", "fork>b", "a>merge", "merge>join", "b>x", ("x>merge", "again"), "x>c", "c>join", "join>e",
    )  # fmt: skip
    player = Player(process, {"again": True})
    player.complete("a")
    assert player.entered().count("e") == 1
    assert player.waiting() == ["b"]


def test_a_loop_back_to_before_the_split_does_not_hold_up_the_join():
    process = compiled(
        START_END
        + '<exclusiveGateway id="again"/><inclusiveGateway id="split"/><inclusiveGateway id="join"/>'
        + '<exclusiveGateway id="x" default="x_e"/>'
        + "".join(map(user, "ab")),
        "s>again", "again>split", ("split>a", "1 in n"), ("split>b", "2 in n"), "a>join", "b>join", "join>x",
        ("x>again", "once"), "x>e",
    )  # fmt: skip
    player = Player(process, {"n": [1, 2], "once": True})
    player.complete("b")
    player.complete("a", {"n": [2]})
    assert player.waiting() == ["b"]
    player.complete("b", {"once": False})
    assert (player.state.status, player.entered().count("e")) == ("completed", 1)


def test_a_second_token_on_a_flow_waits_for_the_next_round():
    process = compiled(
        START_END + '<parallelGateway id="fork"/><inclusiveGateway id="join"/><exclusiveGateway id="m"/>'
        + "".join(map(user, "abc")),
        "s>fork", "fork>a", "fork>b", "fork>c", "a>m", "b>m", "m>join", "c>join", "join>e",
    )  # fmt: skip
    player = Player(process)
    for node in "ab":
        player.complete(node)
    assert player.waiting() == ["c", "join", "join"]
    player.complete("c")
    assert (player.state.status, player.entered().count("e")) == ("completed", 2)

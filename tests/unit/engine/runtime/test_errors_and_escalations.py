"""Errors and escalations go outwards to the nearest catcher (BPMN 10.5.5, 13.5.3)."""

import pytest

from engine.runtime import events
from engine.runtime.triggers import BusinessErrorRaised
from tests.unit.engine.bpmn.drawing import user
from tests.unit.engine.runtime.elements import (
    START_END,
    around,
    boundary,
    call,
    event,
    event_scope,
    instances,
    process,
    processes,
    scope,
    times,
)
from tests.unit.engine.runtime.playing import Player


def nested(*, inner="", outer="", deep=None):
    """User task "u" in sub-process "y" in sub-process "x"; ``inner``, ``outer``: beside "u" and "y"."""
    y = around("y", deep or user("u"), "u")
    x = around("x", y + inner, "y")
    return process(START_END + x + outer, "s>x", "x>e")


def catching(id, host, trigger, **how):
    """A boundary event that leads to a user task named after it, and from there nowhere."""
    return boundary(id, host, trigger, **how) + user(f"to_{id}")


def wired(*ids):
    return "".join(
        f'<sequenceFlow id="{id}_to" sourceRef="{id}" targetRef="to_{id}"/>'
        f'<endEvent id="end_{id}"/><sequenceFlow id="to_{id}_end" sourceRef="to_{id}" targetRef="end_{id}"/>'
        for id in ids
    )


def test_the_nearest_catcher_gets_it():
    player = Player(nested(inner=catching("near", "y", "error") + wired("near"),
                           outer=catching("far", "x", "error") + wired("far")))  # fmt: skip
    player.give(BusinessErrorRaised(player.token_at("u"), "E"))
    assert player.waiting() == ["to_near", "x"]


def test_one_for_all_codes_that_is_nearer_comes_before_the_exact_one_further_out():
    player = Player(nested(inner=catching("near", "y", "any-error") + wired("near"),
                           outer=catching("far", "x", "error") + wired("far")))  # fmt: skip
    player.give(BusinessErrorRaised(player.token_at("u"), "E"))
    assert player.waiting() == ["to_near", "x"]


@pytest.mark.parametrize(("code", "caught"), [("E", "to_exact"), ("Z", "to_all")])
def test_at_the_same_border_the_exact_code_comes_before_the_one_for_all(code, caught):
    more = catching("all", "x", "any-error") + catching("exact", "x", "error") + wired("all", "exact")
    player = Player(nested(outer=more))
    player.give(BusinessErrorRaised(player.token_at("u"), code))
    assert player.waiting() == [caught]


def test_one_of_another_code_is_passed_by():
    player = Player(nested(inner=catching("near", "y", "error2") + wired("near"),
                           outer=catching("far", "x", "error") + wired("far")))  # fmt: skip
    player.give(BusinessErrorRaised(player.token_at("u"), "E"))
    assert player.waiting() == ["to_far"]


def test_the_event_sub_process_inside_comes_before_the_border():
    sub = event_scope("h", "error", user("v"), "v")
    more = catching("far", "x", "error") + wired("far")
    player = Player(nested(inner=sub, outer=more))
    player.give(BusinessErrorRaised(player.token_at("u"), "E"))
    assert player.waiting() == ["h", "v", "x"]
    player.complete("v")
    assert player.state.status == "completed"


def test_an_error_nobody_catches_ends_the_case_and_leaves_nothing_open():
    inner = (START_END + user("u") + boundary("t", "u", "timer"), "s>u", "u>e", "t>e")
    main = START_END + '<parallelGateway id="f"/>' + call("x") + user("other")
    player = Player(processes((main, "s>f", "f>x", "f>other", "x>e", "other>e"), q=inner))
    player.give(BusinessErrorRaised(player.token_at("u"), "E", "why"))
    assert player.state.status == "terminated"
    assert not player.ledger.open
    [raised] = player.happened(events.ErrorRaised)
    assert (raised.caught_by, raised.reason) == ("", "why")


def test_an_error_in_one_of_two_parallel_branches_takes_the_other():
    inner = scope(
        "x",
        '<startEvent id="xs"/><parallelGateway id="f"/>' + user("a") + user("b") + event("end", "xe", "error"),
        "xs>f", "f>a", "f>b", "a>xe", "b>xe",
    )  # fmt: skip
    more = catching("far", "x", "error") + wired("far")
    player = Player(process(START_END + inner + more, "s>x", "x>e"))
    player.complete("a")
    assert player.waiting() == ["to_far"]


def thrower(kind, trigger, *, interrupting, how="boundary"):
    inner = event(kind, "t", trigger) + user("u")
    flows = ["xs>u", "u>t", "t>xe"] if kind == "intermediateThrow" else ["xs>u", "u>t"]
    sub = event_scope("h", trigger, user("v"), "v", interrupting=interrupting) if how == "inside" else ""
    ends = '<startEvent id="xs"/>' + ('<endEvent id="xe"/>' if kind == "intermediateThrow" else "")
    x = scope("x", ends + inner + sub, *flows)
    more = boundary("b", "x", trigger, interrupting=interrupting) + user("v") if how == "boundary" else ""
    end = ["b>v", "v>e"] if how == "boundary" else []
    player = Player(process(START_END + x + more + user("after"), "s>x", "x>after", "after>e", *end))
    player.complete("u")
    return player


@pytest.mark.parametrize("kind", ["intermediateThrow", "end"])
@pytest.mark.parametrize("trigger", ["escalation", "signal", "message"])
@pytest.mark.parametrize("how", ["boundary", "inside"])
def test_a_catcher_beside_lets_the_thrower_go_on(kind, trigger, how):
    player = thrower(kind, trigger, interrupting=False, how=how)
    assert player.waiting() == (["after", "v"] if how == "boundary" else ["h", "v", "x"])
    player.complete("v")
    assert player.waiting() == ["after"]


@pytest.mark.parametrize("kind", ["intermediateThrow", "end"])
@pytest.mark.parametrize("trigger", ["escalation", "signal", "message"])
@pytest.mark.parametrize("how", ["boundary", "inside"])
def test_an_interrupting_catcher_takes_the_thrower_away(kind, trigger, how):
    player = thrower(kind, trigger, interrupting=True, how=how)
    assert player.waiting() == (["v"] if how == "boundary" else ["h", "v", "x"])
    player.complete("v")
    assert ("after" in player.waiting()) == (how == "inside")


def test_an_escalation_nobody_catches_does_nothing():
    player = Player(process(START_END + event("intermediateThrow", "t", "escalation"), "s>t", "t>e"))
    assert (player.state.status, player.happened(events.EscalationRaised)[0].caught_by) == ("completed", "")


@pytest.mark.parametrize("sequential", [True, False])
def test_each_instance_may_escalate_to_the_border_of_all(sequential):
    throw = event("intermediateThrow", "t", "escalation")
    x = around("x", throw, "t", more=instances(inside=times(3), sequential=sequential))
    more = catching("b", "x", "escalation", interrupting=False) + wired("b")
    player = Player(process(START_END + x + more, "s>x", "x>e"))
    assert player.waiting() == ["to_b"] * 3


def test_an_interrupting_escalation_of_one_instance_takes_all():
    throw = event("intermediateThrow", "t", "escalation")
    x = around("x", throw, "t", more=instances(inside=times(3)))
    more = catching("b", "x", "any-escalation") + wired("b")
    player = Player(process(START_END + x + more, "s>x", "x>e"))
    assert player.waiting() == ["to_b"]

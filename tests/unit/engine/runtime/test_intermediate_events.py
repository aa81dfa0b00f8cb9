"""Intermediate events in the normal flow: passing on, links, timers (BPMN 10.5.4, 10.5.5)."""

from datetime import timedelta

from engine.runtime import events
from engine.runtime.commands import CancelTimer, ScheduleTimer
from engine.runtime.triggers import CancelInstance, RetryIncident, SetVariables
from tests.unit.engine.bpmn.drawing import compiled, user
from tests.unit.engine.runtime.playing import NOW, Player

START_END = '<startEvent id="s"/><endEvent id="e"/>'


def timer(value: str, kind: str = "timeDuration") -> str:
    definition = f"<timerEventDefinition><{kind}>{value}</{kind}></timerEventDefinition>"
    return f'<intermediateCatchEvent id="t">{definition}</intermediateCatchEvent>'


def link(kind: str, id: str, name: str = "far") -> str:
    return (
        f'<intermediate{kind}Event id="{id}"><linkEventDefinition name="{name}"/></intermediate{kind}Event>'
    )


def test_a_none_throw_event_passes_its_token_on():
    player = Player(compiled(START_END + '<intermediateThrowEvent id="n"/>', "s>n", "n>e"))
    assert (player.state.status, player.entered()) == ("completed", ["s", "n", "e"])


def test_two_halves_lead_to_one():
    process = compiled(
        START_END + '<parallelGateway id="fork"/>' + link("Throw", "x") + link("Throw", "y") + link("Catch", "c"),
        "s>fork", "fork>x", "fork>y", "c>e",
    )  # fmt: skip
    player = Player(process)
    assert (player.state.status, player.entered().count("c"), player.entered().count("e")) == (
        "completed",
        2,
        2,
    )
    moved = [(event.source, event.target) for event in player.happened(events.TokenMoved) if not event.flow]
    assert moved == [("x", "c"), ("y", "c")]
    assert player.replayed() == player.state


def test_an_inclusive_join_waits_for_whoever_may_come_by_a_link():
    process = compiled(
        START_END
        + '<parallelGateway id="fork"/><inclusiveGateway id="join"/>'
        + user("a") + user("b") + link("Throw", "x") + link("Catch", "c"),
        "s>fork", "fork>a", "fork>b", "a>join", "b>x", "c>join", "join>e",
    )  # fmt: skip
    player = Player(process)
    player.complete("a")
    assert player.waiting() == ["b", "join"]
    player.complete("b")
    assert (player.state.status, player.entered().count("e")) == ("completed", 1)


def test_a_timer_holds_the_token_until_it_is_due():
    player = Player(compiled(START_END + timer("PT2H"), "s>t", "t>e"))
    [scheduled] = player.effects
    assert isinstance(scheduled, ScheduleTimer)
    assert (scheduled.timer, scheduled.due_at) == ("t", NOW + timedelta(hours=2))
    assert player.waiting() == ["t"]
    player.fire("t", "t", scheduled.due_at, NOW + timedelta(hours=2))
    assert (player.state.status, player.effects) == ("completed", [])
    assert player.replayed() == player.state


def test_a_cycle_lets_its_token_pass_once():
    player = Player(compiled(START_END + timer("R4/PT1S", "timeCycle"), "s>t", "t>e"))
    player.fire("t", "t", NOW + timedelta(seconds=1), NOW + timedelta(seconds=9))
    assert (player.state.status, player.entered().count("e")) == ("completed", 1)


def test_a_timer_is_cancelled_with_its_case():
    player = Player(compiled(START_END + timer("P1D"), "s>t", "t>e"))
    token = player.token_at("t")
    player.give(CancelInstance("no longer wanted"))
    assert (player.state.status, player.effects) == ("terminated", [CancelTimer(token, "t")])


def test_a_timer_that_cannot_be_computed_is_an_incident_and_can_be_tried_again():
    player = Player(compiled(START_END + timer("=wait"), "s>t", "t>e"), {"wait": "soon"})
    [opened] = player.happened(events.IncidentOpened)
    assert (opened.node, opened.code) == ("t", "timer-invalid")
    player.give(SetVariables({"wait": "PT1H"}))
    player.give(RetryIncident(opened.token))
    [scheduled] = [effect for effect in player.effects if isinstance(effect, ScheduleTimer)]
    assert scheduled.due_at == NOW + timedelta(hours=1)

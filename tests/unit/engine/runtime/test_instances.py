"""Beginning, ending and cancelling of instances; late and foreign triggers."""

import json

import pytest

from engine.errors import Conflict, InstanceEnded, NotFound, ReplayDiverged, ValueUnsupported
from engine.runtime import (
    InstanceState,
    advance,
    decode_trigger,
    encode_event,
    encode_trigger,
    events,
    replay,
)
from engine.runtime.commands import CancelTimer, CloseIncident, CloseUserTask
from engine.runtime.triggers import CancelInstance, FireTimer, SetVariables, Start
from tests.unit.engine.bpmn.drawing import compiled, script, timer, user
from tests.unit.engine.runtime.playing import NOW, Player

START_END = '<startEvent id="s"/><endEvent id="e"/>'


def test_without_start_and_end_events_every_unentered_node_begins_and_every_last_one_ends():
    process = compiled(script("a", "1", "x") + script("b", "2", "y") + '<task id="c"/>', "a>c")
    player = Player(process)
    assert player.state.status == "completed"
    assert sorted(player.entered()) == ["a", "b", "c"]


def test_an_instance_begins_once_and_only_at_a_start_event():
    process = compiled(START_END + user("u"), "s>u", "u>e")
    player = Player(process)
    with pytest.raises(Conflict):
        player.give(Start())
    with pytest.raises(NotFound):
        advance(process, InstanceState(), Start("u"), NOW)
    with pytest.raises(ValueUnsupported):
        advance(process, InstanceState(), Start(variables={"a": 0.1}), NOW)


TERMINATING = compiled(
    '<startEvent id="s"/><parallelGateway id="f"/><endEvent id="e"><terminateEventDefinition/></endEvent>'
    + user("a") + user("b") + timer("t", "b", "<timeDuration>PT1H</timeDuration>") + '<task id="late"/>'
    '<exclusiveGateway id="x"/><task id="y"/>',
    "s>f", "f>a", "f>b", "f>x", ("x>y", "false"), ("x>e", "false"), "y>e", "a>e", "b>e", "t>late", "late>e",
)  # fmt: skip


def test_a_terminate_end_event_takes_everything_away():
    player = Player(TERMINATING)
    task = player.token_at("b")
    incident = player.token_at("x")
    player.complete("a")
    assert player.state.status == "terminated"
    expected = [
        CloseUserTask(player.happened(events.UserTaskCompleted)[0].token, "completed"),
        CloseUserTask(task, "cancelled"),
        CancelTimer(task, "t"),
        CloseIncident(incident),
    ]
    assert sorted(player.effects, key=repr) == sorted(expected, key=repr)
    assert player.happened(events.ProcessTerminated)[0].reason == "terminate-end-event"
    assert player.replayed() == player.state


def test_a_terminate_end_event_stops_tokens_that_were_still_on_their_way():
    process = compiled(
        '<startEvent id="s"/><parallelGateway id="f"/><endEvent id="e"><terminateEventDefinition/></endEvent>'
        '<task id="x"/><endEvent id="other"/>',
        "s>f", "f>e", "f>x", "x>other",
    )  # fmt: skip
    assert Player(process).entered() == ["s", "f", "e"]


def test_a_cancelled_instance_takes_no_more_commands():
    player = Player(TERMINATING)
    player.give(CancelInstance("by order"))
    assert (player.state.status, player.state.tokens) == ("terminated", {})
    for trigger in (CancelInstance(), SetVariables({"a": 1}), FireTimer(3, "t")):
        with pytest.raises(InstanceEnded):
            player.give(trigger)


def test_an_error_end_event_terminates_the_instance():
    process = compiled(
        '<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="err"/></endEvent>', "s>e",
        roots='<error id="err" errorCode="E1"/>',
    )  # fmt: skip
    player = Player(process)
    assert (player.state.status, player.happened(events.ErrorRaised)[0].error_code) == ("terminated", "E1")


def test_variables_are_reported_only_when_they_change():
    player = Player(compiled(START_END + user("u"), "s>u", "u>e"), {"a": "x", "b": [1]})
    player.events.clear()
    player.give(SetVariables({"a": "x"}))
    assert player.happened(events.VariablesChanged) == []
    player.give(SetVariables({"a": True}))
    player.give(SetVariables({"a": 1}))
    assert len(player.happened(events.VariablesChanged)) == 2


def test_triggers_survive_encoding_and_events_become_json():
    player = Player(TERMINATING, {"n": 1})
    for trigger in (
        FireTimer(3, "t", NOW),
        SetVariables({"a": [1]}),
        Start("s", {"b": None}, "7", "Asia/Tehran"),
    ):
        assert decode_trigger(json.loads(json.dumps(encode_trigger(trigger)))) == trigger
    encoded = [json.loads(json.dumps(encode_event(event))) for event in player.events]
    assert encoded[0] == {"kind": "ProcessStarted", "process": "p", "node": None, "by": None}


def test_a_history_that_does_not_fit_the_definition_is_found_out():
    player = Player(compiled(START_END + user("u"), "s>u", "u>e"))
    player.complete("u")
    longer = compiled(
        START_END + user("u") + '<serviceTask id="c" kartabl:calculator="c"/>', "s>c", "c>u", "u>e"
    )
    with pytest.raises(ReplayDiverged, match="Entry 1"):
        replay(longer, player.recorded)
    shorter = compiled(START_END, "s>e")
    with pytest.raises(ReplayDiverged, match="Entry 2"):
        replay(shorter, player.recorded)

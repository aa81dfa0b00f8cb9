"""Messages, signals, conditions and multiple events inside one case (BPMN 10.5.5, 13.5.2)."""

import pytest

from engine.runtime.commands import BroadcastSignal, SendMessage, Subscribe
from engine.runtime.triggers import FireTimer, SetVariables
from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import (
    START_END,
    around,
    boundary,
    event,
    mapping,
    process,
    scope,
)
from tests.unit.engine.runtime.playing import Player


def beside(catcher, *flows, thrower, first="c", last="c"):
    """A catcher in one branch, a user task and then the thrower "t" in the other."""
    elements = START_END + '<parallelGateway id="f"/>' + user("u") + thrower + catcher
    return process(elements, "s>f", f"f>{first}", "f>u", "u>t", "t>e", f"{last}>e", *flows)


def test_a_message_reaches_the_waiting_catcher_in_the_same_case_by_its_key_and_nobody_outside():
    catchers = event("intermediateCatch", "c", "keyed") + around(
        "x", event("intermediateCatch", "d", "keyed"), "d", more=mapping("input key 2")
    )
    thrown = event("intermediateThrow", "t", "keyed", inside=mapping("input n 5"))
    player = Player(beside(catchers, "f>x", "x>e", thrower=thrown), {"key": "1"})
    player.complete("u", {"key": "2"})
    assert player.waiting() == ["c"]
    assert player.state.variables["n"] == 5
    assert not [effect for effect in player.effects if isinstance(effect, SendMessage)]


def test_a_message_nobody_here_waits_for_goes_out_with_its_mapped_inputs_only():
    thrown = event("intermediateThrow", "t", "keyed", inside=mapping("input n key + 1"))
    player = Player(process(START_END + thrown, "s>t", "t>e"), {"key": 1, "secret": "x"})
    [sent] = player.effects
    assert (sent.name, sent.key, sent.variables) == ("keyed", "1", {"n": 2})


def test_the_key_is_computed_when_the_wait_begins():
    catcher = event("intermediateCatch", "c", "keyed")
    player = Player(process(START_END + catcher, "s>c", "c>e"), {"key": "1"})
    [subscribed] = [effect for effect in player.effects if isinstance(effect, Subscribe)]
    player.give(SetVariables({"key": "2"}))
    assert (subscribed.name, subscribed.key) == ("keyed", "1")


@pytest.mark.parametrize(("inside", "expected"), [("", {"m": "v"}), (mapping("output a m"), {"a": "v"})])
@pytest.mark.parametrize(
    "catcher",
    [
        event("intermediateCatch", "c", "message", inside="{}"),
        '<receiveTask id="c" messageRef="msg">{}</receiveTask>',
    ],
)
def test_what_a_message_carries_is_kept_whole_or_as_mapped(catcher, inside, expected):
    player = Player(process(START_END + catcher.replace("{}", inside), "s>c", "c>e"))
    player.send("c", "c", {"m": "v"})
    assert (player.state.status, player.state.variables) == ("completed", expected)


def test_a_signal_reaches_everybody_here_and_goes_out_as_well():
    catchers = event("intermediateCatch", "c", "signal") + event("intermediateCatch", "d", "signal")
    catchers += event("intermediateCatch", "other", "signal2")
    thrown = event("intermediateThrow", "t", "signal")
    player = Player(beside(catchers, "f>d", "f>other", "d>e", "other>e", thrower=thrown))
    player.complete("u")
    assert player.waiting() == ["other"]
    assert [effect.name for effect in player.effects if isinstance(effect, BroadcastSignal)] == ["sig"]


def test_a_catcher_that_another_one_has_taken_away_gets_nothing():
    inner = around("x", user("v"), "v") + boundary("b", "x", "signal")
    inner = inner.replace("</subProcess>", boundary("bb", "v", "signal", interrupting=False)
                          + script("k", "1", "k") + '<sequenceFlow id="bbk" sourceRef="bb" targetRef="k"/>'
                          '<sequenceFlow id="kxe" sourceRef="k" targetRef="xe"/></subProcess>')  # fmt: skip
    player = Player(process(START_END + inner, "s>x", "x>e", "b>e"))
    player.signal()
    assert (player.state.status, player.entered().count("k")) == ("completed", 0)


def test_a_condition_fires_when_it_becomes_true_and_again_only_after_having_been_false():
    more = boundary("b", "x", "if n &gt; 1", interrupting=False) + script("k", "seen + 1", "seen")
    player = Player(process(START_END + user("x") + more, "s>x", "x>e", "b>k", "k>e"), {"n": 0, "seen": 0})
    counts = []
    for n in (1, 2, 3, 1, 5):
        player.give(SetVariables({"n": n}))
        counts.append(player.state.variables["seen"])
    assert counts == [0, 1, 1, 1, 2]
    assert player.replayed() == player.state


def test_a_condition_sees_the_local_variables_around_its_activity():
    inner = START_END.replace('"s"', '"xs"').replace('"e"', '"xe"') + user("u") + mapping("input n 7")
    inner += boundary("b", "u", "if n = 7") + script("k", '"seen"', "k")
    x = scope("x", inner, "xs>u", "u>xe", "b>k", "k>xe")
    player = Player(process(START_END + x, "s>x", "x>e"), {"n": 1})
    assert (player.state.status, player.state.variables["k"]) == ("completed", "seen")


def test_a_condition_in_the_normal_flow_passes_its_token_once():
    player = Player(
        process(START_END + event("intermediateCatch", "c", "if go"), "s>c", "c>e"), {"go": False}
    )
    player.give(SetVariables({"go": None}))
    assert player.waiting() == ["c"]
    player.give(SetVariables({"go": True}))
    assert (player.state.status, player.entered().count("e")) == ("completed", 1)


def test_of_a_multiple_event_one_trigger_is_enough_and_the_others_are_dropped():
    player = Player(process(START_END + event("intermediateCatch", "c", "message", "timer", "signal"),
                            "s>c", "c>e"))  # fmt: skip
    assert len(player.ledger.open) == 3
    player.fire("c", "c#1")
    assert (player.state.status, player.ledger.open) == ("completed", set())


PARALLEL = 'parallelMultiple="true"'


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_a_parallel_multiple_event_all_triggers_must_happen(order):
    happening = [
        lambda player: player.send("c", "c"),
        lambda player: player.fire("c", "c#1"),
        lambda player: player.signal(),
    ]
    caught = event("intermediateCatch", "c", "message", "timer", "signal", attributes=PARALLEL)
    player = Player(process(START_END + caught, "s>c", "c>e"))
    for number in order[:2]:
        happening[number](player)
        assert player.waiting() == ["c"]
    happening[order[2]](player)
    assert (player.state.status, player.ledger.open) == ("completed", set())
    assert player.replayed() == player.state


def test_a_parallel_multiple_event_at_a_border_interrupts_when_all_has_happened():
    more = boundary("b", "x", "timer", "signal", attributes=PARALLEL)
    player = Player(process(START_END + user("x") + more + user("v"), "s>x", "x>e", "b>v", "v>e"))
    player.give(FireTimer(player.token_at("x"), "b"))
    assert player.waiting() == ["x"]
    player.signal()
    assert player.waiting() == ["v"]


@pytest.mark.parametrize("catcher", ["event", "boundary"])
def test_a_message_keeps_what_it_carries_though_more_is_waited_for(catcher):
    if catcher == "event":
        caught, flows = event("intermediateCatch", "x", "message", "signal", attributes=PARALLEL), []
    else:
        caught = user("x") + boundary("b", "x", "message", "signal", attributes=PARALLEL)
        flows = ["b>e"]
    player = Player(process(START_END + caught, "s>x", "x>e", *flows))
    player.send("x", "x" if catcher == "event" else "b", {"m": "v"})
    player.signal()
    assert (player.state.status, player.state.variables) == ("completed", {"m": "v"})


def test_an_activity_done_before_all_has_happened_drops_the_rest():
    more = boundary("b", "x", "timer", "signal", attributes=PARALLEL)
    player = Player(process(START_END + user("x") + more + user("v"), "s>x", "x>e", "b>v", "v>e"))
    player.give(FireTimer(player.token_at("x"), "b"))
    player.complete("x")
    assert (player.state.status, player.ledger.open) == ("completed", set())


def test_a_parallel_multiple_event_beside_counts_a_new_round():
    more = boundary("b", "x", "message", "signal", interrupting=False, attributes=PARALLEL)
    player = Player(process(START_END + user("x") + more + user("v"), "s>x", "x>e", "b>v", "v>e"))
    for _ in range(2):
        player.send("x", "b")
        player.send("x", "b")
        player.signal()
    assert player.waiting() == ["v", "v", "x"]


def test_several_things_of_one_throw_event_are_thrown_in_the_order_of_the_file():
    thrown = event("intermediateThrow", "t", "signal", "message", "escalation")
    player = Player(process(START_END + thrown, "s>t", "t>e"))
    assert [type(effect) for effect in player.effects] == [BroadcastSignal, SendMessage]


def test_a_send_task_whose_message_interrupts_itself_does_not_go_on():
    inner = around("x", '<sendTask id="t" messageRef="msg"/>', "t")
    player = Player(process(START_END + inner + boundary("b", "x", "message") + user("v"),
                            "s>x", "x>e", "b>v", "v>e"))  # fmt: skip
    assert player.waiting() == ["v"]

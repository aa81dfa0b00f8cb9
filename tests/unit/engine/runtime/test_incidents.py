"""What cannot go on for a technical reason waits, changes nothing, and goes on after a retry exactly once."""

import importlib

import pytest

from engine.runtime import events
from engine.runtime.commands import CreateUserTask
from engine.runtime.triggers import (
    CalculatorReturned,
    ResolveIncident,
    SetVariables,
    TechnicalErrorRaised,
)
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
    times,
)
from tests.unit.engine.runtime.playing import Player

ENDLESS = "count(for a in 1..900, b in 1..900, c in 1..900 return a)"
UNLESS_READY = f"if ready then 1 else {ENDLESS}"


def one(element, *flows, **kinds):
    return process(START_END + element, "s>x", "x>e", *flows, **kinds)


LATE = "<timerEventDefinition><timeDuration>=wait</timeDuration></timerEventDefinition>"
UNREADY = {"ready": False, "wait": None, "key": None, "items": None, "n": "a"}
READY = {"ready": True, "wait": "PT1H", "key": "k", "items": ["a"], "n": 2}
FAILING = {
    "boundary timer": user("x") + f'<boundaryEvent id="b" attachedToRef="x">{LATE}</boundaryEvent>',
    "boundary key": user("x") + boundary("b", "x", "keyed"),
    "catch timer": f'<intermediateCatchEvent id="x">{LATE}</intermediateCatchEvent>',
    "catch key": event("intermediateCatch", "x", "keyed"),
    "thrown key": event("intermediateThrow", "x", "keyed"),
    "receive key": '<receiveTask id="x" messageRef="keyed"/>',
    "send key": '<sendTask id="x" messageRef="keyed"/>',
    "input of a sub-process": around("x", user("u"), "u", more=mapping(f"input a {UNLESS_READY}")),
    "timer inside": around("x", user("u"), "u", more=event_scope("h", "keyed", user("v"), "v")),
    "collection": user("x", inside=instances('kartabl:collection="=items"')),
    "cardinality": user("x", inside=instances(inside=times("n"))),
    "script": script("x", UNLESS_READY),
}


@pytest.mark.parametrize("what", FAILING)
def test_what_fails_changes_nothing_but_its_token_and_works_after_a_retry(what):
    element = FAILING[what]
    flows = ["b>e"] if 'id="b"' in element else []
    player = Player(one(element, *flows), UNREADY)
    [token] = player.state.tokens.values()
    assert (token.node, token.state, token.catches) == ("x", "incident", None)
    assert player.state.variables == UNREADY
    assert [type(effect).__name__ for effect in player.effects] == ["OpenIncident"]
    assert not player.state.scopes
    player.retry("x")
    assert player.tokens("incident") == [token.id]
    player.give(SetVariables(READY))
    player.retry("x")
    assert not player.tokens("incident")
    assert player.replayed() == player.state


@pytest.mark.parametrize("what", ["completion condition", "output element"])
def test_a_loop_that_cannot_count_an_instance_holds_that_instance_only(what):
    attributes = 'kartabl:outputCollection="out" kartabl:outputElement="={}"'
    condition = f"<completionCondition>({UNLESS_READY}) = 2</completionCondition>"
    loop = {
        "completion condition": instances(attributes.format("k"), times(2) + condition),
        "output element": instances(attributes.format(f"if ({UNLESS_READY}) = 1 then k else k"), times(2)),
    }[what]
    player = Player(one(user("x", inside=loop)), {"ready": False})
    player.complete_all("x", [{"k": "a"}, {"k": "b"}])
    assert len(player.tokens("incident")) == 2
    player.give(SetVariables({"ready": True}))
    player.retry("x")
    player.retry("x")
    assert (player.state.status, player.state.variables["out"]) == ("completed", ["a", "b"])
    assert len([effect for effect in player.effects if isinstance(effect, CreateUserTask)]) == 0


def test_a_retry_of_an_activity_that_took_several_tokens_does_not_wait_for_them_again():
    player = Player(
        process(
            START_END + '<parallelGateway id="f"/><task id="a"/><task id="b"/>'
            '<serviceTask id="x" startQuantity="2" kartabl:calculator="c"/>',
            "s>f", "f>a", "f>b", "a>x", "b>x", "x>e",
        ),
        ask=lambda call, state: TechnicalErrorRaised(call.token, "down"),
    )  # fmt: skip
    player.ask = lambda call, state: CalculatorReturned(call.token)
    player.retry("x")
    assert player.state.status == "completed"


def test_a_thrower_that_was_held_and_is_then_interrupted_is_not_released_twice():
    inner = event("intermediateThrow", "t", "keyed", "escalation")
    player = Player(
        one(around("x", inner, "t") + boundary("b", "x", "escalation") + user("u"), "b>u", "u>e"), UNREADY
    )
    player.give(SetVariables(READY))
    player.retry("t")
    assert player.waiting() == ["u"]


@pytest.mark.parametrize(
    ("element", "trigger", "rest"),
    [
        (event("intermediateCatch", "x", "message", inside=mapping(f"output a {UNLESS_READY}")), "x", []),
        ('<receiveTask id="x" messageRef="msg">' + mapping(f"output a {UNLESS_READY}") + "</receiveTask>", "x", []),
    ],
)  # fmt: skip
def test_a_message_that_cannot_be_kept_is_held_and_no_second_one_is_waited_for(element, trigger, rest):
    player = Player(one(element), UNREADY)
    player.send("x", trigger, {"m": "v"})
    assert player.ledger.open == {("incident", player.token_at("x"), "")}
    player.give(SetVariables(READY))
    player.retry("x")
    assert (player.state.status, player.state.variables["a"]) == ("completed", 1)


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("place", ["boundary", "event sub-process"])
def test_what_a_message_to_a_scope_carries_is_kept_for_the_retry(place, interrupting):
    kept = mapping(f"output a if ready then m else {ENDLESS}")
    if place == "boundary":
        elements = user("x") + boundary("b", "x", "message", interrupting=interrupting, inside=kept)
        player, name = Player(one(elements + user("u"), "b>u", "u>e"), UNREADY), "b"
        player.send("x", "b", {"m": "v"})
    else:
        sub = event_scope("h", "message", user("u"), "u", interrupting=interrupting, inside=kept)
        player, name = Player(one(user("x") + sub), UNREADY), "hs"
        player.send("", "hs", {"m": "v"})
    assert "u" not in player.waiting()
    player.give(SetVariables(READY))
    player.retry(name)
    assert player.state.variables["a"] == "v"
    assert "u" in player.waiting()


def test_an_event_sub_process_that_cannot_open_is_held_and_opens_after_a_retry():
    nested = event_scope("n", "keyed", user("w"), "w")
    sub = event_scope("h", "message", user("u") + nested, "u")
    player = Player(one(user("x") + sub), UNREADY)
    player.send("", "hs", {"m": "v"})
    assert player.waiting() == ["h"]
    player.give(SetVariables(READY))
    player.retry("h")
    assert player.waiting() == ["h", "u"]
    player.complete("u")
    assert player.state.status == "completed"


def test_a_condition_beyond_its_budget_counts_as_false_and_holds_up_nobody():
    player = Player(one(user("x") + boundary("b", "x", f"if {ENDLESS} = 1"), "b>e"))
    player.complete("x")
    assert player.state.status == "completed"


def test_the_step_limit_stops_before_a_node_is_entered_and_the_retry_enters_it(monkeypatch):
    monkeypatch.setattr(importlib.import_module("engine.runtime.advance"), "STEP_LIMIT", 3)
    player = Player(process(START_END + script("a", "1") + script("b", "2") + script("c", "3"),
                            "s>a", "a>b", "b>c", "c>e"))  # fmt: skip
    assert player.entered() == ["s", "a", "b"]
    player.retry("c")
    assert (player.entered(), player.state.status) == (["s", "a", "b", "c", "e"], "completed")


def test_what_an_operator_decides_for_one_of_several_instances_is_collected_like_its_result():
    loop = instances('kartabl:outputCollection="out" kartabl:outputElement="=r"', times(2))
    player = Player(one(user("x", inside=loop)))
    for number, token in enumerate(player.tokens("user-task")):
        player.give(ResolveIncident(token, {"r": f"decided {number}"}))
    assert player.state.variables == {"out": ["decided 0", "decided 1"]}


def test_what_an_operator_decides_goes_on_once_from_an_open_user_task_with_a_timer():
    player = Player(one(user("x") + boundary("b", "x", "timer"), "b>e"))
    player.give(ResolveIncident(player.token_at("x"), {"a": "decided"}))
    assert (player.state.status, player.state.variables) == ("completed", {"a": "decided"})
    assert player.happened(events.IncidentResolved)

"""Complex and event-based gateways (BPMN 10.6.5, 10.6.6, 13.4.4, 13.4.5)."""

import pytest

from engine.errors import Conflict
from engine.runtime import InstanceState, advance, events
from engine.runtime.triggers import ResolveIncident, Start
from tests.unit.engine.bpmn.drawing import user
from tests.unit.engine.runtime.elements import ROOTS, START_END, event, process
from tests.unit.engine.runtime.playing import NOW, Player


def joining(condition, names="abc", more=""):
    """A fork to user tasks, a complex gateway that joins them."""
    tasks = "".join(user(name) for name in names)
    gateway = (
        f'<complexGateway id="g"><activationCondition>{condition}</activationCondition></complexGateway>'
    )
    flows = [flow for name in names for flow in (f"f>{name}", f"{name}>g")]
    return process(
        START_END + '<parallelGateway id="f"/>' + tasks + gateway + user("after") + more,
        "s>f", *flows, "g>after", "after>e",
    )  # fmt: skip


@pytest.mark.parametrize("order", ["abc", "bca", "cab"])
def test_it_goes_on_by_the_number_of_tokens_once_a_round_whatever_the_order(order):
    player = Player(joining("activationCount &gt;= 2"))
    waiting = []
    for name in order:
        player.complete(name)
        waiting.append(player.waiting().count("after"))
    assert waiting == [0, 1, 1]
    assert player.waiting() == ["after"]
    player.complete("after")
    assert player.state.status == "completed"
    assert player.replayed() == player.state


def test_it_goes_on_by_variables():
    player = Player(joining("enough"), {"enough": False})
    player.complete("a")
    player.complete("b", {"enough": True})
    assert player.waiting() == ["after", "c", "g"]


def test_it_waits_for_ever_when_its_condition_is_never_true():
    player = Player(joining("false"))
    for name in "abc":
        player.complete(name)
    assert (player.state.status, player.waiting()) == ("active", ["g", "g", "g"])


def test_a_second_token_of_the_same_flow_belongs_to_the_next_round():
    condition = "<activationCondition>activationCount &gt;= 2</activationCondition>"
    twice = f'<complexGateway id="g">{condition}</complexGateway><task id="a" completionQuantity="2"/>'
    player = Player(process(
        START_END + '<parallelGateway id="f"/>' + twice + user("b") + user("c") + user("after"),
        "s>f", "f>a", "f>b", "f>c", "a>g", "b>g", "c>g", "g>after", "after>e",
    ))  # fmt: skip
    assert player.waiting() == ["after", "b", "c", "g", "g"]
    player.complete("b")
    player.complete("c")
    assert player.waiting() == ["after", "g"]


def test_it_splits_by_conditions_and_holds_when_none_is_true():
    split = '<complexGateway id="g"/>' + user("a") + user("b")
    drawn = process(START_END + split, "s>g", ("g>a", "n > 1"), ("g>b", "n > 2"), "a>e", "b>e")
    assert Player(drawn, {"n": 2}).waiting() == ["a"]
    assert Player(drawn, {"n": 3}).waiting() == ["a", "b"]
    [opened] = Player(drawn, {"n": 0}).happened(events.IncidentOpened)
    assert (opened.node, opened.code) == ("g", "no-flow-taken")


def test_an_inclusive_join_behind_is_not_held_up_by_the_rest_of_a_round():
    gateway = '<complexGateway id="g"><activationCondition>true</activationCondition></complexGateway>'
    player = Player(process(
        START_END + '<parallelGateway id="f"/><inclusiveGateway id="j"/>' + gateway + user("a") + user("b")
        + user("after"),
        "s>f", "f>a", "f>b", "f>j", "a>g", "b>g", "g>j", "j>after", "after>e",
    ))  # fmt: skip
    player.complete("a")
    assert player.waiting() == ["after", "b", "g"]
    player.complete("b")
    assert player.waiting() == ["after"]


WAITING = (
    event("intermediateCatch", "m", "message") + event("intermediateCatch", "t", "timer")
    + event("intermediateCatch", "g", "signal") + event("intermediateCatch", "c", "if go")
    + "".join(user(f"to_{name}") for name in "mtgc")
)  # fmt: skip


def choosing(attributes=""):
    flows = [flow for name in "mtgc" for flow in (f"x>{name}", f"{name}>to_{name}", f"to_{name}>e")]
    return process(START_END + f'<eventBasedGateway id="x" {attributes}/>' + WAITING + user("other")
                   + '<parallelGateway id="f"/>', "s>f", "f>x", "f>other", "other>e", *flows)  # fmt: skip


HAPPENING = {
    "m": lambda player: player.send("x", "m", {"n": "v"}),
    "t": lambda player: player.fire("x", "t"),
    "g": lambda player: player.signal(),
    "c": lambda player: player.complete("other", {"go": True}),
}


@pytest.mark.parametrize("what", HAPPENING)
def test_the_first_event_takes_its_flow_and_the_others_are_waited_for_no_longer(what):
    player = Player(choosing(), {"go": False})
    assert len(player.ledger.open) == 4
    HAPPENING[what](player)
    assert f"to_{what}" in player.waiting()
    assert {kind for kind, _, _ in player.ledger.open} == {"user-task"}
    assert (player.state.variables.get("n") == "v") == (what == "m")
    assert player.replayed() == player.state


def test_a_receive_task_behind_the_gateway_is_done_by_its_message():
    receive = '<receiveTask id="r" messageRef="msg"/>' + event("intermediateCatch", "t", "timer")
    drawn = process(START_END + '<eventBasedGateway id="x"/>' + receive, "s>x", "x>r", "x>t", "r>e", "t>e")
    player = Player(drawn)
    player.send("x", "r", {"n": "v"})
    assert (player.state.status, player.state.variables) == ("completed", {"n": "v"})
    assert [node for node in player.entered() if node in "xrt"] == ["x", "r"]


def test_a_condition_that_holds_already_is_taken_at_once():
    assert "to_c" in Player(choosing(), {"go": True}).waiting()


def test_nobody_can_settle_the_gateway_by_hand():
    player = Player(choosing(), {"go": False})
    before = player.state
    with pytest.raises(Conflict):
        player.give(ResolveIncident(player.token_at("x")))
    assert player.state == before


@pytest.mark.parametrize("is_parallel", [False, True])
def test_an_event_behind_an_instantiating_gateway_begins_the_case(is_parallel):
    kind = ' eventGatewayType="Parallel"' if is_parallel else ""
    elements = f'<endEvent id="e"/><eventBasedGateway id="x" instantiate="true"{kind}/>'
    elements += event("intermediateCatch", "m", "message") + event("intermediateCatch", "k", "keyed")
    drawn = process(elements, "x>m", "x>k", "m>e", "k>e", roots=ROOTS)
    begun = advance(drawn, InstanceState(), Start("m", {"key": "1"}), NOW)
    assert begun.state.variables == {"key": "1"}
    assert [token.node for token in begun.state.tokens.values()] == (["k"] if is_parallel else [])
    assert begun.state.status == ("active" if is_parallel else "completed")

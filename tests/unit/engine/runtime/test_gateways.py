"""Splits and joins, among them the three cases that a peer gets wrong (design: findings/viewflow.md)."""

from itertools import permutations

import pytest

from engine.runtime import events
from engine.runtime.triggers import RetryIncident, SetVariables
from tests.unit.engine.bpmn.drawing import compiled, user
from tests.unit.engine.runtime.playing import Player

START_END = '<startEvent id="s"/><endEvent id="e"/>'
FORK_JOIN = START_END + '<parallelGateway id="fork"/><parallelGateway id="join"/>'


def test_parallel_join_waits_for_every_incoming_flow():
    process = compiled(
        FORK_JOIN + user("a") + user("b"), "s>fork", "fork>a", "fork>b", "a>join", "b>join", "join>e"
    )
    player = Player(process)
    player.complete("a")
    assert player.waiting() == ["b", "join"]
    player.complete("b")
    assert player.state.status == "completed"
    assert player.entered().count("e") == 1


def test_a_second_token_on_the_same_flow_waits_for_the_next_round():
    """Two tokens come by the flow a, one by b: the join fires once and one token of a stays."""
    process = compiled(
        FORK_JOIN + user("a") + user("b") + '<task id="x"/><task id="y"/>',
        "s>fork", "fork>x", "fork>y", "fork>b", "x>a", "y>a", "a>join", "b>join", "join>e",
    )  # fmt: skip
    player = Player(process)
    player.complete("a")
    player.complete("a")
    assert player.waiting() == ["b", "join", "join"]
    player.complete("b")
    assert player.waiting() == ["join"]
    assert (player.state.status, player.entered().count("e")) == ("active", 1)


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_a_branch_that_ends_elsewhere_never_makes_the_join_depend_on_the_order(order):
    """One branch may leave by an end of its own: the join then never fires, in whatever order they come."""
    process = compiled(
        FORK_JOIN + '<endEvent id="own"/><exclusiveGateway id="x" default="x_own"/>' + "".join(map(user, "abc")),
        "s>fork", "fork>a", "fork>b", "fork>c", "a>x", ("x>join", "stay"), "x>own", "b>join", "c>join", "join>e",
    )  # fmt: skip
    for stay, expected in ((True, "completed"), (False, "active")):
        player = Player(process, {"stay": stay})
        for node in order:
            player.complete(node)
        assert player.state.status == expected
        assert player.waiting() == ([] if stay else ["join", "join"])


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_a_nested_split_into_one_join_works_in_every_order(order):
    process = compiled(
        FORK_JOIN + '<parallelGateway id="inner"/>' + "".join(map(user, "abc")),
        "s>fork", "fork>a", "fork>inner", "inner>b", "inner>c", "a>join", "b>join", "c>join", "join>e",
    )  # fmt: skip
    player = Player(process)
    for node in order:
        player.complete(node, {f"from_{node}": node})
    assert player.state.status == "completed"
    assert player.entered().count("e") == 1
    assert player.state.variables == {"from_a": "a", "from_b": "b", "from_c": "c"}


def test_an_exclusive_split_into_a_parallel_join_stays_active():
    process = compiled(
        START_END + '<exclusiveGateway id="x" default="x_b"/><parallelGateway id="join"/><task id="a"/><task id="b"/>',
        "s>x", ("x>a", "true"), "x>b", "a>join", "b>join", "join>e",
    )  # fmt: skip
    player = Player(process)
    assert (player.state.status, player.waiting()) == ("active", ["join"])


def exclusive(default=""):
    return compiled(
        START_END + f'<exclusiveGateway id="x" {default}/><task id="a"/><task id="b"/>',
        "s>x", ("x>a", "amount > 5"), "x>b" if default else ("x>b", "amount > 3"), "a>e", "b>e",
    )  # fmt: skip


def test_an_exclusive_split_takes_the_first_true_flow_only():
    player = Player(exclusive(), {"amount": 9})
    assert "a" in player.entered()
    assert "b" not in player.entered()
    (decided,) = player.happened(events.GatewayDecided)
    assert decided.flow == "x_a"
    assert decided.explanation == [{"flow": "x_a", "condition": "amount > 5", "value": True}]


def test_a_condition_that_is_null_counts_as_false_and_the_default_is_taken():
    player = Player(exclusive('default="x_b"'), {"amount": "many"})
    (decided,) = player.happened(events.GatewayDecided)
    assert (decided.flow, decided.explanation[0]["value"]) == ("x_b", None)


def test_a_condition_that_is_no_boolean_counts_as_false():
    process = compiled(
        START_END + '<exclusiveGateway id="x" default="x_b"/><task id="a"/><task id="b"/>',
        "s>x", ("x>a", '"yes"'), "x>b", "a>e", "b>e",
    )  # fmt: skip
    assert "a" not in Player(process).entered()


def test_an_exclusive_split_without_a_true_flow_is_an_incident_that_can_be_retried():
    player = Player(exclusive(), {"amount": 1})
    (incident,) = player.happened(events.IncidentOpened)
    assert (incident.node, incident.code, player.state.status) == ("x", "no-flow-taken", "active")
    player.give(SetVariables({"amount": 4}))
    player.give(RetryIncident(player.token_at("x")))
    assert player.state.status == "completed"
    assert "b" in player.entered()
    assert player.replayed() == player.state


def test_tokens_pass_an_exclusive_merge_one_by_one():
    process = compiled(
        START_END + '<parallelGateway id="fork"/><exclusiveGateway id="merge"/><task id="a"/><task id="b"/>',
        "s>fork", "fork>a", "fork>b", "a>merge", "b>merge", "merge>e",
    )  # fmt: skip
    assert Player(process).entered().count("e") == 2


def activity_split(*flows, default=""):
    return compiled(
        START_END + f'<task id="t" {default}/><task id="a"/><task id="b"/><task id="c"/>',
        "s>t", *flows, "a>e", "b>e", "c>e",
    )  # fmt: skip


def test_an_activity_gives_a_token_to_every_flow_that_is_true_or_unconditional():
    process = activity_split(("t>a", "n > 1"), ("t>b", "n > 2"), "t>c")
    assert set(Player(process, {"n": 2}).entered()) == {"s", "t", "a", "c", "e"}


def test_the_default_of_an_activity_is_taken_when_no_condition_is_true_beside_a_plain_flow():
    process = activity_split(("t>a", "n > 1"), "t>b", "t>c", default='default="t_b"')
    assert set(Player(process, {"n": 0}).entered()) == {"s", "t", "b", "c", "e"}


def test_an_activity_that_cannot_leave_is_not_done_again_on_retry():
    process = compiled(
        START_END + user("u") + '<task id="a"/>', "s>u", ("u>a", "n = 1"), ("u>e", "n = 2"), "a>e"
    )
    player = Player(process)
    player.complete("u", {"n": 3})
    player.give(SetVariables({"n": 2}))
    player.give(RetryIncident(player.token_at("u")))
    assert player.state.status == "completed"
    assert len(player.happened(events.UserTaskCreated)) == 1

"""Ad-hoc sub-processes (BPMN 10.3.5, 13.3.5), and how many tokens an activity takes and gives (Table 10.3)."""

import pytest

from engine.errors import Conflict, NotFound, TokenGone
from engine.runtime import events
from engine.runtime.triggers import CompleteScope, CompleteUserTask, SetVariables, StartActivity
from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import START_END, boundary, instances, process, scope, times
from tests.unit.engine.runtime.playing import Player


def ad_hoc(elements, *flows, condition="done = true", attributes="", **variables):
    inside = elements + (f"<completionCondition>{condition}</completionCondition>" if condition else "")
    x = scope("x", inside, *flows, kind="adHocSubProcess", attributes=attributes)
    return Player(process(START_END + x + boundary("b", "x", "timer"), "s>x", "x>e", "b>e"), variables)


def choose(player, node, by="7"):
    return player.give(StartActivity(player.token_at("x"), node, by))


TWO = user("a") + user("c")


def test_nothing_begins_until_it_is_chosen_and_who_chose_is_told():
    player = ad_hoc(TWO)
    assert player.waiting() == ["x"]
    choose(player, "a")
    choose(player, "a")
    assert player.waiting() == ["a", "a", "x"]
    assert [chosen.by for chosen in player.happened(events.ActivityChosen)] == ["7", "7"]


@pytest.mark.parametrize("cancels", [True, False])
def test_the_condition_ends_it_and_what_still_runs_is_cancelled_or_waited_for(cancels):
    player = ad_hoc(TWO, attributes=f'cancelRemainingInstances="{str(cancels).lower()}"', done=False)
    choose(player, "a")
    choose(player, "c")
    player.complete("a", {"done": True})
    if not cancels:
        assert player.waiting() == ["c", "x"]
        with pytest.raises(Conflict):
            choose(player, "a")
        player.complete("c")
    assert (player.state.status, player.ledger.open) == ("completed", set())
    assert player.replayed() == player.state


def test_one_at_a_time_when_it_is_sequential():
    player = ad_hoc(TWO, attributes='ordering="Sequential"')
    choose(player, "a")
    with pytest.raises(Conflict):
        choose(player, "c")
    player.complete("a")
    choose(player, "c")
    assert player.waiting() == ["c", "x"]


def test_only_what_no_flow_leads_to_can_be_chosen_and_inner_flows_are_followed():
    player = ad_hoc(TWO, "a>c")
    with pytest.raises(NotFound):
        choose(player, "c")
    choose(player, "a")
    player.complete("a")
    assert player.waiting() == ["c", "x"]


def test_done_with_everything_it_still_waits_for_a_choice():
    player = ad_hoc(script("a", "1", "n"))
    choose(player, "a")
    assert (player.waiting(), player.state.variables) == (["x"], {"n": 1})


def test_a_command_ends_it_and_cancels_what_still_runs():
    player = ad_hoc(TWO, condition="")
    choose(player, "a")
    player.give(CompleteScope(player.token_at("x")))
    assert (player.state.status, player.ledger.open) == ("completed", set())
    assert player.replayed() == player.state


def test_a_command_at_what_is_no_ad_hoc_sub_process_is_refused():
    player = Player(process(START_END + scope("x", user("a")), "s>x", "x>e"))
    for wrong in (CompleteScope(player.token_at("x")), StartActivity(player.token_at("x"), "a")):
        with pytest.raises(NotFound):
            player.give(wrong)
    with pytest.raises(TokenGone):
        player.give(CompleteScope(player.token_at("a")))


def test_several_instances_of_an_activity_count_as_one():
    player = ad_hoc(user("a", inside=instances(inside=times(2))), condition="n = 2", n=0)
    choose(player, "a")
    player.give(CompleteUserTask(player.tokens("user-task")[0], {"n": 1}))
    assert player.waiting() == ["a", "a", "x"]
    player.give(CompleteUserTask(player.tokens("user-task")[0], {"n": 2}))
    assert player.state.status == "completed"


def test_a_condition_that_cannot_be_computed_holds_the_activity_that_was_done():
    endless = "count(for a in 1..900, b in 1..900, c in 1..900 return a) = 1"
    player = ad_hoc(TWO, condition=f"if ready then true else {endless}", ready=False)
    choose(player, "a")
    player.complete("a")
    assert player.tokens("incident") == [player.token_at("a")]
    player.give(SetVariables({"ready": True}))
    player.retry("a")
    assert player.state.status == "completed"


def test_a_boundary_event_takes_it_with_what_runs_inside():
    player = ad_hoc(TWO)
    choose(player, "a")
    player.fire("x", "b")
    assert (player.state.status, player.ledger.open) == ("completed", set())


def quantities(start, completion):
    task = f'<userTask id="x" kartabl:role="r" startQuantity="{start}" completionQuantity="{completion}"/>'
    return process(
        START_END + '<parallelGateway id="f"/><task id="a"/><task id="c"/>' + task + user("after"),
        "s>f", "f>a", "f>c", "a>x", "c>x", "x>after", "after>e",
    )  # fmt: skip


def test_an_activity_begins_when_it_has_as_many_tokens_as_it_takes():
    assert Player(quantities(2, 1)).waiting() == ["x"]
    assert Player(quantities(1, 1)).waiting() == ["x", "x"]
    stuck = Player(quantities(3, 1))
    assert (stuck.waiting(), stuck.state.status) == (["x", "x"], "active")


def test_it_gives_as_many_tokens_as_it_says():
    player = Player(quantities(2, 3))
    player.complete("x")
    assert player.waiting() == ["after"] * 3


def test_several_tokens_into_a_join_behind_count_one_a_round():
    task = '<task id="x" completionQuantity="2"/>'
    player = Player(process(
        START_END + '<parallelGateway id="f"/><parallelGateway id="j"/>' + task + user("u") + user("after"),
        "s>f", "f>x", "f>u", "x>j", "u>j", "j>after", "after>e",
    ))  # fmt: skip
    player.complete("u")
    assert player.waiting() == ["after", "j"]


def test_a_loop_back_gathers_its_tokens():
    task = '<userTask id="x" kartabl:role="r" completionQuantity="2"/>'
    gather = '<task id="g" startQuantity="2"/><exclusiveGateway id="m"/>'
    player = Player(process(
        START_END + gather + task + '<exclusiveGateway id="d" default="d_e"/>',
        "s>m", "m>x", "x>g", "g>d", ("d>m", "again"), "d>e",
    ))  # fmt: skip
    player.complete("x", {"again": True})
    assert player.waiting() == ["x"]
    player.complete("x", {"again": False})
    assert (player.state.status, player.entered().count("e")) == ("completed", 1)

"""Whether an instance can go over, and why not: pure, nothing is changed."""

from itertools import pairwise

import pytest

from engine.runtime.migration import group_of
from tests.unit.engine.bpmn.drawing import timer, user
from tests.unit.engine.runtime.migration.versions import codes, drawn, judged, migrate, versions
from tests.unit.engine.runtime.playing import Player

LOOP = (
    '<multiInstanceLoopCharacteristics isSequential="{}"><loopCardinality>3</loopCardinality>'
    "</multiInstanceLoopCharacteristics>"
)
HOUR, DAY = "<timeDuration>PT1H</timeDuration>", "<timeDuration>P1D</timeDuration>"


def straight(*nodes):
    """s → nodes → e."""
    ids = ["s", *nodes, "e"]
    return [f"{a}>{b}" for a, b in pairwise(ids)]


def at(element, node="u", new=None, new_node=None, **others):
    """A player waiting at ``element`` in the old version, and the new version."""
    old_process, new_process = versions(
        drawn(element, *straight(node)),
        drawn(new or element, *straight(*(new_node or node).split(">"))),
        **others,
    )
    return Player(old_process), new_process


def test_an_unchanged_place_is_safe_without_a_word():
    player, new = at(user("u"), new=user("u") + user("v"), new_node="u>v")
    assert judged(player, new) == []


def test_a_missing_node_is_a_choice_among_its_kind_new_ones_first():
    player, new = at(user("u"), new=user("other") + user("w"), new_node="other>w")
    (reason,) = judged(player, new)
    assert (reason.code, reason.group, reason.candidates) == (
        "node-missing",
        "needs-a-choice",
        ("other", "w"),
    )
    assert judged(player, new, {"u": "w"}) == []


def test_without_anything_of_its_kind_it_is_impossible():
    player, new = at(user("u"), new='<task id="t"/>', new_node="t")
    assert codes(judged(player, new)) == {("no-candidate", "u")}


def test_another_type_is_impossible():
    player, new = at(user("u"), new='<manualTask id="u"/>')
    assert codes(judged(player, new)) == {("node-type", "u")}
    assert group_of(judged(player, new)) == "impossible"


def test_another_nesting_is_impossible():
    inner = f'<subProcess id="sub"><startEvent id="a"/>{user("u")}<endEvent id="b"/>' + "".join(
        f'<sequenceFlow id="{f}" sourceRef="{f[0]}" targetRef="{f[1]}"/>' for f in ("au", "ub")
    )
    player, new = at(user("u"), new=inner + "</subProcess>", new_node="sub")
    assert codes(judged(player, new)) == {("nesting-changed", "u")}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (LOOP.format("false"), LOOP.format("false"), set()),
        (LOOP.format("false"), LOOP.format("true"), {("loop-changed", "u")}),
        (LOOP.format("false"), "", {("loop-changed", "u")}),
        ("", LOOP.format("false"), {("loop-changed", "u")}),
        (LOOP.format("false"), LOOP.format("false").replace(">3<", ">4<"), {("loop-told", "u")}),
    ],
)
def test_a_loop_under_way_keeps_its_kind(old, new, expected):
    player, process = at(user("u", inside=old), new=user("u", inside=new))
    assert codes(judged(player, process)) == expected


def test_changes_of_a_user_task_are_safe_and_told():
    old = user("u", 'kartabl:role="clerk" kartabl:formKey="a" kartabl:outcomes="yes no"')
    new = user("u", 'kartabl:role="chief" kartabl:formKey="b" kartabl:outcomes="yes" kartabl:due="P1D"')
    player, process = at(old, new=new)
    reasons = judged(player, process)
    assert codes(reasons) == {
        (code, "u") for code in ("form-changed", "role-changed", "outcomes-changed", "deadline-kept")
    }
    assert group_of(reasons) == "safe"


def test_what_cannot_be_evaluated_is_impossible():
    player, new = at(user("u"), new=user("u", 'kartabl:role="=nobody.knows"'))
    assert codes(judged(player, new)) >= {("cannot-evaluate", "u")}
    assert group_of(judged(player, new)) == "impossible"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", HOUR, {("timer-added", "u")}),
        (HOUR, "", {("timer-removed", "u")}),
        (HOUR, HOUR, set()),
        (HOUR, DAY, {("timer-changed", "u")}),
    ],
)
def test_timers_at_the_border_are_told(old, new, expected):
    def version(body):
        border = timer("t", "u", body) + '<task id="late"/>' if body else ""
        flows = ("t>late", "late>e") if body else ()
        return drawn(user("u") + border, "s>u", "u>e", *flows)

    before, after = versions(version(old), version(new))
    assert codes(judged(Player(before), after)) == expected


def test_an_open_call_of_a_connector_must_be_of_the_same():
    call = '<serviceTask id="u" kartabl:connector="{}"/>'
    player, new = at(call.format("sms.send"), new=call.format("mail.send"))
    assert codes(judged(player, new)) == {("connector-changed", "u")}
    player, new = at(call.format("sms.send"), new=call.format("sms.send"))
    assert judged(player, new) == []


def test_a_called_process_stays_where_it_is_and_no_other_may_be_called():
    call = '<callActivity id="u" calledElement="{}"/>'
    inside = drawn(user("w"), "s>w", "w>e")
    player, new = at(call.format("q"), new=call.format("q"), q=inside)
    assert codes(judged(player, new)) == {("called-process-stays", "u")}
    player, new = at(call.format("q"), new=call.format("r"), q=inside)
    assert codes(judged(player, new)) == {("called-process-changed", "u")}


def test_a_call_of_the_process_itself_stays_as_well():
    call, inside = '<callActivity id="{}" calledElement="p"/>', drawn(user("u"), "s>u", "u>e")
    player, new = at(call.format("u"), new=call.format("v"), new_node="v", p=inside)
    migrate(player, new, {"u": "v"})
    assert player.waiting() == ["u", "v"]
    player.complete("u", by="maryam")
    assert (player.state.status, player.state.completers) == ("completed", {"p/u": "maryam"})


def test_a_token_at_a_join_needs_the_way_it_came_by():
    def version(*ways):
        tasks = "".join(user(way) for way in ways)
        gates = '<parallelGateway id="g"/><parallelGateway id="j"/>'
        flows = [flow for way in ways for flow in (f"g>{way}", f"{way}>j")]
        return drawn(tasks + gates, "s>g", "j>e", *flows)

    old, new = versions(version("a", "b"), version("b", "c"))
    player = Player(old)
    player.complete("a")
    assert codes(judged(player, new)) == {("flow-missing", "j")}
    assert judged(player, new, {"a": "c"}) == []
    assert judged(player, new, {"a_j": "c_j"}) == []


def test_two_persons_must_not_become_one():
    def version(*ids):
        return drawn("".join(user(each) for each in ids), *straight(*ids))

    old, new = versions(version("a", "b", "c"), version("b", "c"))
    player = Player(old)
    player.complete("a", by="maryam")
    player.complete("b", by="ali")
    assert judged(player, new) == []
    assert codes(judged(player, new, {"a": "b"})) == {("completers-clash", "b")}

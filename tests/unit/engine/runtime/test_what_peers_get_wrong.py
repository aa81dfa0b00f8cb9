"""The wrong results of other engines that were measured (design: findings/viewflow.md), right here."""

from itertools import permutations

import pytest

from tests.unit.engine.bpmn.drawing import user
from tests.unit.engine.runtime.elements import START_END, process, scope
from tests.unit.engine.runtime.playing import Player

JOIN = '<parallelGateway id="j"/>'
ORDERS = ["".join(order) for order in permutations("abc")]


def tasks(names):
    return "".join(user(name) for name in names)


def inside_or_not(elements, *flows, nested):
    """The flows begin at "f" and end at "end"; in the process itself or in a sub-process."""
    if not nested:
        return process(START_END + elements + '<task id="end"/>', "s>f", "end>e", *flows)
    inner = '<startEvent id="xs"/><endEvent id="xe"/><task id="end"/>' + elements
    return process(START_END + scope("x", inner, "xs>f", "end>xe", *flows), "s>x", "x>e")


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_one_branch_reaches_the_join_and_another_ends_elsewhere_in_any_order(order, nested):
    elements = '<parallelGateway id="f"/>' + JOIN + tasks("abc") + '<endEvent id="n"/>'
    drawn = inside_or_not(elements, "f>a", "f>b", "f>c", "a>j", "b>j", "c>n", "j>end", nested=nested)
    player = Player(drawn)
    for name in order:
        player.complete(name)
    assert (player.state.status, player.entered().count("end")) == ("completed", 1)


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_a_split_within_a_split_may_lead_into_one_join(order, nested):
    elements = '<parallelGateway id="f"/><parallelGateway id="g"/>' + JOIN + tasks("abc")
    drawn = inside_or_not(elements, "f>g", "f>a", "g>b", "g>c", "a>j", "b>j", "c>j", "j>end", nested=nested)
    player = Player(drawn)
    for name in order:
        assert "end" not in player.entered()
        player.complete(name)
    assert (player.state.status, player.entered().count("end")) == ("completed", 1)


@pytest.mark.parametrize("nested", [False, True])
def test_an_exclusive_choice_into_a_parallel_join_waits_and_does_not_complete(nested):
    elements = '<exclusiveGateway id="f" default="f_b"/>' + JOIN + tasks("ab")
    drawn = inside_or_not(elements, ("f>a", "true"), "f>b", "a>j", "b>j", "j>end", nested=nested)
    player = Player(drawn)
    player.complete("a")
    assert (player.state.status, "j" in player.waiting()) == ("active", True)


@pytest.mark.parametrize("order", ORDERS)
def test_branches_completed_one_after_the_other_lose_no_data_and_go_on_once(order):
    elements = '<parallelGateway id="f"/>' + JOIN + tasks("abc")
    player = Player(inside_or_not(elements, "f>a", "f>b", "f>c", "a>j", "b>j", "c>j", "j>end", nested=True))
    for name in order:
        player.complete(name, {f"of_{name}": name})
    assert player.state.variables == {f"of_{name}": name for name in "abc"}
    assert (player.state.status, player.entered().count("e")) == ("completed", 1)


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("taken", ["a", "ab", "abc"])
def test_an_inclusive_join_waits_for_exactly_what_was_split(taken, order, nested):
    elements = '<inclusiveGateway id="f"/><inclusiveGateway id="j"/>' + tasks("abc")
    flows = [(f"f>{name}", f'contains(taken, "{name}")') for name in "abc"]
    drawn = inside_or_not(elements, *flows, "a>j", "b>j", "c>j", "j>end", nested=nested)
    player = Player(drawn, {"taken": taken})
    for name in (name for name in order if name in taken):
        assert "end" not in player.entered()
        player.complete(name)
    assert (player.state.status, player.entered().count("end")) == ("completed", 1)

"""Compensation and transactions (BPMN 10.7, 13.5.5): what was completed is undone, the last first, once."""

from decimal import Decimal
from itertools import pairwise

import pytest

from engine.runtime.triggers import BusinessErrorRaised, CompleteUserTask
from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import (
    START_END,
    around,
    boundary,
    call,
    event,
    event_scope,
    instances,
    mapping,
    process,
    processes,
    scope,
    times,
)
from tests.unit.engine.runtime.playing import Player


def undo(host, element=None):
    """A compensation boundary event at the host and its handler "undo_host"."""
    handler = element or script(f"undo_{host}", f'append(trace, "{host}")', "trace")
    handler = handler.replace(f'id="undo_{host}"', f'id="undo_{host}" isForCompensation="true"')
    at_border = boundary(f"b_{host}", host, "compensation")
    return (
        f'{at_border}{handler}<association id="undoes_{host}" sourceRef="b_{host}" targetRef="undo_{host}"/>'
    )


def done(node):
    return f'<task id="{node}"/>' + undo(node)


def throw(id="t", activity="", waits=True, kind="intermediateThrow"):
    at = f'activityRef="{activity}"' if activity else ""
    flag = "" if waits else 'waitForCompletion="false"'
    return f'<{kind}Event id="{id}"><compensateEventDefinition {at} {flag}/></{kind}Event>'


def line(*nodes, elements):
    return process(START_END + elements, *(f"{a}>{b}" for a, b in pairwise(nodes)))


def play(process_, **how):
    return Player(process_, {"trace": []}, **how)


def test_everything_completed_in_the_scope_is_undone_the_last_first_and_once():
    elements = done("a") + done("b") + throw() + throw("t2")
    player = play(line("s", "a", "b", "t", "t2", "e", elements=elements))
    assert (player.state.variables["trace"], player.state.status) == (["b", "a"], "completed")
    assert player.replayed() == player.state


def test_only_the_named_activity_is_undone_and_the_rest_may_be_later():
    elements = done("a") + done("b") + throw(activity="a") + throw("t2")
    player = play(line("s", "a", "b", "t", "t2", "e", elements=elements))
    assert player.state.variables["trace"] == ["a", "b"]


def test_two_compensations_of_one_event_are_both_done():
    two = '<intermediateThrowEvent id="t"><compensateEventDefinition activityRef="a"/>' \
          '<compensateEventDefinition activityRef="b"/></intermediateThrowEvent>'  # fmt: skip
    player = play(line("s", "a", "b", "t", "e", elements=done("a") + done("b") + two))
    assert (player.state.variables["trace"], player.state.status) == (["a", "b"], "completed")


def test_what_was_not_completed_is_not_undone():
    elements = '<parallelGateway id="f"/>' + user("a") + undo("a") + done("b") + throw()
    player = play(process(START_END + elements, "s>f", "f>a", "f>b", "a>e", "b>t", "t>e"))
    assert (player.state.variables["trace"], player.waiting()) == (["b"], ["a"])


def test_an_activity_done_twice_is_undone_twice():
    elements = done("a") + '<exclusiveGateway id="m"/>' + user("u") + throw()
    elements += '<exclusiveGateway id="g" default="g_t"/>'
    player = play(process(START_END + elements, "s>m", "m>a", "a>u", "u>g", ("g>m", "again"), "g>t", "t>e"))
    player.complete("u", {"again": True})
    player.complete("u", {"again": False})
    assert player.state.variables["trace"] == ["a", "a"]


@pytest.mark.parametrize("waits", [True, False])
def test_a_handler_that_waits_holds_the_thrower_only_when_it_waits_for_it(waits):
    elements = '<task id="a"/>' + undo("a", user("undo_a")) + throw(waits=waits) + user("after")
    player = play(line("s", "a", "t", "after", "e", elements=elements))
    assert ("after" in player.waiting()) is not waits
    if not waits:
        player.complete("after")
    assert player.state.status == "active"
    player.complete("undo_a")
    if waits:
        player.complete("after")
    assert (player.state.status, player.ledger.open) == ("completed", set())


@pytest.mark.parametrize("waits", [True, False])
def test_a_compensation_end_event_ends_the_case_when_all_is_undone(waits):
    elements = '<startEvent id="s"/><task id="a"/>' + undo("a", user("undo_a")) + throw("t", "", waits, "end")
    player = play(process(elements, "s>a", "a>t"))
    player.complete("undo_a")
    assert player.state.status == "completed"


def test_a_scope_without_handler_is_undone_by_what_was_done_inside_with_its_data_as_they_were():
    undo_b = script("undo_b", 'append(trace, "b" + string(n))', "trace")
    inside = done("a") + '<task id="b"/>' + undo("b", undo_b)
    x = scope("x", '<startEvent id="xs"/><endEvent id="xe"/>' + inside + mapping("input n 7"),
              "xs>a", "a>b", "b>xe")  # fmt: skip
    player = Player(line("s", "x", "c", "t", "e", elements=x + done("c") + throw()),
                    {"trace": [], "n": Decimal(1)})  # fmt: skip
    assert player.state.variables == {"trace": ["c", "b7", "a"], "n": 1}


def test_a_handler_at_its_border_undoes_a_scope_whole():
    x = around("x", '<task id="a"/>', "a", more=undo("a")) + undo("x")
    player = play(line("s", "x", "t", "e", elements=x + throw()))
    assert player.state.variables["trace"] == ["x"]


def compensating(id="h", inner=None):
    element = inner or script("w", 'append(trace, "h" + string(n))', "trace")
    name = "w" if inner is None else "t"
    return event_scope(id, "compensation", element, name)


def test_a_compensation_event_sub_process_undoes_its_scope_with_the_data_as_they_were():
    x = around("x", script("k", "{n: n + 1}"), "k", more=undo("k") + compensating() + mapping("input n 5"))
    player = Player(line("s", "x", "t", "e", elements=x + throw()), {"trace": [], "n": Decimal(1)})
    assert player.state.variables == {"trace": ["h6"], "n": 1}


def test_a_compensation_event_sub_process_may_undo_what_was_done_inside_its_scope():
    x = around("x", '<task id="a"/>', "a", more=undo("a") + compensating(inner=throw()))
    player = play(line("s", "x", "t2", "e", elements=x + throw("t2")))
    assert (player.state.variables["trace"], player.state.status) == (["a"], "completed")


@pytest.mark.parametrize("sequential", [True, False])
def test_each_instance_is_undone_with_its_own_data_the_last_first(sequential):
    loop = instances('kartabl:collection="=[1, 2, 3]" kartabl:elementVariable="n"', sequential=sequential)
    x = around("x", '<task id="a"/>', "a", more=loop + compensating())
    player = play(line("s", "x", "t", "e", elements=x + throw()))
    assert (player.state.variables["trace"], player.state.status) == (["h3", "h2", "h1"], "completed")


@pytest.mark.parametrize(
    "loop", [instances(inside=times(3)), '<standardLoopCharacteristics loopMaximum="3"/>']
)
def test_a_handler_at_the_border_of_a_loop_undoes_it_whole(loop):
    x = f'<task id="x">{loop}</task>' + undo("x")
    assert play(line("s", "x", "t", "e", elements=x + throw())).state.variables["trace"] == ["x"]


def test_what_was_done_in_each_instance_is_undone():
    x = around("x", '<task id="a"/>', "a", more=undo("a") + instances(inside=times(2)))
    player = play(line("s", "x", "t", "e", elements=x + throw()))
    assert player.state.variables["trace"] == ["a", "a"]


def test_a_called_process_is_undone_inside_with_its_own_data():
    undo_a = script("undo_a", "{left: n}")
    called = (START_END + script("a", "{n: 9}") + undo("a", undo_a), "s>a", "a>e")
    main = (START_END + call("x", inside=mapping("input n 1", "output m n")) + throw() + user("u"),
            "s>x", "x>t", "t>u", "u>e")  # fmt: skip
    player = Player(processes(main, q=called))
    assert player.state.variables == {"m": 9}
    assert player.waiting() == ["u"]


def test_a_user_task_of_a_handler_in_a_called_process_keeps_its_place():
    called = (START_END + '<task id="a"/>' + undo("a", user("undo_a")), "s>a", "a>e")
    player = Player(processes((START_END + call("x") + throw(), "s>x", "x>t", "t>e"), q=called))
    player.complete("undo_a", by="7")
    assert (player.state.status, player.state.completers) == ("completed", {"q/undo_a": "7"})


def transaction(*, b="", inner="", outer=""):
    ends = '<startEvent id="xs"/>' + event("end", "xe", "cancel")
    x = scope("x", ends + done("a") + (b or done("b")) + user("u") + inner, "xs>a", "a>b", "b>u", "u>xe",
              kind="transaction")  # fmt: skip
    caught = boundary("c", "x", "cancel") + user("after")
    return process(START_END + x + caught + outer, "s>x", "x>e", "c>after", "after>e")


def test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event():
    player = play(transaction())
    player.complete("u")
    assert (player.state.variables["trace"], player.waiting()) == (["b", "a"], ["after"])
    assert player.replayed() == player.state


def test_a_handler_that_waits_holds_the_transaction_until_all_is_undone():
    reminded = event_scope("h", "timer", user("v"), "v", interrupting=False)
    player = play(transaction(b='<task id="b"/>' + undo("b", user("undo_b")), inner=reminded))
    player.complete("u")
    assert (player.waiting(), player.state.variables["trace"]) == (["undo_b", "x"], [])
    player.complete("undo_b")
    assert (player.waiting(), player.state.variables["trace"]) == (["after"], ["a"])


def test_an_error_out_of_a_transaction_undoes_nothing():
    outer = boundary("z", "x", "error") + '<task id="hazard"/>'
    outer += '<sequenceFlow id="z_h" sourceRef="z" targetRef="hazard"/>'
    outer += '<sequenceFlow id="h_e" sourceRef="hazard" targetRef="e"/>'
    player = play(transaction(outer=outer))
    player.give(BusinessErrorRaised(player.token_at("u"), "E"))
    assert (player.state.variables["trace"], player.state.status) == ([], "completed")


def test_a_completed_transaction_can_be_undone_from_outside():
    x = around("x", '<task id="a"/>', "a", more=undo("a"), kind="transaction")
    player = play(line("s", "x", "t", "e", elements=x + throw()))
    assert player.state.variables["trace"] == ["a"]


def test_an_error_in_a_handler_goes_to_who_catches_it_and_ends_the_compensation():
    inner = done("a") + '<task id="b"/>' + undo("b", user("undo_b")) + throw()
    x = scope("x", '<startEvent id="xs"/><endEvent id="xe"/>' + inner, "xs>a", "a>b", "b>t", "t>xe")
    player = play(
        process(START_END + x + boundary("z", "x", "error") + user("c"), "s>x", "x>e", "z>c", "c>e")
    )
    player.give(BusinessErrorRaised(player.token_at("undo_b"), "E"))
    assert (player.waiting(), player.state.variables["trace"]) == (["c"], [])


def test_a_boundary_event_takes_a_compensation_under_way_with_it():
    x = around("x", '<task id="a"/>', "a", more=undo("a", user("undo_a")))
    inner = x + throw()
    outer = scope("o", '<startEvent id="os"/><endEvent id="oe"/>' + inner, "os>x", "x>t", "t>oe")
    player = play(process(START_END + outer + boundary("z", "o", "timer"), "s>o", "o>e", "z>e"))
    assert player.waiting() == ["o", "t", "undo_a"]
    player.fire("o", "z")
    assert (player.state.status, player.ledger.open) == ("completed", set())


def test_a_throw_event_in_an_event_sub_process_undoes_the_scope_it_belongs_to():
    sub = event_scope("h", "error", throw("t"), "t")
    x = scope("x", '<startEvent id="xs"/><endEvent id="xe"/>' + done("a") + user("u") + sub,
              "xs>a", "a>u", "u>xe")  # fmt: skip
    player = play(line("s", "x", "e", elements=x))
    player.give(BusinessErrorRaised(player.token_at("u"), "E"))
    assert (player.state.variables["trace"], player.state.status) == (["a"], "completed")


def test_a_handler_may_be_a_scope_of_several_instances():
    many = around("undo_a", user("v"), "v", more=instances(inside=times(2)))
    player = play(line("s", "a", "t", "e", elements='<task id="a"/>' + undo("a", many) + throw()))
    for token in player.tokens("user-task"):
        player.give(CompleteUserTask(token))
    assert player.state.status == "completed"

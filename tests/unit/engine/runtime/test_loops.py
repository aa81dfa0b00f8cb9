"""Loops and multi-instance activities (BPMN 10.3.8, 13.3.6, 13.3.7) on every kind of activity."""

from decimal import Decimal

import pytest

from engine.runtime import events
from engine.runtime.triggers import (
    BusinessErrorRaised,
    CalculatorReturned,
    CompleteUserTask,
    ConnectorReturned,
)
from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import (
    START_END,
    around,
    boundary,
    call,
    instances,
    mapping,
    process,
    processes,
    times,
)
from tests.unit.engine.runtime.playing import Player

COLLECT = (
    'kartabl:collection="=items" kartabl:elementVariable="item" '
    'kartabl:outputCollection="out" kartabl:outputElement="=r"'
)
ITEMS = {"items": [Decimal(3), Decimal(1), Decimal(2)]}


def one(element, *flows, more=""):
    return process(START_END + element + more, "s>x", "x>e", *flows)


def standard(attributes="", condition=""):
    inside = f"<loopCondition>{condition}</loopCondition>" if condition else ""
    return f"<standardLoopCharacteristics {attributes}>{inside}</standardLoopCharacteristics>"


COUNT = "<script>append(seen, loopCounter)</script>"
SEEN = 'scriptFormat="feel" kartabl:resultVariable="seen"'


@pytest.mark.parametrize(
    ("loop", "seen"),
    [
        (standard('loopMaximum="3"'), [1, 2, 3]),
        (standard('loopMaximum="2"', "true"), [1, 2]),
        (standard("", "loopCounter &lt; 3"), [1, 2, 3]),
        (standard('testBefore="true"', "loopCounter &lt; 3"), [1, 2]),
        (standard("", "false"), [1]),
        (standard('testBefore="true"', "false"), []),
        (standard('loopMaximum="5"', "count(seen) &lt; 4"), [1, 2, 3, 4]),
        (standard('loopMaximum="0"'), []),
    ],
)
def test_a_standard_loop_goes_round_as_often_as_it_says(loop, seen):
    player = Player(one(f'<scriptTask id="x" {SEEN}>{COUNT}{loop}</scriptTask>'), {"seen": []})
    assert (player.state.variables["seen"], player.state.status) == (seen, "completed")
    assert "loopCounter" not in player.state.variables


def test_a_loop_of_user_tasks_asks_again_until_the_answer_is_right():
    player = Player(one(user("x", inside=standard("", "not(ok)"))), {"ok": False})
    for ok in (False, False, True):
        player.complete_all("x", [{"ok": ok}])
    assert (player.state.status, player.entered().count("x")) == ("completed", 4)


def answer(asked, state):
    return CalculatorReturned(asked.token, {"r": asked.inputs["item"] * 10})


def finish_user_tasks(player):
    while player.tokens("user-task"):
        token = player.tokens("user-task")[-1]
        item = player.state.scopes[token].variables["item"]
        player.give(CompleteUserTask(token, {"r": item * 10}, by=str(item)))


def finish_connectors(player):
    while player.tokens("connector"):
        token = player.tokens("connector")[-1]
        player.give(ConnectorReturned(token, {"r": player.state.scopes[token].variables["item"] * 10}))


KINDS = {
    "script": (script("x", "item * 10", "r").replace("</scriptTask>", "{}</scriptTask>"), None),
    "calculator": ('<serviceTask id="x" kartabl:calculator="c">{}</serviceTask>', None),
    "connector": ('<serviceTask id="x" kartabl:connector="c">{}</serviceTask>', finish_connectors),
    "user task": ('<userTask id="x" kartabl:role="r">{}</userTask>', finish_user_tasks),
}


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_the_results_are_in_the_order_of_the_items_whatever_the_order_of_completion(kind, sequential):
    element, finish = KINDS[kind]
    player = Player(one(element.format(instances(COLLECT, sequential=sequential))), ITEMS, ask=answer)
    if finish:
        finish(player)
    assert player.state.variables == {**ITEMS, "out": [30, 10, 20]}
    assert player.state.status == "completed"
    assert player.replayed() == player.state


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("kind", ["sub-process", "call"])
def test_a_scope_for_each_item_gives_the_results_in_the_order_of_the_items(kind, sequential):
    loop = instances(COLLECT.replace("=r", "=item * 10"), sequential=sequential)
    if kind == "call":
        process_ = processes((START_END + call("x", inside=loop), "s>x", "x>e"),
                             q=(START_END + user("u"), "s>u", "u>e"))  # fmt: skip
    else:
        process_ = one(around("x", user("u"), "u", more=loop))
    player = Player(process_, ITEMS)
    while player.tokens("user-task"):
        player.give(CompleteUserTask(player.tokens("user-task")[-1]))
    assert player.state.variables == {**ITEMS, "out": [30, 10, 20]}


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("loop", [("kartabl:collection", "=[]"), None])
def test_no_instance_at_all_is_done_at_once_with_an_empty_collection(loop, sequential):
    attributes = 'kartabl:outputCollection="out" kartabl:outputElement="=r"'
    drawn = (
        instances(f'{loop[0]}="{loop[1]}" {attributes}', sequential=sequential)
        if loop
        else instances(attributes, times(0), sequential=sequential)
    )
    player = Player(one(user("x", inside=drawn) + boundary("b", "x", "timer"), "b>e"))
    assert (player.state.status, player.state.variables, player.effects) == ("completed", {"out": []}, [])


@pytest.mark.parametrize("value", [Decimal(-1), "three", Decimal("1.5"), None, True, Decimal(10) ** 9])
def test_what_is_no_number_of_instances_is_an_incident(value):
    player = Player(one(user("x", inside=instances(inside=times("n")))), {"n": value})
    [opened] = player.happened(events.IncidentOpened)
    assert opened.code in ("cardinality-invalid", "loop-too-large")
    assert len(player.state.tokens) == 1


def test_the_counters_are_seen_in_every_instance_and_by_the_completion_condition():
    condition = "<completionCondition>numberOfCompletedInstances = 2</completionCondition>"
    inside = instances(inside=times(4) + condition)
    names = ["numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances",
             "numberOfTerminatedInstances"]  # fmt: skip
    text = "[" + ", ".join([*names, "loopCounter"]) + "]"
    player = Player(one(around("x", script("t", text, "seen") + user("u"), "t", more=inside).replace(
        'sourceRef="t" targetRef="xe"', 'sourceRef="t" targetRef="u"')
        .replace("</subProcess>", '<sequenceFlow id="u_xe" sourceRef="u" targetRef="xe"/></subProcess>')))  # fmt: skip
    assert player.state.variables["seen"] == [4, 4, 0, 0, 4]
    player.give(CompleteUserTask(player.tokens("user-task")[0]))
    player.give(CompleteUserTask(player.tokens("user-task")[0]))
    assert (player.state.status, player.state.variables) == ("completed", {"seen": [4, 4, 0, 0, 4]})


def test_the_same_form_data_of_several_user_tasks_stay_apart_when_they_are_collected():
    player = Player(one(user("x", inside=instances(COLLECT))), ITEMS)
    player.complete_all("x", [{"r": "a"}, {"r": "b"}, {"r": "c"}])
    assert player.state.variables == {**ITEMS, "out": ["a", "b", "c"]}


@pytest.mark.parametrize("element", ["user task", "sub-process"])
def test_data_named_like_the_counter_do_not_confuse_the_loop(element):
    drawn = user("x", inside="{}") if element == "user task" else around("x", user("u"), "u", more="{}")
    player = Player(one(drawn.format(instances(COLLECT))), ITEMS)
    for token, data in zip(player.tokens("user-task"), ("text", None, Decimal(99)), strict=True):
        player.give(CompleteUserTask(token, {"r": token, "loopCounter": data}))
    assert player.state.status == "completed"
    assert len(player.state.variables["out"]) == 3


def test_instances_that_were_taken_away_leave_null_in_the_collection():
    condition = "<completionCondition>r = &quot;enough&quot;</completionCondition>"
    player = Player(one(user("x", inside=instances(COLLECT, condition))), ITEMS)
    player.give(CompleteUserTask(player.tokens("user-task")[1], {"r": "enough"}))
    assert (player.state.status, player.state.variables["out"]) == ("completed", [None, "enough", None])


@pytest.mark.parametrize("sequential", [True, False])
def test_an_error_in_one_instance_takes_the_whole_activity(sequential):
    loop = instances(COLLECT, sequential=sequential)
    player = Player(
        one(user("x", inside=loop) + boundary("b", "x", "error") + user("c"), "b>c", "c>e"), ITEMS
    )
    player.give(BusinessErrorRaised(player.tokens("user-task")[-1], "E"))
    assert player.waiting() == ["c"]
    assert "out" not in player.state.variables


def test_boundary_events_are_armed_once_for_all_instances():
    more = boundary("b", "x", "timer") + boundary("c", "x", "cycle", interrupting=False) + user("v")
    player = Player(one(user("x", inside=instances(inside=times(3))) + more, "b>e", "c>v", "v>e"))
    assert sum(kind == "timer" for kind, _, _ in player.ledger.open) == 2
    player.fire("x", "c")
    assert player.waiting().count("x") == 4
    player.fire("x", "b")
    assert player.waiting() == ["v"]


def test_instances_of_instances():
    inner = instances('kartabl:collection="=item" kartabl:elementVariable="deep" '
                      'kartabl:outputCollection="row" kartabl:outputElement="=deep + 1"')  # fmt: skip
    outer = instances('kartabl:collection="=items" kartabl:elementVariable="item" '
                      'kartabl:outputCollection="out" kartabl:outputElement="=row"')  # fmt: skip
    task = script("t", "null").replace("</scriptTask>", f"{inner}</scriptTask>")
    items = [[Decimal(1), Decimal(2)], [], [Decimal(5)]]
    player = Player(one(around("x", task, "t", more=outer + mapping("input row null"))), {"items": items})
    assert player.state.variables == {"items": items, "out": [[2, 3], [], [6]]}


@pytest.mark.parametrize("behavior", ["None", "One"])
@pytest.mark.parametrize("interrupting", [True, False])
def test_an_instance_that_is_done_throws_to_the_border(behavior, interrupting):
    reference = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}[behavior]
    loop = instances(f'behavior="{behavior}" {reference}="thrown"', times(3))
    more = boundary("b", "x", "signal", interrupting=interrupting) + script("v", "1")
    roots = '<signal id="sig" name="sig"/><signalEventDefinition id="thrown" signalRef="sig"/>'
    player = Player(
        process(START_END + user("x", inside=loop) + more, "s>x", "x>e", "b>v", "v>e", roots=roots)
    )
    for _ in range(1 if interrupting else 3):
        player.give(CompleteUserTask(player.tokens("user-task")[0]))
    expected = 1 if interrupting or behavior == "One" else 3
    assert (player.state.status, player.entered().count("v")) == ("completed", expected)


@pytest.mark.parametrize(("interrupting", "caught"), [(True, 1), (False, 2)])
def test_complex_behavior_throws_what_its_conditions_say(interrupting, caught):
    condition = "<condition>numberOfCompletedInstances &lt; 3</condition>"
    definition = (
        f'<complexBehaviorDefinition id="d">{condition}<event id="ev">'
        '<signalEventDefinition id="thrown" signalRef="sig"/></event></complexBehaviorDefinition>'
    )
    loop = instances('behavior="Complex"', times(3) + definition)
    more = boundary("b", "x", "signal", interrupting=interrupting) + script("v", "1")
    player = Player(one(user("x", inside=loop) + more, "b>v", "v>e"))
    for _ in range(3):
        if player.tokens("user-task"):
            player.give(CompleteUserTask(player.tokens("user-task")[0]))
    assert (player.state.status, player.entered().count("v")) == ("completed", caught)

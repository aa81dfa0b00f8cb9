"""Call activity (BPMN 10.3.6, 13.3.4): data, versions, events across the border, recursion."""

from decimal import Decimal
from itertools import pairwise

import pytest

from engine.runtime import events
from engine.runtime.commands import CreateUserTask
from engine.runtime.step import ProcessCall
from engine.runtime.triggers import (
    CalculatorReturned,
    ProcessFound,
    ResolveIncident,
    SetVariables,
    TechnicalErrorRaised,
)
from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import (
    START_END,
    boundary,
    call,
    event,
    event_scope,
    instances,
    mapping,
    processes,
)
from tests.unit.engine.runtime.playing import Player

TASK = (START_END + user("u"), "s>u", "u>e")


def one_call(inside="", attributes="", more="", flows=(), called=TASK):
    return processes(
        (START_END + call("x", inside=inside, attributes=attributes) + more, "s>x", "x>e", *flows), q=called
    )


def scripted(*texts):
    nodes = [f"t{number}" for number in range(len(texts))]
    chain = ["s", *nodes, "e"]
    elements = "".join(script(node, text) for node, text in zip(nodes, texts, strict=True))
    return (START_END + elements, *(f"{a}>{b}" for a, b in pairwise(chain)))


def test_without_mapping_the_called_process_sees_everything_and_gives_back_what_it_wrote():
    player = Player(one_call(called=scripted("{b: a + 1, c: 3}")), {"a": Decimal(1)})
    assert player.state.variables == {"a": 1, "b": 2, "c": 3}
    assert player.state.status == "completed"


def test_without_mapping_what_others_wrote_during_the_call_is_kept():
    process = processes(
        (
            START_END + '<parallelGateway id="f"/><parallelGateway id="j"/>' + call("x") + user("other"),
            "s>f", "f>x", "f>other", "x>j", "other>j", "j>e",
        ),
        q=TASK,
    )  # fmt: skip
    player = Player(process, {"n": "old"})
    player.complete("other", {"n": "new"})
    player.complete("u", {"mine": "x"})
    assert player.state.variables == {"n": "new", "mine": "x"}


def test_mapped_inputs_are_all_that_is_seen_and_mapped_outputs_all_that_comes_back():
    inside = mapping("input b a + 1", "output d c * 10")
    player = Player(
        one_call(inside, called=scripted("{c: b + (if a = null then 1 else 100)}")), {"a": Decimal(1)}
    )
    assert player.state.variables == {"a": 1, "d": 30}


def test_inner_writes_stay_inside_until_the_call_ends():
    player = Player(one_call(), {"a": "x"})
    player.give(SetVariables({"z": "outer"}))
    player.complete("u", {"a": "y"})
    assert player.state.variables == {"a": "y", "z": "outer"}


def test_the_ways_out_see_the_variables_of_the_caller():
    process = processes(
        (
            START_END + '<endEvent id="n"/>' + call("x", inside=mapping("input b 1", "output d b"))
            , "s>x", ("x>e", "outer = 1"), ("x>n", "not(outer = 1)"),
        ),
        q=TASK,
    )  # fmt: skip
    player = Player(process, {"outer": Decimal(1)})
    player.complete("u")
    assert player.entered()[-1] == "e"
    assert player.state.variables == {"outer": 1, "d": 1}


@pytest.mark.parametrize("sequential", [True, False])
def test_a_call_for_each_item_leaves_nothing_of_its_loop_behind(sequential):
    loop = instances(
        'kartabl:collection="=items" kartabl:elementVariable="item" kartabl:outputCollection="out" '
        'kartabl:outputElement="=double"',
        sequential=sequential,
    )
    player = Player(
        one_call(loop, called=scripted("{double: item * 2}")), {"items": [Decimal(1), Decimal(2)]}
    )
    assert player.state.variables == {"items": [1, 2], "out": [2, 4]}


def test_a_standard_loop_of_calls_asks_its_condition_about_the_variables_outside():
    loop = (
        '<standardLoopCharacteristics testBefore="true"><loopCondition>n &lt; 3</loopCondition>'
        "</standardLoopCharacteristics>"
    )
    inside = mapping("input m n", "output n m + 1") + loop
    player = Player(one_call(inside, called=scripted("null")), {"n": Decimal(0)})
    assert (player.state.status, player.state.variables) == ("completed", {"n": 3})


def latest(call_, state):
    assert isinstance(call_, ProcessCall)
    return ProcessFound(call_.token, "q@2")


def test_the_newest_version_is_asked_for_and_the_answer_recorded():
    process = one_call(attributes='kartabl:calledVersion="latest"')
    process.library.processes["q@2"] = processes((START_END + user("newer"), "s>newer", "newer>e"))
    player = Player(process, ask=latest)
    assert player.waiting() == ["newer", "x"]
    player.complete("newer")
    assert player.state.status == "completed"
    assert player.replayed() == player.state
    assert player.happened(events.ProcessCalled)[0].reference == "q@2"


def test_a_process_that_is_not_found_is_an_incident_and_is_asked_for_again():
    process = one_call(attributes='kartabl:calledVersion="latest"')
    player = Player(process, ask=lambda call_, state: TechnicalErrorRaised(call_.token, "process-missing"))
    assert player.happened(events.IncidentOpened)[0].code == "process-missing"
    player.ask = lambda call_, state: ProcessFound(call_.token, "q@1")
    player.retry("x")
    assert player.waiting() == ["u", "x"]


def test_a_cycle_of_calls_is_an_incident_once_it_is_too_deep():
    process = processes((START_END + call("x"), "s>x", "x>e"), q=(START_END + call("y", "p"), "s>y", "y>e"))
    player = Player(process)
    [opened] = player.happened(events.IncidentOpened)
    assert opened.code == "call-too-deep"
    player.give(ResolveIncident(opened.token))
    assert player.state.status == "completed"
    assert player.replayed() == player.state


@pytest.mark.parametrize(("thrown", "is_over"), [("error", True), ("escalation", False)])
def test_an_error_or_escalation_crosses_the_border_of_the_call(thrown, is_over):
    more = boundary("b", "x", thrown, interrupting=is_over) + user("caught")
    called = (START_END + event("intermediateThrow", "t", thrown) + user("v"), "s>t", "t>v", "v>e")
    if thrown == "error":
        called = ('<startEvent id="s"/>' + event("end", "t", thrown), "s>t")
    player = Player(one_call(more=more, flows=("b>caught", "caught>e"), called=called))
    assert player.waiting() == (["caught"] if is_over else ["caught", "v", "x"])


def test_a_terminate_end_event_ends_the_called_process_only():
    called = (
        '<startEvent id="s"/><parallelGateway id="f"/>' + user("a") + user("b") + event("end", "t", "terminate"),
        "s>f", "f>a", "f>b", "a>t", "b>t",
    )  # fmt: skip
    player = Player(one_call(more=user("after"), flows=("x>after", "after>e"), called=called))
    player.complete("a")
    assert player.waiting() == ["after"]


def test_an_event_sub_process_of_the_called_process_waits_with_its_data():
    sub = event_scope("h", "if n = 2", script("late", "{seen: n}"), "late", interrupting=False)
    called = (START_END + user("u") + sub, "s>u", "u>e")
    player = Player(one_call(mapping("input n 1", "output seen seen"), called=called), {"n": Decimal(2)})
    assert "late" not in player.entered()
    player.complete("u", {"n": Decimal(2)})
    assert player.state.variables == {"n": 2, "seen": 2}


def test_completers_inside_are_kept_under_the_key_of_their_process():
    first = user("u", 'kartabl:role="clerk"')
    second = user("v", 'kartabl:role="clerk" kartabl:distinctFrom="u"')
    player = Player(one_call(called=(START_END + first + second, "s>u", "u>v", "v>e")))
    player.complete("u", by="7")
    [created] = [effect for effect in player.effects if isinstance(effect, CreateUserTask)]
    assert (player.state.completers, created.distinct_from) == ({"q/u": "7"}, ("q/u",))


def test_a_process_that_calls_itself_keeps_the_completers_of_both_apart():
    again = '<exclusiveGateway id="g" default="g_e"/>' + user("u") + call("x", "p")
    process = processes((START_END + again, "s>u", "u>g", ("g>x", "not(deep = true)"), "g>e", "x>e"))
    player = Player(process)
    player.complete("u", {"deep": False}, by="1")
    player.complete("u", {"deep": True}, by="2")
    assert player.state.completers == {"u": "1", "p/u": "2"}


class Always:
    def evaluate_with_trace(self, name_or_id, inputs, now=None):
        return type("Result", (), {"value": "yes", "matched": {}})()


def test_a_decision_of_the_called_process_is_its_own():
    rule = '<businessRuleTask id="r" kartabl:decision="d" kartabl:resultVariable="ok"/>'
    process = one_call(called=(START_END + rule, "s>r", "r>e"))
    object.__setattr__(process.library.processes["q@1"], "decisions", {"d": Always()})
    assert Player(process).state.variables == {"ok": "yes"}


def test_a_failing_output_of_a_call_keeps_what_the_called_process_gave():
    endless = "count(for a in 1..900, b in 1..900, c in 1..900 return a)"
    inside = mapping("input a 1", f"output m if ready then n else {endless}")
    player = Player(one_call(inside, called=scripted('{n: "v"}')), {"ready": False})
    assert player.waiting() == ["x"]
    player.give(SetVariables({"ready": True}))
    player.retry("x")
    assert player.state.variables == {"ready": True, "m": "v"}


def test_what_an_operator_decides_for_a_call_goes_to_the_caller():
    player = Player(one_call(attributes='kartabl:calledVersion="latest"'),
                    ask=lambda call_, state: TechnicalErrorRaised(call_.token, "gone"))  # fmt: skip
    player.give(ResolveIncident(player.token_at("x"), {"n": "given"}))
    assert (player.state.status, player.state.variables) == ("completed", {"n": "given"})


def test_a_calculator_in_a_called_process_answers_into_it():
    called = (START_END + '<serviceTask id="c" kartabl:calculator="c"/>', "s>c", "c>e")
    process = one_call(mapping("input a 1", "output d got"), called=called)
    player = Player(process, ask=lambda asked, state: CalculatorReturned(asked.token, {"got": asked.inputs}))
    assert player.state.variables == {"d": {"a": 1}}

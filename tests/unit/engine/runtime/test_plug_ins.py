"""Service, script and business rule tasks: results, business errors that route, technical ones that wait."""

import importlib
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from engine.errors import DefinitionError, TokenGone, ValueUnsupported
from engine.runtime import InstanceState, bind_decisions, events, execute
from engine.runtime.commands import CancelConnector, CloseIncident, CreateUserTask, OpenIncident, RunConnector
from engine.runtime.triggers import (
    BusinessErrorRaised,
    CalculatorReturned,
    CancelInstance,
    ConnectorReturned,
    RetryIncident,
    SetVariables,
    Start,
    TechnicalErrorRaised,
)
from tests.unit.engine.bpmn.drawing import compiled, script, user
from tests.unit.engine.runtime.playing import NOW, Player

START_END = '<startEvent id="s"/><endEvent id="e"/>'
ERRORS = '<error id="err" errorCode="E1"/>'
CATCH = '<boundaryEvent id="b" attachedToRef="x">{}</boundaryEvent><task id="caught"/>'
CATCH_ONE = CATCH.format('<errorEventDefinition errorRef="err"/>')
CATCH_ALL = CATCH.format("<errorEventDefinition/>")


def service(attributes, inside="", more="", *flows):
    return compiled(
        START_END + f'<serviceTask id="x" {attributes}>{inside}</serviceTask>{more}',
        "s>x",
        "x>e",
        *flows,
        roots=ERRORS,
    )


def answering(value):
    return lambda call, state: CalculatorReturned(call.token, value)


def failing(call, state):
    return TechnicalErrorRaised(call.token, "calculator-failed", {"reason": "no"})


def refusing(code):
    return lambda call, state: BusinessErrorRaised(call.token, code, "words")


def mapping(text):
    return f"<extensionElements><kartabl:ioMapping>{text}</kartabl:ioMapping></extensionElements>"


def test_a_calculator_gets_all_variables_or_only_the_mapped_inputs():
    asked = []

    def ask(call, state):
        asked.append((call.calculator, call.inputs))
        return CalculatorReturned(call.token)

    Player(service('kartabl:calculator="c"'), {"a": 1}, ask=ask)
    inputs = mapping('<kartabl:input source="=a + 1" target="b"/>')
    Player(service('kartabl:calculator="c"', inputs), {"a": 1}, ask=ask)
    Player(service('kartabl:letter="=kind"', inputs), {"a": 1, "kind": "loan"}, ask=ask)
    assert asked == [("c", {"a": 1}), ("c", {"b": 2}), ("letters.issue", {"b": 2, "letter": "loan"})]


@pytest.mark.parametrize(
    ("attributes", "inside", "value", "expected"),
    [
        ("", "", {"n": Decimal(1)}, {"n": Decimal(1)}),
        ("", "", Decimal(1), {}),
        ('kartabl:resultVariable="r"', "", {"n": Decimal(1)}, {"r": {"n": Decimal(1)}}),
        ("", mapping('<kartabl:output source="=n" target="m"/>'), {"n": "v"}, {"m": "v"}),
        ('kartabl:resultVariable="r"', mapping('<kartabl:output source="=r" target="m"/>'), "v", {"m": "v"}),
    ],
)
def test_a_result_goes_flat_or_into_its_variable_or_through_the_mapping(attributes, inside, value, expected):
    player = Player(service(f'kartabl:calculator="c" {attributes}', inside), ask=answering(value))
    assert player.state.variables == expected
    assert player.state.status == "completed"


def test_a_failing_calculator_is_an_incident_and_a_retry_calls_it_again():
    player = Player(service('kartabl:calculator="c"'), {"kept": "x"}, ask=failing)
    assert [type(effect) for effect in player.effects] == [OpenIncident]
    assert player.state.variables == {"kept": "x"}
    player.ask = answering({"n": "ok"})
    player.give(RetryIncident(player.token_at("x")))
    assert player.effects == [CloseIncident(2)]
    assert (player.state.status, player.state.variables["n"]) == ("completed", "ok")
    assert player.replayed() == player.state


def test_a_result_that_cannot_be_stored_is_an_incident_and_not_a_lost_submission():
    player = Player(service('kartabl:calculator="c"'), ask=answering({"ratio": 0.5}))
    assert player.happened(events.IncidentOpened)[0].code == "value-unsupported"


def test_a_failing_output_keeps_the_result_and_the_retry_does_not_call_again():
    endless = "=count(for a in 1..900, b in 1..900, c in 1..900 return a)"
    inside = mapping(f'<kartabl:output source="=if ready then n else {endless[1:]}" target="m"/>')
    player = Player(service('kartabl:calculator="c"', inside), {"ready": False}, ask=answering({"n": "v"}))
    assert player.waiting() == ["x"]
    player.give(SetVariables({"ready": True}))
    player.give(RetryIncident(player.token_at("x")))
    assert player.state.variables["m"] == "v"
    assert len(player.happened(events.CalculatorCalled)) == 1


@pytest.mark.parametrize(("catch", "code"), [(CATCH_ONE, "E1"), (CATCH_ALL, "E1"), (CATCH_ALL, "other")])
def test_a_business_error_takes_the_way_of_the_event_that_catches_it(catch, code):
    process = service('kartabl:calculator="c"', "", catch, "b>caught", "caught>e")
    player = Player(process, ask=refusing(code))
    assert player.entered() == ["s", "x", "b", "caught", "e"]
    assert player.happened(events.ErrorRaised)[0].caught_by == "b"
    assert player.state.status == "completed"


def test_an_error_nobody_catches_terminates_the_instance_and_says_so():
    process = service('kartabl:calculator="c"', "", CATCH_ONE, "b>caught", "caught>e")
    player = Player(process, ask=refusing("other"))
    (raised,) = player.happened(events.ErrorRaised)
    assert (raised.error_code, raised.reason, raised.caught_by) == ("other", "words", "")
    assert (player.state.status, player.waiting()) == ("terminated", [])


def test_a_connector_waits_for_its_job_and_goes_on_with_the_result():
    player = Player(service('kartabl:connector="sms" kartabl:retries="5" kartabl:message="m"'), {"to": "x"})
    assert player.effects == [RunConnector(2, "x", "sms", {"to": "x", "message": "m"}, 5)]
    with pytest.raises(TokenGone):
        player.give(CalculatorReturned(2))
    with pytest.raises(ValueUnsupported):
        player.give(ConnectorReturned(2, {"ratio": 0.5}))
    player.give(ConnectorReturned(2, {"sent": True}))
    assert (player.state.variables["sent"], player.state.status) == (True, "completed")


def test_a_connector_given_up_is_an_incident_and_cancelling_the_instance_cancels_it():
    player = Player(service('kartabl:connector="sms"'))
    player.give(TechnicalErrorRaised(2, "gateway-down", {}))
    player.give(RetryIncident(2))
    assert [type(effect) for effect in player.effects] == [CloseIncident, RunConnector]
    player.give(CancelInstance("withdrawn"))
    assert player.effects == [CancelConnector(2)]
    assert player.happened(events.ProcessTerminated)[0].reason == "withdrawn"


def test_calls_of_parallel_branches_are_asked_in_token_order_unless_one_has_ended_the_other():
    process = compiled(
        '<startEvent id="s"/><endEvent id="e"><terminateEventDefinition/></endEvent><parallelGateway id="f"/>'
        '<serviceTask id="a" kartabl:calculator="a"/><serviceTask id="b" kartabl:calculator="b"/>' + user("u"),
        "s>f", "f>u", "f>a", "f>b", "u>e", "a>e", "b>e",
    )  # fmt: skip
    asked = []

    def ask(call, state):
        asked.append(call.calculator)
        return CalculatorReturned(call.token)

    player = Player(process, ask=ask)
    assert asked == ["a"]
    assert player.state.status == "terminated"
    assert player.effects == []  # the user task was created and closed within the command
    assert player.replayed() == player.state


def test_a_loop_without_a_wait_ends_in_an_incident_at_the_step_limit_even_across_calculators(monkeypatch):
    monkeypatch.setattr(importlib.import_module("engine.runtime.advance"), "STEP_LIMIT", 900)
    process = compiled(
        START_END + '<exclusiveGateway id="m"/><exclusiveGateway id="x" default="x_m"/>'
        '<serviceTask id="c" kartabl:calculator="c"/>',
        "s>m", "m>c", "c>x", ("x>e", "done"), "x>m",
    )  # fmt: skip
    calls = []

    def ask(call, state):
        calls.append(call)
        return CalculatorReturned(call.token)

    done = execute(process, InstanceState(), Start(), NOW, ask)
    (incident,) = [effect for effect in done.effects if isinstance(effect, OpenIncident)]
    assert incident.code == "step-limit"
    assert 295 < len(calls) < 305
    freed = execute(process, done.state, RetryIncident(incident.token), NOW, lambda call, state: CalculatorReturned(
        call.token, {"done": True}))  # fmt: skip
    assert freed.state.status == "completed"


def test_a_script_sets_its_variable_or_the_entries_of_its_context():
    process = compiled(
        START_END + script("x", "{a: n + 1, b: [n]}") + script("y", "a * 2", "double"), "s>x", "x>y", "y>e"
    )
    player = Player(process, {"n": Decimal(1)})
    assert player.state.variables == {"n": 1, "a": 2, "b": [1], "double": 4}
    assert [event.node for event in player.happened(events.ScriptEvaluated)] == ["x", "y"]


@dataclass
class Decided:
    value: object
    matched: dict = field(default_factory=lambda: {"eligible": [2]})


class Eligibility:
    def evaluate_with_trace(self, name_or_id, inputs, now=None):
        return Decided(inputs["age"] >= 18)


RULES = compiled(
    START_END + '<businessRuleTask id="x" kartabl:decision="eligible" kartabl:resultVariable="ok"/>',
    "s>x",
    "x>e",
)


def test_a_decision_is_evaluated_inside_and_its_rules_are_told():
    player = Player(bind_decisions(RULES, {"eligible": Eligibility()}), {"age": 20})
    (decided,) = player.happened(events.DecisionEvaluated)
    assert (decided.result, decided.matched, player.state.variables["ok"]) == (True, {"eligible": [2]}, True)


def test_a_missing_decision_is_told_at_binding():
    with pytest.raises(DefinitionError, match=r"unknown-decision.*eligible"):
        bind_decisions(RULES, {})


def test_a_decision_is_never_an_effect():
    assert not [effect for effect in Player(RULES, {"age": 1}).effects if isinstance(effect, CreateUserTask)]

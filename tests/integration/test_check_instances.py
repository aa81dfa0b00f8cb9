"""``check_instances`` finds every case that waits for nothing and every row that waits for nobody."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from engine import api
from engine.models import EventSubscription, Incident, Job, ProcessInstance, UserTask
from engine.plugins import calculator, connector
from engine.store.stored_waits import WaitingRows, faults_of, waits_at_joins_only
from tests.integration import event_processes as bpmn
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.processes import HEAD, SERVICE, TIMER

WAITING_JOIN = (
    HEAD
    + """<process id="waiting_join" isExecutable="true">
  <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="choice"/>
  <exclusiveGateway id="choice" default="f3"/>
  <sequenceFlow id="f2" sourceRef="choice" targetRef="join"><conditionExpression>1 = 2</conditionExpression>
  </sequenceFlow>
  <sequenceFlow id="f3" sourceRef="choice" targetRef="other"/>
  <scriptTask id="other" scriptFormat="feel"><script>1</script></scriptTask>
  <sequenceFlow id="f4" sourceRef="other" targetRef="join"/>
  <parallelGateway id="join"/><sequenceFlow id="f5" sourceRef="join" targetRef="end"/>
  <endEvent id="end"/></process></definitions>"""
)


def check() -> str:
    report = StringIO()
    call_command("check_instances", stdout=report)
    return report.getvalue()


@pytest.fixture
def cases(db: None, office: Any) -> None:
    """One case for every way to wait."""
    calculator("test.double")(lambda inputs: 1)
    connector("test.tell")(lambda inputs, context: None)
    for xml in (bpmn.AWAITS_PAID, bpmn.AWAITS_ALARM, TIMER, SERVICE):
        api.start(api.deploy(xml).key, {"order": "7", "amount": 1}, unit=UNIT, by=TEACHER)
    api.deploy(SERVICE.replace('"amount"', '"none"').replace('id="service"', 'id="failing"'))

    @calculator("test.double")
    def fail(inputs: dict[str, Any]) -> None:
        raise ZeroDivisionError

    api.start("failing", {}, unit=UNIT, by=TEACHER)


def test_cases_that_wait_as_they_should_are_no_fault(cases: None) -> None:
    assert check() == "5 running cases, 5 tokens, 0 waiting joins: nothing waits in vain\n"


def test_join_that_can_never_fire_is_told_and_no_fault(db: None, office: Any) -> None:
    case = api.start(api.deploy(WAITING_JOIN).key, {}, unit=UNIT, by=TEACHER)
    assert check().startswith(f"case {case.pk} waits at joins only")


BREAKS: dict[str, Callable[[], Any]] = {
    "waits for the message n1, which has no row": lambda: EventSubscription.objects.filter(
        name="paid"
    ).delete(),
    "waits for the signal n1, which has no row": lambda: EventSubscription.objects.filter(
        name="alarm"
    ).delete(),
    "waits for the timer late, which has no row": lambda: Job.objects.filter(kind="timer").delete(),
    "at wait waits as user-task and has no such row": lambda: UserTask.objects.update(state="completed"),
    "at tell waits as connector and has no such row": lambda: Job.objects.filter(kind="connector").delete(),
    "at reckon waits as incident and has no such row": lambda: Incident.objects.update(state="closed"),
    "a user-task row waits for token 99": lambda: UserTask.objects.update(token=99),
    "a connector row waits for token 99": lambda: Job.objects.filter(kind="connector").update(token=99),
    "the row of the message n1 of token 99 is waited for by nobody": lambda: EventSubscription.objects.filter(
        name="paid"
    ).update(token=99),
    "an incident is open at token 99": lambda: Incident.objects.update(token=99),
    "was set aside without an open incident": lambda: Job.objects.filter(kind="timer").update(state="failed"),
    "is over and token 2 still waits: message n1": lambda: ProcessInstance.objects.filter(
        definition__key="awaits_paid"
    ).update(state="completed"),
}


@pytest.mark.parametrize("fault", BREAKS)
def test_whatever_is_missing_or_left_over_is_named(cases: None, fault: str) -> None:
    BREAKS[fault]()
    report = StringIO()
    with pytest.raises(CommandError, match="faults"):
        call_command("check_instances", stdout=report)
    assert fault in report.getvalue()


def faults(*tokens: dict[str, Any], **found: Any) -> list[str]:
    state = {"tokens": [{"node": "a", **token} for token in tokens]}
    return list(faults_of(state, WaitingRows(**found), frozenset({"people_choose"})))


def test_states_in_which_no_token_can_stay_are_faults() -> None:
    assert faults() == ["is active without a token"]
    for state in ("ready", "calculator", "a state to come"):
        (fault,) = faults({"id": 1, "state": state})
        assert state in fault
    assert faults({"id": 1, "state": "event", "catches": []}) == ["token 1 at a waits for nothing"]


def test_holders_hold_a_token_or_wait_for_a_choice() -> None:
    inner = {"id": 2, "state": "join", "scope": 1}
    for state in ("scope", "loop", "compensation"):
        assert faults({"id": 1, "state": state}) == [f"token 1 at a ({state}) holds no token"]
        assert faults({"id": 1, "state": state}, inner) == []
    assert faults({"id": 1, "state": "scope", "node": "people_choose"}) == []


def test_conditions_have_no_rows_and_what_has_happened_neither() -> None:
    catches = [["a", "condition"], ["a#1", "signal", None, True], ["a#2", "message", "7"]]
    token = {"id": 1, "state": "event", "catches": catches}
    assert faults(token, waits={(1, "a#2", "message")}) == []
    assert faults({**token, "catches": catches[:1]}) == []
    assert faults({**token, "catches": catches[1:2]}) == ["token 1 at a waits for nothing"]


def test_only_joins_wait_for_what_may_never_come() -> None:
    joins = [{"id": 1, "state": "scope"}, {"id": 2, "state": "join"}, {"id": 3, "state": "reset"}]
    assert waits_at_joins_only({"tokens": joins})
    assert not waits_at_joins_only({"tokens": joins, "scopes": [[0, {"catches": [["a", "signal"]]}]]})
    assert not waits_at_joins_only({"tokens": [*joins, {"id": 4, "state": "user-task"}]})

"""Timers, connectors and incidents: nothing runs twice, nothing is lost, a failure waits for an operator."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import api, clock
from engine.jobs import claiming, execution
from engine.models import Incident, Job, ProcessInstance, UserTask
from engine.plugins import ConnectorContext, calculator, connector
from tests.integration.conftest import EXPERT, TEACHER, UNIT
from tests.integration.processes import SERVICE, TIMER

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)
calls: list[str] = []
failing: dict[str, int] = {"double": 0, "tell": 0}


@pytest.fixture(autouse=True)
def plugins() -> None:
    calls.clear()
    failing.update(double=0, tell=0)

    @calculator("test.double")
    def double(inputs: dict[str, Any]) -> Any:
        if failing["double"]:
            failing["double"] -= 1
            raise ZeroDivisionError
        return inputs["amount"] * 2

    @connector("test.tell")
    def tell(inputs: dict[str, Any], context: ConnectorContext) -> dict[str, Any]:
        calls.append(context.idempotency_key)
        if failing["tell"]:
            failing["tell"] -= 1
            raise ConnectionError
        return {"told": True}


def test_interrupting_timer_cancels_user_task(db: None, office: Any) -> None:
    with clock.travel(MONDAY):
        api.deploy(TIMER)
        started = api.start("timer", {}, unit=UNIT, by=TEACHER)
        assert api.run_due_jobs() == 0
    with clock.travel(MONDAY + timedelta(hours=1)):
        assert api.run_due_jobs() == 1
    assert UserTask.objects.get(instance=started).state == "cancelled"
    assert api.instance_state(started.pk) == "completed"
    assert api.instance_variables(started.pk) == {"was_late": True}


def test_completed_user_task_takes_its_timer_away(db: None, office: Any) -> None:
    api.deploy(TIMER)
    started = api.start("timer", {}, unit=UNIT, by=TEACHER)
    api.complete(UserTask.objects.get(instance=started).pk, {}, by=EXPERT)
    assert not Job.objects.exists()


def test_timer_claimed_before_the_user_task_was_completed_does_nothing(db: None, office: Any) -> None:
    with clock.travel(MONDAY):
        api.deploy(TIMER)
        started = api.start("timer", {}, unit=UNIT, by=TEACHER)
    with clock.travel(MONDAY + timedelta(hours=2)):
        job = claiming.claim_next(clock.now(), clock.now())
        assert job is not None
        api.complete(UserTask.objects.get(instance=started).pk, {}, by=EXPERT)
        execution.execute(job)
    assert UserTask.objects.get(instance=started).state == "completed"


def test_calculator_and_connector_run_in_turn(db: None, office: Any) -> None:
    api.deploy(SERVICE)
    started = api.start("service", {"amount": 21}, unit=UNIT, by=TEACHER)
    assert api.instance_state(started.pk) == "active"
    api.run_due_jobs()
    assert api.instance_state(started.pk) == "completed"
    assert api.instance_variables(started.pk)["doubled"] == 42
    assert len(calls) == 1


def test_failing_calculator_keeps_the_submission_and_opens_an_incident(db: None, office: Any) -> None:
    failing["double"] = 1
    api.deploy(SERVICE)
    started = api.start("service", {"amount": 21}, unit=UNIT, by=TEACHER)
    assert api.instance_state(started.pk) == "incident"
    assert api.instance_variables(started.pk)["amount"] == 21
    api.retry(Incident.objects.get(instance=started).pk, by=None)
    api.run_due_jobs()
    assert api.instance_state(started.pk) == "completed"


def test_failing_connector_is_retried_with_the_same_idempotency_key(db: None, office: Any) -> None:
    failing["tell"] = 1
    with clock.travel(MONDAY):
        api.deploy(SERVICE)
        started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
        api.run_due_jobs()
        assert api.instance_state(started.pk) == "active"
    with clock.travel(MONDAY + timedelta(minutes=1)):
        api.run_due_jobs()
    assert api.instance_state(started.pk) == "completed"
    assert len(calls) == 2
    assert len(set(calls)) == 1


def test_connector_that_fails_to_the_last_becomes_an_incident_and_can_be_retried(
    db: None, office: Any
) -> None:
    failing["tell"] = 3
    api.deploy(SERVICE)
    with clock.travel(MONDAY):
        started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    for hour in range(1, 4):
        with clock.travel(MONDAY + timedelta(hours=hour)):
            api.run_due_jobs()
    assert api.instance_state(started.pk) == "incident"
    api.retry(Incident.objects.get(instance=started, state="open").pk, by=None)
    api.run_due_jobs()
    assert api.instance_state(started.pk) == "completed"


def test_worker_whose_lease_ran_out_cannot_write_its_late_result(db: None, office: Any) -> None:
    with clock.travel(MONDAY):
        api.deploy(SERVICE)
        started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
        slow = claiming.claim_next(clock.now(), clock.now())
        assert slow is not None
    with clock.travel(MONDAY + timedelta(minutes=10)):
        api.run_due_jobs()
        seq = ProcessInstance.objects.get(pk=started.pk).history_seq
        execution.execute(slow)
    assert ProcessInstance.objects.get(pk=started.pk).history_seq == seq
    assert api.instance_state(started.pk) == "completed"

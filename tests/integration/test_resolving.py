"""An operator lets a case go on past what failed, with the result that it should have had."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import api, clock, queries
from engine.actor import Actor
from engine.errors import Conflict, InstanceSuspended, NotFound
from engine.history.verification import verify
from engine.jobs import execution
from engine.models import Incident, Job, ProcessInstance, UserTask
from engine.plugins import calculator, connector
from engine.store.replaying import replay_case
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.processes import SERVICE, TWO_STEPS

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)
BOSS = Actor("boss")


@pytest.fixture
def failing(db: None, office: Any) -> dict[str, bool]:
    """Which of the two plug-ins of the process fail."""
    fails = {"double": False, "tell": False}

    @calculator("test.double")
    def double(inputs: dict[str, Any]) -> Any:
        if fails["double"]:
            raise ZeroDivisionError
        return inputs["amount"] * 2

    @connector("test.tell")
    def tell(inputs: dict[str, Any], context: Any) -> None:
        if fails["tell"]:
            raise ConnectionError

    api.deploy(SERVICE)
    return fails


def fail_to_the_last() -> ProcessInstance:
    with clock.travel(MONDAY):
        started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    for hour in range(1, 4):
        with clock.travel(MONDAY + timedelta(hours=hour)):
            api.run_due_jobs()
    return started


def test_failed_calculator_is_taken_as_done_with_the_given_result(failing: dict[str, bool]) -> None:
    failing["double"] = True
    started = api.start("service", {"amount": 21}, unit=UNIT, by=TEACHER)
    incident = Incident.objects.get(instance=started)
    api.resolve(incident.pk, by=BOSS, data={"doubled": 42})
    api.run_due_jobs()
    assert api.instance_state(started.pk) == "completed"
    assert api.instance_variables(started.pk)["doubled"] == 42
    incident.refresh_from_db()
    assert incident.state == "closed"
    told = [view for view in queries.history(started) if view.command == "resolve"]
    assert [view.actor for view in told] == ["boss"]
    assert verify().faults == []
    stored = ProcessInstance.objects.get(pk=started.pk)
    assert replay_case(stored).variables == stored.values
    with pytest.raises(Conflict):
        api.resolve(incident.pk, by=BOSS)


def test_failed_connector_is_taken_as_done(failing: dict[str, bool]) -> None:
    failing["tell"] = True
    started = fail_to_the_last()
    incident = Incident.objects.get(instance=started)
    assert incident.code == "connector-failed"
    api.resolve(incident.pk, by=BOSS)
    assert api.instance_state(started.pk) == "completed"
    assert not Job.objects.exists()


def test_job_set_aside_is_taken_as_done_and_gone(
    failing: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: Any, **__: Any) -> None:
        raise ArithmeticError

    started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    with monkeypatch.context() as patch:
        patch.setattr(execution, "_call_connector", explode)
        api.run_due_jobs()
    incident = Incident.objects.get(instance=started)
    assert (incident.code, Job.objects.get().state) == ("job-failed", "failed")
    api.resolve(incident.pk, by=BOSS, data={"told": True})
    assert api.instance_state(started.pk) == "completed"
    assert not Job.objects.exists()
    assert not Incident.objects.filter(state="open").exists()


def test_step_that_nobody_may_do_is_taken_as_done(db: None, organisation: Any) -> None:
    api.deploy(TWO_STEPS)
    started = api.start("two_steps", {}, unit=UNIT, by=TEACHER)
    incident = Incident.objects.get(instance=started, state="open")
    assert incident.code == "no-candidate"
    api.resolve(incident.pk, by=BOSS, data={"outcome": "reject"})
    assert api.instance_state(started.pk) == "completed"
    assert UserTask.objects.get(instance=started).state == "cancelled"
    assert not Incident.objects.filter(state="open").exists()


def test_nothing_is_resolved_in_a_suspended_case_or_without_an_incident(failing: dict[str, bool]) -> None:
    failing["double"] = True
    started = api.start("service", {"amount": 21}, unit=UNIT, by=TEACHER)
    api.suspend(started.pk, by=BOSS, reason="wait")
    with pytest.raises(InstanceSuspended):
        api.resolve(Incident.objects.get(instance=started).pk, by=BOSS)
    with pytest.raises(NotFound):
        api.resolve(987654, by=BOSS)

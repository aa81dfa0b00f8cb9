"""Timers that begin cases: scheduled by the deployment, repeated, withdrawn by a newer version."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import api, clock
from engine.errors import DefinitionError, StartRefused
from engine.jobs import claiming, execution
from engine.models import Job, ProcessInstance
from engine.plugins import instance_hooks, start_guard
from tests.integration import event_processes as bpmn

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def run_at(moment: datetime) -> int:
    with clock.travel(moment):
        return api.run_due_jobs()


def deploy(xml: str) -> Any:
    with clock.travel(MONDAY):
        return api.deploy(xml)


def test_cycle_begins_as_many_cases_as_it_says(db: None, office: Any) -> None:
    deploy(bpmn.HOURLY_TWICE)
    assert [run_at(MONDAY + HOUR * hours) for hours in (0, 1, 1.5, 2, 3, 4)] == [0, 1, 0, 1, 0, 0]
    assert ProcessInstance.objects.count() == 2
    assert not Job.objects.filter(kind="start-timer").exists()


def test_missed_occurrences_of_a_cycle_begin_one_case(db: None, office: Any) -> None:
    deploy(bpmn.HOURLY_TWICE.replace("R2/", "R/"))
    assert run_at(MONDAY + HOUR * 5.5) == 1
    job = Job.objects.get(kind="start-timer")
    assert (job.due, job.attempts, job.state) == (MONDAY + HOUR * 6, 0, "ready")


def test_date_begins_one_case_and_one_that_has_passed_none(db: None, office: Any) -> None:
    deploy(bpmn.ON_A_DAY)
    assert run_at(MONDAY + HOUR * 24) == 1
    with clock.travel(MONDAY + HOUR * 25):
        api.deploy(bpmn.ON_A_DAY.replace("f1", "f11"))
    assert not Job.objects.filter(kind="start-timer").exists()
    assert ProcessInstance.objects.count() == 1


def test_newer_version_takes_the_timers_of_the_older_one_away(db: None, office: Any) -> None:
    deploy(bpmn.HOURLY_TWICE)
    newest = deploy(bpmn.HOURLY_TWICE.replace("f1", "f11"))
    assert run_at(MONDAY + HOUR) == 1
    assert ProcessInstance.objects.get().definition == newest


def test_start_timer_claimed_before_it_was_withdrawn_does_nothing(db: None, office: Any) -> None:
    deploy(bpmn.HOURLY_TWICE)
    with clock.travel(MONDAY + HOUR):
        job = claiming.claim_next(clock.now(), clock.now())
        assert job is not None
        deploy(bpmn.HOURLY_TWICE.replace("f1", "f11"))
        execution.execute(job)
    assert not ProcessInstance.objects.exists()


def test_refused_start_does_not_end_the_cycle(db: None, office: Any) -> None:
    @start_guard
    def refuse(*_: Any, **__: Any) -> None:
        raise StartRefused(reason="full")

    deploy(bpmn.HOURLY_TWICE)
    try:
        run_at(MONDAY + HOUR)
    finally:
        instance_hooks._guards.remove(refuse)
    assert run_at(MONDAY + HOUR * 2) == 1
    assert ProcessInstance.objects.count() == 1


def test_failing_start_is_tried_again_and_keeps_its_cycle(
    db: None, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(bpmn.HOURLY_TWICE)
    with monkeypatch.context() as patch:
        patch.setattr("engine.store.starting.new_tracking_code", lambda: [][1])
        assert run_at(MONDAY + HOUR) == 1
    assert not ProcessInstance.objects.exists()
    assert run_at(MONDAY + HOUR * 1.1) == 1
    assert ProcessInstance.objects.count() == 1
    assert Job.objects.get(kind="start-timer").due == MONDAY + HOUR * 2


def test_value_that_is_no_time_is_refused_with_the_deployment(db: None) -> None:
    with pytest.raises(DefinitionError):
        deploy(bpmn.HOURLY_TWICE.replace("R2/PT1H", "every hour"))


def moments(cycle: str, count: int) -> list[datetime]:
    """When the first cases begin."""
    deploy(bpmn.HOURLY_TWICE.replace("R2/PT1H", cycle))
    found = []
    for _ in range(count):
        job = Job.objects.filter(kind="start-timer").first()
        if job is None:
            break
        found.append(job.due)
        run_at(job.due)
    assert ProcessInstance.objects.count() == len(found)
    return found


def test_crontab_line_begins_cases_in_the_time_of_the_place(
    db: None, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(office), "time_zone", lambda self, unit: "Asia/Tehran")
    half_past_four = MONDAY.replace(hour=4, minute=30)  # eight o'clock in Tehran
    assert moments("0 8 * * *", 2) == [half_past_four + timedelta(days=days) for days in (1, 2)]


@pytest.mark.parametrize(
    ("begin", "hours"), [("10:00:00Z", (1, 2)), ("08:30:00Z", (0.5,)), ("07:00:00Z", ())]
)
def test_cycle_goes_on_from_its_own_first_moment(
    db: None, office: Any, begin: str, hours: tuple[float, ...]
) -> None:
    assert moments(f"R2/2031-03-03T{begin}/PT1H", 3) == [MONDAY + HOUR * each for each in hours]

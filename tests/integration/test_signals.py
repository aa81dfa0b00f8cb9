"""Signals reach everybody who waits, in every case, and begin cases; each case in a transaction of its own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import api, clock
from engine.jobs import claiming, execution
from engine.models import EventSubscription, Job, ProcessInstance
from tests.integration import event_processes as bpmn
from tests.integration.conftest import TEACHER, UNIT


def waiting(count: int) -> list[int]:
    api.deploy(bpmn.AWAITS_ALARM)
    return [api.start("awaits_alarm", {}, unit=UNIT, by=TEACHER).pk for _ in range(count)]


def test_signal_reaches_all_who_wait(db: None, office: Any) -> None:
    cases = waiting(3)
    api.broadcast("alarm", {"floor": 2})
    assert Job.objects.count() == 3
    assert api.run_due_jobs() == 3
    assert {api.instance_state(case) for case in cases} == {"completed"}
    assert [api.instance_variables(case) for case in cases] == [{"floor": 2}] * 3
    assert not EventSubscription.objects.exists()


def test_signal_is_not_kept_for_who_comes_later(db: None, office: Any) -> None:
    api.broadcast("alarm")
    (case,) = waiting(1)
    assert api.run_due_jobs() == 0
    assert api.instance_state(case) == "active"


def test_signal_that_a_case_throws_reaches_the_others(db: None, office: Any) -> None:
    cases = waiting(2)
    api.deploy(bpmn.THROWS_ALARM)
    thrower = api.start("throws_alarm", {}, unit=UNIT, by=TEACHER).pk
    assert api.run_due_jobs() == 2
    assert {api.instance_state(case) for case in [*cases, thrower]} == {"completed"}


def test_signal_for_one_who_was_cancelled_does_nothing(db: None, office: Any) -> None:
    (case,) = waiting(1)
    api.broadcast("alarm")
    api.cancel(case, by=None, reason="test")
    seq = ProcessInstance.objects.get().history_seq
    api.run_due_jobs()
    assert ProcessInstance.objects.get().history_seq == seq


def test_signal_begins_a_case_of_the_newest_version(db: None, office: Any) -> None:
    api.deploy(bpmn.BEGUN_BY_ALARM)
    newest = api.deploy(bpmn.BEGUN_BY_ALARM.replace("f1", "f11"))
    api.broadcast("alarm", {"floor": 2}, unit=UNIT)
    assert api.run_due_jobs() == 1
    case = ProcessInstance.objects.get()
    assert (case.definition, case.unit_path, case.values["floor"]) == (newest, UNIT, 2)


@pytest.mark.parametrize("extra", [0, 30])
def test_statements_of_a_broadcast_do_not_grow_with_who_waits(
    db: None, office: Any, django_assert_max_num_queries: Any, extra: int
) -> None:
    waiting(1 + extra)
    with django_assert_max_num_queries(6):
        api.broadcast("alarm")
    assert Job.objects.count() == 1 + extra


def test_suspended_case_hears_the_signal_when_it_goes_on(db: None, office: Any) -> None:
    before, after = waiting(2)
    api.suspend(before, by=None, reason="test")
    api.broadcast("alarm")
    api.suspend(after, by=None, reason="test")
    assert api.run_due_jobs() == 0
    for case in (before, after):
        api.resume(case, by=None)
    assert api.run_due_jobs() == 2
    assert {api.instance_state(case) for case in (before, after)} == {"completed"}


def test_start_by_signal_whose_lease_ran_out_does_nothing(db: None, office: Any) -> None:
    monday = datetime(2031, 3, 3, 9, tzinfo=UTC)
    with clock.travel(monday):
        api.deploy(bpmn.BEGUN_BY_ALARM)
        api.broadcast("alarm", unit=UNIT)
        slow = claiming.claim_next(clock.now(), clock.now())
        assert slow is not None
    with clock.travel(monday + timedelta(minutes=10)):
        assert api.run_due_jobs() == 1
        execution.execute(slow)
    assert ProcessInstance.objects.count() == 1

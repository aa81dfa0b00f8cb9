"""Jobs that are claimed together: each keeps its own lease, and what is not begun is given back."""

from datetime import UTC, datetime, timedelta
from typing import Any

from engine import api, clock
from engine.jobs import claiming
from engine.jobs.execution import execute
from engine.jobs.executor import run_due_jobs
from engine.models import Job, ProcessInstance
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.processes import TIMER

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)


def test_stopping_worker_gives_back_what_it_has_claimed_at_once(db: None, office: Any) -> None:
    with clock.travel(MONDAY):
        api.deploy(TIMER)
        cases = [api.start("timer", {}, unit=UNIT, by=TEACHER).pk for _ in range(5)]
    with clock.travel(MONDAY + timedelta(hours=2)):
        answers = iter([False, False, True])
        assert run_due_jobs(is_stopping=lambda: next(answers)) == 2
        left = Job.objects.order_by("id")
        assert [(job.instance_id, job.state, job.attempts, job.lease_until) for job in left] == [
            (case, "ready", 0, None) for case in cases[2:]
        ]
        assert run_due_jobs() == 3


def test_late_result_of_a_job_claimed_with_others_changes_nothing(db: None, office: Any) -> None:
    with clock.travel(MONDAY):
        api.deploy(TIMER)
        for _ in range(3):
            api.start("timer", {}, unit=UNIT, by=TEACHER)
    with clock.travel(MONDAY + timedelta(hours=2)):
        slow = claiming.claim_some(clock.now(), clock.now())
        assert len(slow) == 3
        assert claiming.claim_some(clock.now(), clock.now()) == []
    with clock.travel(MONDAY + timedelta(hours=2) + 2 * claiming.LEASE):
        again = claiming.claim_some(clock.now(), clock.now())
        assert [job.id for job in again] == [slow[0].id]  # whose worker was lost is claimed alone
        for job in slow:
            execute(job)
        assert {case.state for case in ProcessInstance.objects.all()} == {"active", "completed"}
        claiming.give_back(slow)
        assert Job.objects.get().state == "running"
        execute(again[0])
    assert {case.state for case in ProcessInstance.objects.all()} == {"completed"}

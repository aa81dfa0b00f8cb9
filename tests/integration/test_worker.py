"""The worker outlives whatever a job does: a poisoned job waits for an operator, the others go on."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from engine import api, clock
from engine.jobs import claiming, executor
from engine.jobs.executor import Executor, run_due_jobs
from engine.models import Artifact, Incident, Job, ProcessInstance, UserTask
from engine.plugins import (
    ConnectorContext,
    calculator,
    connector,
    instance_hooks,
    on_ended,
)
from engine.store.transactions import in_transaction
from tests.integration.conftest import EXPERT, TEACHER, UNIT
from tests.integration.processes import SERVICE, TIMER, TWO_STEPS

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def poison(db: None, office: Any) -> Iterator[list[str]]:
    """Ends of these process keys fail, as a fault in a domain's hook would make them."""
    keys: list[str] = []

    @on_ended
    def fail(instance_id: int, *, state: str, process_key: str, business_key: str) -> None:
        if process_key in keys:
            raise LookupError(process_key)

    yield keys
    instance_hooks._ended_hooks.remove(fail)


def write() -> None:
    """A row that there can be only once."""
    Artifact.objects.create(kind=Artifact.Kind.LETTER, key="x", version=1, sha256="", content="")


@pytest.fixture
def told() -> dict[str, Any]:
    """Calculator and connector of SERVICE, failing as ``told["error"]`` says."""
    told: dict[str, Any] = {"error": None, "result": 1}

    @calculator("test.double")
    def double(inputs: dict[str, Any]) -> Any:
        if told.get("writes"):
            write()
        return told["result"]

    @connector("test.tell")
    def tell(inputs: dict[str, Any], context: ConnectorContext) -> None:
        if told["error"]:
            raise told["error"]

    return told


def overdue() -> ProcessInstance:
    """A case whose timer falls due at ten on Monday."""
    api.deploy(TIMER)
    with clock.travel(MONDAY):
        return api.start("timer", {}, unit=UNIT, by=TEACHER)


def test_poisoned_timer_becomes_an_incident_and_others_go_on(poison: list[str]) -> None:
    poison.append("timer")
    first, second = overdue(), overdue()
    with clock.travel(MONDAY + timedelta(hours=2)):
        assert api.run_due_jobs() == 2
        assert api.run_due_jobs() == 0
    assert {api.instance_state(first.pk), api.instance_state(second.pk)} == {"incident"}
    assert Incident.objects.get(instance=first).code == "job-failed"


def test_retry_of_a_poisoned_job_runs_it_again(poison: list[str]) -> None:
    poison.append("timer")
    started = overdue()
    with clock.travel(MONDAY + timedelta(hours=2)):
        api.run_due_jobs()
        poison.clear()
        api.retry(Incident.objects.get(instance=started).pk, by=None)
        assert api.instance_state(started.pk) == "active"
        api.run_due_jobs()
    assert api.instance_state(started.pk) == "completed"


def test_incident_of_a_job_ends_with_the_step_it_belongs_to(poison: list[str]) -> None:
    poison.append("timer")
    started = overdue()
    with clock.travel(MONDAY + timedelta(hours=2)):
        api.run_due_jobs()
    poison.clear()
    api.complete(UserTask.objects.get(instance=started).pk, {}, by=EXPERT)
    assert Incident.objects.get(instance=started).state == "closed"
    assert not Job.objects.exists()


def test_database_error_of_a_connector_is_a_failed_attempt(
    db: None, office: Any, told: dict[str, Any]
) -> None:
    told["error"] = IntegrityError("a row that cannot be")
    api.deploy(SERVICE)
    with clock.travel(MONDAY):
        started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    for hour in range(1, 4):
        with clock.travel(MONDAY + timedelta(hours=hour)):
            api.run_due_jobs()
    assert Incident.objects.get(instance=started).code == "connector-failed"


def test_job_whose_worker_dies_again_and_again_becomes_an_incident(db: None, office: Any) -> None:
    started = overdue()
    Job.objects.update(attempts=50)
    with clock.travel(MONDAY + timedelta(hours=2)):
        api.run_due_jobs()
    assert Incident.objects.get(instance=started).code == "job-failed"


def test_calculator_whose_result_cannot_be_stored_leaves_no_writes(
    db: None, office: Any, told: dict[str, Any]
) -> None:
    told.update(writes=True, result=0.5)
    api.deploy(SERVICE)
    started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    assert Incident.objects.get(instance=started).code == "value-unsupported"
    assert not Artifact.objects.filter(key="x").exists()


def test_calculator_that_breaks_a_constraint_keeps_the_submission(
    db: None, office: Any, told: dict[str, Any]
) -> None:
    told["writes"] = True
    write()
    api.deploy(SERVICE)
    started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    assert Incident.objects.get(instance=started).code == "calculator-failed"


def test_looking_for_work_takes_no_lock(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert claiming.claim_next(clock.now(), clock.now()) is None
    assert [query["sql"][:6] for query in captured] == ["SELECT"]


@pytest.mark.django_db(transaction=True)
def test_worker_thread_survives_what_nobody_expects(
    office: Any, poison: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks: list[int] = []

    def explode(day: date) -> None:
        ticks.append(1)
        if len(ticks) == 1:
            raise ArithmeticError

    monkeypatch.setattr(executor, "anchor", explode)
    monkeypatch.setattr(executor, "POLL_SECONDS", 0.02)
    worker = Executor()
    worker.start()
    try:
        deadline = time.monotonic() + 20
        while len(ticks) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        worker.stop()
    assert len(ticks) >= 2


def test_stopping_worker_begins_no_further_job(db: None, office: Any) -> None:
    overdue(), overdue()
    answers = iter([False, True])
    with clock.travel(MONDAY + timedelta(hours=2)):
        assert run_due_jobs(is_stopping=lambda: next(answers)) == 1


def test_incident_without_candidate_ends_when_the_case_goes_on(db: None, office: Any) -> None:
    api.deploy(TIMER.replace('role="expert"', 'role="nobody"').replace("PT1H", "PT1S"))
    with clock.travel(MONDAY):
        started = api.start("timer", {}, unit=UNIT, by=TEACHER)
    with clock.travel(MONDAY + timedelta(hours=1)):
        api.run_due_jobs()
    assert Incident.objects.get(instance=started, code="no-candidate").state == "closed"


def test_screen_that_cannot_be_told_costs_no_decision(request_started: ProcessInstance) -> None:
    from engine import signals

    def unreachable(**_: Any) -> None:
        raise ConnectionError

    signals.inbox_changed.connect(unreachable)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.db.transaction.on_commit", lambda function, **_: function())
            api.complete(UserTask.objects.get(instance=request_started).pk, {"outcome": "reject"}, by=EXPERT)
    finally:
        signals.inbox_changed.disconnect(unreachable)
    assert api.instance_state(request_started.pk) == "completed"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock, taken at the beginning")
@pytest.mark.django_db(transaction=True)
def test_lock_that_never_comes_is_told_as_busy(office: Any) -> None:
    import threading

    from django.db import transaction

    from engine.errors import Busy
    from engine.store.instance_store import lock_instance

    api.deploy(TWO_STEPS)
    started = api.start("two_steps", {}, unit=UNIT, by=TEACHER)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() != ("0",)
    results: list[str] = []

    def other() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        for command in (
            lambda: lock_instance(started.pk),
            lambda: in_transaction(lambda: lock_instance(started.pk)),
        ):
            try:
                with transaction.atomic():
                    in_transaction(command)
            except Busy:
                results.append("busy")
        connection.close()

    with transaction.atomic():
        lock_instance(started.pk)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert results == ["busy", "busy"]


def test_connector_is_claimed_alone(poison: list[str], told: dict[str, Any]) -> None:
    with clock.travel(MONDAY):
        for process in (SERVICE, TIMER):
            api.deploy(process)
        for key in ("service", "timer", "timer"):
            api.start(key, {"amount": 1}, unit=UNIT, by=TEACHER)
    with clock.travel(MONDAY + timedelta(hours=2)):
        kinds = [[job.kind for job in claiming.claim_some(clock.now(), clock.now())] for _ in range(3)]
    assert kinds == [["connector"], ["timer", "timer"], []]

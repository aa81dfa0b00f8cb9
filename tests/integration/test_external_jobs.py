"""Workers outside: they fetch, lock and complete jobs by HTTP; a lock that ran out goes to the next."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache

from engine import api, clock, external_jobs
from engine.actor import Actor
from engine.external_jobs import Holder
from engine.models import HistoryEntry, Incident, Job, ProcessInstance
from engine.plugins import connectors, external_connector
from tests.factories.directory import make_officer, make_tree
from tests.integration.processes import HEAD
from tests.integration.test_races import at_once
from tests.unit.portal.api.calling import Caller, is_problem

BEGIN = clock.now() - timedelta(minutes=30)  # tokens are made now and live for hours
OUTSIDE = (
    HEAD
    + """
<process id="outside" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="tell"/>
  <sendTask id="tell" kartabl:connector="test.outside" kartabl:retries="2"/>
  <sequenceFlow id="f2" sourceRef="tell" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
)
GIVEN = {"amount": Decimal("12.50"), "mobile": "09121234567", "secret": "x"}


@pytest.fixture(autouse=True)
def outside(db: None) -> Iterator[None]:
    cache.clear()
    external_connector("test.outside", inputs=("amount", "mobile"))
    api.deploy(OUTSIDE)
    yield
    connectors.connectors._plugins.pop("test.outside")


@pytest.fixture
def units() -> Any:
    return make_tree()


@pytest.fixture
def worker(units: Any) -> Caller:
    return Caller.of(make_officer(units["tehran"], "integration.worker"))


@pytest.fixture
def case(units: Any) -> ProcessInstance:
    with clock.travel(BEGIN):
        return api.start("outside", dict(GIVEN), unit=units["shahriar"].path)


def fetch(caller: Caller, name: str = "w1", **more: Any) -> Any:
    return caller.post("/jobs/fetch-and-lock", {"worker_id": name, "topics": ["test.outside"], **more})


def send(caller: Caller, act: str, job: Any, name: str = "w1", **more: Any) -> Any:
    return caller.post(f"/jobs/{job['id']}/{act}", {"worker_id": name, "lock": job["lock"], **more})


def first(answer: Any) -> Any:
    (found,) = answer.json()["items"]
    return found


def test_worker_fetches_and_completes(worker: Caller, case: ProcessInstance) -> None:
    job = first(fetch(worker))
    assert job["variables"] == {"amount": {"$number": "12.50"}, "mobile": "09121234567"}
    assert (job["topic"], job["attempt"], job["retries_left"]) == ("test.outside", 1, 1)
    sent = {"told": True, "fee": 2.5, "parts": 3, "on": {"$date": "2031-03-04"}}
    assert send(worker, "complete", job, variables=sent).json() == {"id": job["id"]}
    assert api.instance_state(case.pk) == "completed"
    stored = api.instance_variables(case.pk)
    assert (stored["fee"], stored["parts"], str(stored["on"])) == (Decimal("2.5"), 3, "2031-03-04")
    entry = HistoryEntry.objects.filter(root=case).order_by("-seq")[0]
    assert (entry.command, entry.actor != "", '"w1"' in str(entry.payload)) == (
        "connector_returned",
        True,
        True,
    )


def test_own_workers_leave_external_jobs_alone_and_look_at_them_once(
    worker: Caller, case: ProcessInstance
) -> None:
    assert api.run_due_jobs() == 0
    assert Job.objects.values_list("state", "attempts").get() == ("external", 0)
    assert first(fetch(worker))["attempt"] == 1


def test_lock_that_ran_out_goes_to_the_next_and_the_late_result_is_refused(
    worker: Caller, case: ProcessInstance
) -> None:
    with clock.travel(BEGIN):
        early = first(fetch(worker, lock_seconds=30))
        assert fetch(worker, "w2").json() == {"items": []}
    with clock.travel(BEGIN + timedelta(seconds=31)):
        late = first(fetch(worker, "w2", lock_seconds=30))
    assert late["id"] == early["id"]
    assert late["idempotency_key"] == early["idempotency_key"]
    with clock.travel(BEGIN + timedelta(seconds=32)):
        for act, more in (("complete", {}), ("fail", {"error": "timeout"}), ("extend-lock", {})):
            assert is_problem(send(worker, act, early, **more), 409, "job-lock-lost")
        assert api.instance_state(case.pk) == "active"
        assert send(worker, "complete", late, "w2").status_code == 200
    assert is_problem(send(worker, "complete", late, "w2"), 409, "job-lock-lost")


def test_extended_lock_holds(worker: Caller, case: ProcessInstance) -> None:
    with clock.travel(BEGIN):
        job = first(fetch(worker, lock_seconds=30))
        assert send(worker, "extend-lock", job, lock_seconds=300).status_code == 200
    with clock.travel(BEGIN + timedelta(seconds=200)):
        assert fetch(worker, "w2").json() == {"items": []}
        assert send(worker, "complete", job).status_code == 200


def test_failed_tries_are_repeated_later_and_the_last_opens_an_incident(
    worker: Caller, case: ProcessInstance
) -> None:
    with clock.travel(BEGIN):
        assert send(worker, "fail", first(fetch(worker)), error="sms-503").json()["retries_left"] == 1
        assert fetch(worker).json() == {"items": []}
    with clock.travel(BEGIN + timedelta(minutes=1)):
        assert send(worker, "fail", first(fetch(worker)), error="sms-503").json()["retries_left"] == 0
    incident = Incident.objects.get(instance=case)
    assert (incident.code, incident.params) == (
        "connector-failed",
        {"connector": "test.outside", "error": "sms-503"},
    )
    api.retry(incident.pk, by=None)
    assert first(fetch(worker))["attempt"] == 1


def test_job_whose_workers_die_again_and_again_is_set_aside(worker: Caller, case: ProcessInstance) -> None:
    Job.objects.update(attempts=50)
    assert fetch(worker).json() == {"items": []}
    assert Incident.objects.get(instance=case).code == "job-failed"


def test_worker_of_another_unit_gets_nothing(units: Any, worker: Caller, case: ProcessInstance) -> None:
    elsewhere = Caller.of(make_officer(units["rey"], "integration.worker"))
    assert fetch(elsewhere).json() == {"items": []}
    job = first(fetch(worker))
    assert is_problem(send(elsewhere, "complete", job), 409, "job-lock-lost")
    assert api.instance_state(case.pk) == "active"


def test_without_the_role_there_are_no_jobs(units: Any, case: ProcessInstance) -> None:
    nobody = Caller.of(make_officer(units["tehran"], "studio.administrator", "letters.expert"))
    assert is_problem(fetch(nobody), 404, "not-found")
    for act, more in (("complete", {}), ("fail", {"error": "x"}), ("extend-lock", {})):
        assert is_problem(send(nobody, act, {"id": 1, "lock": 1}, **more), 404, "not-found")


@pytest.mark.parametrize(
    "wrong", [{"topics": ["letters.render"]}, {"topics": []}, {"max_jobs": 0}, {"lock_seconds": 0}]
)
def test_wrong_calls_are_explained(worker: Caller, case: ProcessInstance, wrong: Any) -> None:
    assert is_problem(fetch(worker, **wrong), 422, "request-invalid")


@pytest.mark.parametrize("value", [{"$number": "NaN"}, {"$date": "soon"}, {"$unknown": 1}, {"$number": []}])
def test_values_that_cannot_be_stored_are_refused_and_the_job_is_kept(
    worker: Caller, case: ProcessInstance, value: Any
) -> None:
    job = first(fetch(worker))
    assert is_problem(send(worker, "complete", job, variables={"x": value}), 422, "request-invalid")
    assert send(worker, "complete", job).status_code == 200


def test_suspended_case_takes_its_job_back(worker: Caller, case: ProcessInstance) -> None:
    job = first(fetch(worker))
    api.suspend(case.pk, by=Actor("boss"), reason="wait")
    assert is_problem(send(worker, "complete", job), 409, "job-lock-lost")
    assert fetch(worker).json() == {"items": []}
    api.resume(case.pk, by=Actor("boss"))
    again = first(fetch(worker))
    assert again["idempotency_key"] == job["idempotency_key"]
    assert again["attempt"] == 1


def test_cancelled_case_needs_no_job(worker: Caller, case: ProcessInstance) -> None:
    job = first(fetch(worker))
    api.cancel(case.pk, by=Actor("boss"), reason="withdrawn")
    assert is_problem(send(worker, "complete", job), 409, "job-lock-lost")


@pytest.mark.django_db(transaction=True)
def test_many_workers_get_every_job_once(units: Any) -> None:
    for _ in range(60):
        api.start("outside", {}, unit=units["shahriar"].path)
    got: list[tuple[int, int]] = []

    def drain(name: str) -> None:
        while jobs := external_jobs.fetch_and_lock(
            ["test.outside"], units=["tehran"], most=7, lease=timedelta(minutes=5)
        ):
            for job in jobs:
                got.append((job.id, job.attempt))
                external_jobs.complete(job.id, {}, holder=Holder(job.lock, name, Actor(name), ["tehran"]))

    assert at_once(*[partial(drain, f"w{number}") for number in range(4)]) == {"done": 4}
    assert len(got) == len(set(got)) == 60
    assert ProcessInstance.objects.filter(state="completed").count() == 60

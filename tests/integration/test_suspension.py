"""A suspended case stands still, whoever knocks; after its resumption nothing is lost and nothing done twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import api, clock, queries
from engine.actor import Actor
from engine.errors import InstanceEnded, InstanceNotSuspended, InstanceSuspended
from engine.history.verification import verify
from engine.jobs import claiming, execution
from engine.models import HistoryEntry, Job, ProcessInstance, UserTask
from engine.plugins import ConnectorContext, calculator, connector
from engine.store.replaying import replay_case
from tests.integration.conftest import CHIEF, EXPERT, TEACHER, UNIT
from tests.integration.processes import SERVICE, TIMER

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)
BOSS = Actor("boss")


def open_task(instance: ProcessInstance) -> UserTask:
    return UserTask.objects.get(instance=instance, state="open")


COMMANDS: dict[str, Callable[[ProcessInstance], object]] = {
    "complete": lambda case: api.complete(open_task(case).pk, {"outcome": "approve"}, by=EXPERT),
    "complete as the system": lambda case: api.complete(open_task(case).pk, {"outcome": "approve"}, by=None),
    "claim": lambda case: api.claim(open_task(case).pk, by=EXPERT),
    "release": lambda case: api.release(open_task(case).pk, by=EXPERT),
    "assign": lambda case: api.assign(open_task(case).pk, to="expert", by=EXPERT),
    "delegate": lambda case: api.delegate(open_task(case).pk, to="chief", by=EXPERT),
    "set variables": lambda case: api.set_variables(case.pk, {"amount": 6}, by=BOSS, reason="wrong"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_suspended_case_refuses_and_changes_nothing(request_started: ProcessInstance, command: str) -> None:
    api.suspend(request_started.pk, by=BOSS, reason="a court asks")
    before = ProcessInstance.objects.values().get(pk=request_started.pk)
    with pytest.raises(InstanceSuspended):
        COMMANDS[command](request_started)
    assert ProcessInstance.objects.values().get(pk=request_started.pk) == before
    api.resume(request_started.pk, by=BOSS)
    if command not in ("delegate", "release"):
        COMMANDS[command](request_started)


def test_suspension_is_a_state_and_is_told_in_the_history(request_started: ProcessInstance) -> None:
    api.suspend(request_started.pk, by=BOSS, reason="a court asks")
    assert api.instance_state(request_started.pk) == "suspended"
    api.suspend(request_started.pk, by=BOSS, reason="twice is once")
    api.resume(request_started.pk, by=BOSS, reason="the court has spoken")
    assert api.instance_state(request_started.pk) == "active"
    told = [(view.command, view.actor, view.events[-1]) for view in queries.history(request_started)[1:]]
    assert told == [
        ("suspend", "boss", {"kind": "InstanceSuspended", "reason": "a court asks"}),
        ("resume", "boss", {"kind": "InstanceResumed", "reason": "the court has spoken"}),
    ]
    assert verify().faults == []
    with pytest.raises(InstanceNotSuspended):
        api.resume(request_started.pk, by=BOSS)


def test_suspended_and_resumed_case_replays(request_started: ProcessInstance) -> None:
    api.suspend(request_started.pk, by=BOSS, reason="wait")
    api.resume(request_started.pk, by=BOSS)
    api.complete(open_task(request_started).pk, {"outcome": "approve"}, by=EXPERT)
    stored = ProcessInstance.objects.get(pk=request_started.pk)
    assert replay_case(stored).variables == stored.values


def test_notes_and_erasures_leave_a_case_suspended(request_started: ProcessInstance) -> None:
    api.suspend(request_started.pk, by=BOSS, reason="wait")
    api.note(request_started.pk, by=BOSS, kind="PaperPrinted", data={})
    api.erase_payloads(request_started.pk, [1], by=BOSS, order="12/1405")
    assert api.instance_state(request_started.pk) == "suspended"
    assert ProcessInstance.objects.get(pk=request_started.pk).ended_at is None


def test_suspended_case_can_be_cancelled(request_started: ProcessInstance) -> None:
    task = open_task(request_started)
    api.suspend(request_started.pk, by=BOSS, reason="wait")
    api.cancel(request_started.pk, by=BOSS, reason="withdrawn")
    assert api.instance_state(request_started.pk) == "terminated"
    task.refresh_from_db()
    assert task.state == "cancelled"
    for command in (api.suspend, api.cancel):
        with pytest.raises(InstanceEnded):
            command(request_started.pk, by=BOSS, reason="too late")


def test_user_task_of_a_suspended_case_is_shown_but_cannot_be_decided(
    request_started: ProcessInstance,
) -> None:
    api.suspend(request_started.pk, by=BOSS, reason="wait")
    shown = queries.inbox("expert").get()
    assert isinstance(queries.user_task(shown.pk, by="expert").refusal, InstanceSuspended)
    api.resume(request_started.pk, by=BOSS)
    assert queries.user_task(shown.pk, by="expert").refusal is None


def test_timer_that_fell_due_meanwhile_fires_after_the_resumption(db: None, office: Any) -> None:
    api.deploy(TIMER)
    with clock.travel(MONDAY):
        started = api.start("timer", {}, unit=UNIT, by=TEACHER)
        api.suspend(started.pk, by=BOSS, reason="wait")
    with clock.travel(MONDAY + timedelta(hours=2)):
        assert api.run_due_jobs() == 0
        api.resume(started.pk, by=BOSS)
        assert api.run_due_jobs() == 1
    assert api.instance_variables(started.pk) == {"was_late": True}


@pytest.fixture
def calls() -> list[str]:
    """The idempotency keys of the calls of test.tell."""
    found: list[str] = []
    calculator("test.double")(lambda inputs: inputs["amount"] * 2)

    @connector("test.tell")
    def tell(inputs: dict[str, Any], context: ConnectorContext) -> dict[str, Any]:
        found.append(context.idempotency_key)
        return {"told": True}

    return found


def test_call_under_way_is_repeated_after_the_resumption_with_the_same_key(
    db: None, office: Any, calls: list[str]
) -> None:
    api.deploy(SERVICE)
    started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    job = claiming.claim_next(clock.now(), clock.now())
    assert job is not None
    api.suspend(started.pk, by=BOSS, reason="wait")
    execution.execute(job)
    assert Job.objects.values_list("state", "attempts").get() == ("held", 0)
    api.resume(started.pk, by=BOSS)
    assert api.run_due_jobs() == 1
    assert api.instance_state(started.pk) == "completed"
    assert len(calls) == 2
    assert len(set(calls)) == 1


def test_job_written_for_a_suspended_case_waits_for_its_resumption(
    db: None, office: Any, calls: list[str]
) -> None:
    api.deploy(SERVICE)
    started = api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    api.suspend(started.pk, by=BOSS, reason="wait")
    Job.objects.update(state="ready")
    api.run_due_jobs()
    assert Job.objects.get().state == "held"
    api.resume(started.pk, by=BOSS)
    api.run_due_jobs()
    assert api.instance_state(started.pk) == "completed"


def test_claiming_does_not_meet_held_jobs(db: None, office: Any) -> None:
    """The index of due jobs leaves them out, and is the one that answers."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + claiming.NEXT, [clock.now(), clock.now()])
        else:
            cursor.execute("EXPLAIN QUERY PLAN " + claiming.NEXT, [str(clock.now()), str(clock.now())])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "open_job_by_due" in plan


def test_delegate_acts_for_who_delegated(request_started: ProcessInstance, office: Any) -> None:
    office.give("colleague", "expert", UNIT)
    task = open_task(request_started)
    api.claim(task.pk, by=EXPERT)
    api.delegate(task.pk, to="colleague", by=EXPERT)
    api.complete(task.pk, {"outcome": "approve"}, by=Actor("colleague"))
    entry = HistoryEntry.objects.filter(root=request_started).order_by("-seq")[0]
    assert (entry.command, entry.actor, entry.acting_for) == ("complete", "colleague", "expert")
    delegated = queries.history(request_started)[2].events[0]
    assert delegated == {
        "kind": "UserTaskDelegated",
        "node": "review",
        "before": "expert",
        "after": "colleague",
    }
    assert queries.can_see("expert", request_started)


@pytest.mark.parametrize(
    ("to", "refusal"),
    [("teacher", "conflict-of-interest"), ("stranger", "not-authorised"), ("expert", "not-authorised")],
)
def test_delegate_must_be_eligible(
    request_started: ProcessInstance, office: Any, to: str, refusal: str
) -> None:
    from engine.errors import NotAuthorised

    office.give("teacher", "expert", UNIT)
    task = open_task(request_started)
    api.claim(task.pk, by=EXPERT)
    with pytest.raises(NotAuthorised) as refused:
        api.delegate(task.pk, to=to, by=EXPERT)
    assert refused.value.code == refusal


def test_only_who_has_taken_a_step_delegates_it(request_started: ProcessInstance, office: Any) -> None:
    from engine.errors import NotAuthorised

    office.give("colleague", "expert", UNIT)
    with pytest.raises(NotAuthorised):
        api.delegate(open_task(request_started).pk, to="colleague", by=EXPERT)
    with pytest.raises(NotAuthorised):
        api.delegate(open_task(request_started).pk, to="colleague", by=CHIEF)


@pytest.mark.parametrize("command", ["release", "claim"])
def test_delegated_step_comes_back(request_started: ProcessInstance, office: Any, command: str) -> None:
    office.give("colleague", "expert", UNIT)
    task = open_task(request_started)
    api.claim(task.pk, by=EXPERT)
    api.delegate(task.pk, to="colleague", by=EXPERT)
    if command == "release":
        api.release(task.pk, by=Actor("colleague"))
    else:
        api.claim(task.pk, by=EXPERT)
    task.refresh_from_db()
    assert (task.assignee, task.delegated_by) == ("expert", "")
    api.complete(task.pk, {"outcome": "reject"}, by=EXPERT)
    entry = HistoryEntry.objects.filter(root=request_started).order_by("-seq")[0]
    assert (entry.actor, entry.acting_for) == ("expert", "")


def test_delegate_may_hand_it_on_and_acts_for_the_first(
    request_started: ProcessInstance, office: Any
) -> None:
    office.give("colleague", "expert", UNIT)
    office.give("third", "expert", UNIT)
    task = open_task(request_started)
    api.claim(task.pk, by=EXPERT)
    api.delegate(task.pk, to="colleague", by=EXPERT)
    api.delegate(task.pk, to="third", by=Actor("colleague"))
    task.refresh_from_db()
    assert (task.assignee, task.delegated_by) == ("third", "expert")


def test_four_eyes_counts_who_delegated_as_well(request_started: ProcessInstance, office: Any) -> None:
    """The expert who let a colleague review for him must not sign, were he the chief as well; nor the colleague."""
    from engine.errors import FourEyesViolation

    office.give("colleague", "expert", UNIT)
    for person in ("expert", "colleague"):
        office.give(person, "chief", UNIT)
    task = open_task(request_started)
    api.claim(task.pk, by=EXPERT)
    api.delegate(task.pk, to="colleague", by=EXPERT)
    api.complete(task.pk, {"outcome": "approve"}, by=Actor("colleague"))
    sign = open_task(request_started).pk
    for person in (EXPERT, Actor("colleague")):
        assert isinstance(queries.user_task(sign, by=person.id).refusal, FourEyesViolation)
        with pytest.raises(FourEyesViolation):
            api.complete(sign, {}, by=person)
        with pytest.raises(FourEyesViolation):
            api.assign(sign, to=person.id, by=CHIEF)
    api.complete(sign, {}, by=CHIEF)
    assert api.instance_state(request_started.pk) == "completed"

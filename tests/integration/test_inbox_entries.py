"""Inbox entries repeat their user task, whatever is done to it: pages are read from them alone."""

from typing import Any

from engine import api
from engine.actor import Actor
from engine.models import NEVER, InboxEntry, ProcessInstance, UserTask
from tests.integration.conftest import EXPERT, TEACHER, UNIT
from tests.integration.processes import TWO_STEPS


def entries_of(instance: ProcessInstance) -> set[tuple[Any, ...]]:
    """Checked to agree with the open user task; gives (unit, assignee)."""
    task = UserTask.objects.get(instance=instance, state="open")
    found = list(InboxEntry.objects.filter(user_task__instance=instance))
    expected = (task.role, task.due or NEVER, task.created_at, task.assignee, instance.business_key)
    assert {(e.role, e.due, e.created_at, e.assignee, e.service) for e in found} == {expected}
    return {(entry.unit_path, entry.assignee) for entry in found}


def test_entries_follow_claim_release_and_assignment(office: Any, request_started: ProcessInstance) -> None:
    task = UserTask.objects.get(instance=request_started).pk
    office.give("second", "expert", UNIT)
    assert entries_of(request_started) == {(UNIT, ""), ("tehran", "")}
    api.claim(task, by=EXPERT)
    assert entries_of(request_started) == {(UNIT, "expert"), ("tehran", "expert")}
    api.release(task, by=EXPERT)
    assert entries_of(request_started) == {(UNIT, ""), ("tehran", "")}
    api.assign(task, to="second", by=Actor("expert"))
    assert entries_of(request_started) == {(UNIT, "second"), ("tehran", "second")}


def test_entries_know_the_deadline(db: None, office: Any) -> None:
    api.deploy(TWO_STEPS.replace('kartabl:role="expert"', 'kartabl:role="expert" kartabl:due="P2D"'))
    started = api.start("two_steps", {}, unit=UNIT, by=TEACHER, business_key="loan")
    assert entries_of(started)
    assert InboxEntry.objects.first().due < NEVER


def test_entries_of_a_step_that_found_somebody_late_are_complete(db: None, office: Any) -> None:
    api.deploy(TWO_STEPS)
    office.roles.clear()
    started = api.start("two_steps", {}, unit=UNIT, by=TEACHER)
    office.give("late", "expert", "tehran")
    api.retry(started.incidents.get().pk, by=Actor("operator"))
    assert entries_of(started) == {("tehran", "")}

"""What a migration does to the rows of a case, and that the case goes on from there."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from engine import api, clock, queries
from engine.errors import StaleDecision
from engine.history.verification import verify
from engine.models import HistoryEntry, InboxEntry, Incident, Job, MigrationItem
from engine.signals import inbox_changed
from engine.store.reading import task_row
from engine.store.revision import revision_of
from tests.integration.conftest import CHIEF, EXPERT, TEACHER, UNIT
from tests.integration.migration.versions import (
    NEW,
    OLD,
    OPERATOR,
    assert_whole,
    begun,
    complete,
    deployed,
    fresh,
    leave,
    task_of,
)
from tests.integration.processes import WISH_FORM

pytestmark = pytest.mark.django_db
MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)


def migrate(mapping: dict[str, str] | None = None) -> Any:
    return api.migrate(api.plan_migration(OLD, NEW, mapping), by=OPERATOR)


def test_a_case_goes_on_to_its_end_in_the_new_version(office: Any) -> None:
    (case,) = begun(leave())
    deployed(leave(first="check", second="seal"))
    task = task_of(case)
    migration = migrate({"review": "check", "sign": "seal"})
    assert (migration.state, migration.counts()) == ("done", {"done": 1})
    assert fresh(case).definition.version == 2
    assert (task_of(case).pk, task_of(case).node) == (task.pk, "check")
    complete(case, "expert")
    assert task_of(case).node == "seal"
    assert task_of(case).distinct_from == "check"
    complete(case, "chief")
    assert api.instance_state(case.pk) == "completed"
    assert_whole(case)
    assert verify().faults == []


def test_the_history_tells_who_migrated_what_to_what(office: Any) -> None:
    (case,) = begun(leave())
    old, new = case.definition, *deployed(leave(first="check"))
    migration = migrate({"review": "check"})
    entry = HistoryEntry.objects.get(root=case, command="migrate")
    payload = json.loads(entry.payload or "")
    (event,) = payload["events"]
    assert (entry.actor, payload["migration"]) == ("operator", migration.pk)
    assert (event["source"], event["target"]) == (f"leave@{old.sha256}", f"leave@{new.sha256}")
    assert event["mapping"] == {"review": "check"}
    assert queries.history(fresh(case))[-1].command == "migrate"


def test_another_role_takes_the_step_out_of_one_inbox_into_another(office: Any) -> None:
    office.give("clerk", "clerk", UNIT)
    (case,) = begun(leave())
    api.claim(task_of(case).pk, by=EXPERT)
    deployed(leave(role="clerk"))
    migrate()
    task = task_of(case)
    assert (task.role, task.assignee) == ("clerk", "")
    entries = InboxEntry.objects.filter(user_task=task)
    assert {(entry.role, entry.assignee) for entry in entries} == {("clerk", "")}
    complete(case, "clerk")
    assert_whole(case)


def test_who_has_taken_the_step_keeps_it(office: Any) -> None:
    (case,) = begun(leave())
    api.claim(task_of(case).pk, by=EXPERT)
    deployed(leave(first="check"))
    migrate({"review": "check"})
    assert task_of(case).assignee == "expert"
    assert set(InboxEntry.objects.values_list("assignee", flat=True)) == {"expert"}


def test_a_decision_on_the_page_of_the_old_version_is_refused(office: Any) -> None:
    (case,) = begun(leave(more='kartabl:outcomes="yes no"'))
    row, _ = task_row(task_of(case))
    shown = revision_of(row.revision, case.values)
    deployed(leave(more='kartabl:outcomes="yes"'))
    migrate()
    with pytest.raises(StaleDecision):
        api.complete(row.id, {"outcome": "no"}, by=EXPERT, expected_revision=shown)
    assert task_of(case).outcomes == "yes"


def test_an_unchanged_step_keeps_its_revision(office: Any) -> None:
    (case,) = begun(leave())
    revision = task_of(case).revision
    deployed(leave(second="seal"))
    migrate()
    assert task_of(case).revision == revision


def test_a_renamed_deadline_keeps_its_due_and_comes(office: Any) -> None:
    with clock.travel(MONDAY):
        (case,) = begun(leave())
    due = Job.objects.get(instance=case).due
    deployed(leave(first="check", late=("overtime", "PT1H")))
    migrate({"review": "check", "late": "overtime"})
    timer = Job.objects.get(instance=case)
    assert (timer.name, timer.due, timer.state) == ("overtime", due, "ready")
    with clock.travel(MONDAY.replace(hour=11)):
        assert api.run_due_jobs() == 1
    assert api.instance_state(case.pk) == "completed"
    assert_whole(case)


def test_a_deadline_that_is_gone_or_changed_or_new(office: Any) -> None:
    (case,) = begun(leave())
    deployed(leave(late=None))
    migrate()
    assert not Job.objects.filter(instance=case).exists()
    third = api.deploy(leave(late=("late", "P3D")))
    now = clock.now()
    api.migrate(api.plan_migration(NEW, third), by=OPERATOR)
    timer = Job.objects.get(instance=case)
    assert (timer.due - now).days in (2, 3)
    assert_whole(case)


def test_a_step_that_nobody_can_do_in_the_new_version_opens_an_incident_and_undo_closes_it(
    office: Any,
) -> None:
    (case,) = begun(leave())
    deployed(leave(role="nobody"))
    migration = migrate()
    assert Incident.objects.get(instance=case).code == "no-candidate"
    assert api.instance_state(case.pk) == "incident"
    api.undo(migration.pk, by=OPERATOR)
    assert api.instance_state(case.pk) == "active"


def test_what_is_not_safe_at_its_turn_is_skipped_with_reasons(office: Any) -> None:
    waiting, moved = begun(leave(), 2)
    deployed(leave(first="check"))
    plan = api.plan_migration(OLD, NEW)
    assert plan.counts["needs-a-choice"] == 2
    complete(moved, "expert")
    migration = api.migrate(plan, by=OPERATOR)
    assert migration.counts() == {"done": 1, "skipped": 1}
    item = MigrationItem.objects.get(instance=waiting)
    assert [each["code"] for each in item.reasons] == ["node-missing"]
    assert fresh(moved).definition.version == 2
    assert fresh(waiting).definition.version == 1


def test_an_incident_is_mended_by_a_version_that_does_it_right(office: Any) -> None:
    broken, right = leave(role="=who"), leave(role="=if who = null then &quot;expert&quot; else who")
    (case,) = begun(broken)
    assert api.instance_state(case.pk) == "incident"
    deployed(right)
    assert migrate().counts() == {"done": 1}
    api.retry(Incident.objects.get(instance=case, state="open").pk, by=CHIEF)
    assert api.instance_state(case.pk) == "active"
    assert task_of(case).role == "expert"
    assert_whole(case)


def test_an_unexpected_fault_stops_no_other_case(office: Any, monkeypatch: Any) -> None:
    first, second = begun(leave(), 2)
    deployed(leave(second="seal"))
    from engine.store.migration import carrying_out

    change_all = carrying_out.change_all

    def fails_for_the_first(work: Any, changed: Any) -> None:
        if work.locked.id == first.pk:
            raise ZeroDivisionError
        change_all(work, changed)

    monkeypatch.setattr(carrying_out, "change_all", fails_for_the_first)
    migration = migrate()
    assert migration.counts() == {"done": 1, "skipped": 1}
    assert fresh(first).definition.version == 1
    assert MigrationItem.objects.get(instance=first).reasons[0]["params"] == {"failure": "ZeroDivisionError"}
    assert fresh(second).definition.version == 2


def test_a_suspended_case_goes_over_and_stays_suspended(office: Any) -> None:
    (case,) = begun(leave())
    api.suspend(case.pk, by=OPERATOR, reason="wrong version")
    deployed(leave(first="check", late=("overtime", "PT1H")))
    migration = migrate({"review": "check", "late": "overtime"})
    assert migration.counts() == {"done": 1}
    assert (fresh(case).state, Job.objects.get(instance=case).state) == ("suspended", "held")
    api.resume(case.pk, by=OPERATOR, reason="mended")
    assert Job.objects.get(instance=case).state == "ready"
    complete(case, "expert")
    assert task_of(case).node == "sign"
    assert_whole(case)


def test_a_form_with_other_contents_is_told_and_a_page_with_the_old_one_is_refused(office: Any) -> None:
    xml = leave(more='kartabl:formKey="wish"')
    api.deploy(xml, artifacts=[("form", "wish", WISH_FORM)])
    case = api.start("leave", {}, unit=UNIT, by=TEACHER)
    row, _ = task_row(task_of(case))
    shown = revision_of(row.revision, case.values)
    api.deploy(xml, artifacts=[("form", "wish", WISH_FORM.replace("50", "60"))])
    plan = api.plan_migration(OLD, NEW)
    assert [reason.code for judgement in plan.safe() for reason in judgement.reasons] == ["form-content"]
    migration = api.migrate(plan, by=OPERATOR)
    assert [each["code"] for each in migration.items.get().reasons] == ["form-content"]
    with pytest.raises(StaleDecision):
        api.complete(row.id, {"wish": "a"}, by=EXPERT, expected_revision=shown)
    complete(case, "expert", wish="a" * 55)
    assert_whole(case)


def test_those_who_lose_and_those_who_get_a_step_are_told(
    office: Any, django_capture_on_commit_callbacks: Any
) -> None:
    office.give("clerk", "clerk", UNIT)
    begun(leave())
    deployed(leave(role="clerk"))
    told: set[str] = set()

    def hear(roles: frozenset[str], **_others: Any) -> None:
        told.update(roles)

    inbox_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            migrate()
    finally:
        inbox_changed.disconnect(hear)
    assert {"expert", "clerk"} <= told

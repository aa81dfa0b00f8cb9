"""Migration against everything else that happens to a case: either order is right, nothing is stuck or lost."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from engine import api, clock
from engine.history.verification import verify
from engine.models import HistoryEntry, Job, MigrationItem, ProcessInstance, UserTask
from engine.store.reading import task_row
from engine.store.revision import revision_of
from tests.integration.conftest import EXPERT, TEACHER, UNIT
from tests.integration.migration.versions import (
    NEW,
    OLD,
    OPERATOR,
    assert_whole,
    begun,
    deployed,
    fresh,
    leave,
    task_of,
)
from tests.integration.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 100
MAPPING = {"review": "check", "sign": "seal", "late": "overtime"}


@pytest.fixture
def cases(office: Any) -> list[ProcessInstance]:
    """As many as there are rounds, all in the old version, while there is a new one."""
    found = begun(leave(), ROUNDS)
    deployed(leave(first="check", second="seal", late=("overtime", "PT1H")))
    return found


def plan_for(case: ProcessInstance) -> api.MigrationPlan:
    return api.plan_migration(OLD, NEW, MAPPING, instances=[case.pk])


def test_migration_and_completion_of_one_case_both_happen_in_one_of_both_orders(
    cases: list[ProcessInstance],
) -> None:
    orders: Counter[str] = Counter()
    for case in cases:
        task, plan = task_of(case).pk, plan_for(case)
        outcome = at_once(
            lambda task=task: api.complete(task, {"amount": 6}, by=EXPERT),
            lambda plan=plan: api.migrate(plan, by=OPERATOR),
        )
        assert outcome == {"done": 2}
        after = fresh(case)
        assert (after.definition.version, task_of(case).node) == (2, "seal")
        assert task_of(case).distinct_from == "check"
        assert after.values == {"amount": 6}
        assert Job.objects.filter(instance=case).count() == 0
        orders[
            " ".join(HistoryEntry.objects.filter(root=case).order_by("seq").values_list("command", flat=True))
        ] += 1
        assert_whole(case)
    assert set(orders) <= {"start complete migrate", "start migrate complete"}
    assert MigrationItem.objects.filter(state="done").count() == ROUNDS
    assert verify().faults == []


def test_a_decision_on_the_old_page_is_taken_before_or_refused_after(office: Any) -> None:
    cases = begun(leave(more='kartabl:outcomes="yes no"'), ROUNDS // 4)
    deployed(leave(more='kartabl:outcomes="yes"'))
    for case in cases:
        row, _ = task_row(task_of(case))
        shown, plan = (
            revision_of(row.revision, case.values),
            api.plan_migration(OLD, NEW, instances=[case.pk]),
        )
        outcome = at_once(
            lambda row=row, shown=shown: api.complete(
                row.id, {"outcome": "no"}, by=EXPERT, expected_revision=shown
            ),
            lambda plan=plan: api.migrate(plan, by=OPERATOR),
        )
        was_taken = UserTask.objects.get(pk=row.id).state == "completed"
        assert outcome == ({"done": 2} if was_taken else {"done": 1, "StaleDecision": 1})
        assert fresh(case).definition.version == 2
        assert_whole(case)
    assert verify().faults == []


def test_migration_and_a_deadline_that_comes_leave_no_timer_behind(office: Any) -> None:
    past = datetime(2021, 3, 3, 9, tzinfo=UTC)
    with clock.travel(past):
        cases = begun(leave(), ROUNDS // 4)
        deployed(leave(first="check", second="seal", late=("overtime", "PT1H")))
    Job.objects.update(due=past.replace(year=2099))
    for case in cases:
        plan = plan_for(case)
        Job.objects.filter(instance=case).update(due=past)
        at_once(api.run_due_jobs, lambda plan=plan: api.migrate(plan, by=OPERATOR))
        api.run_due_jobs()
        assert api.instance_state(case.pk) == "completed"
        assert not Job.objects.filter(instance=case).exists()
        assert_whole(case)
    assert verify().faults == []


def test_undoing_and_completion_of_one_case(cases: list[ProcessInstance]) -> None:
    for case in cases[: ROUNDS // 2]:
        migration = api.migrate(plan_for(case), by=OPERATOR)
        task = task_of(case).pk
        outcome = at_once(
            lambda task=task: api.complete(task, {}, by=EXPERT),
            lambda pk=migration.pk: api.undo(pk, by=OPERATOR),
        )
        assert outcome == {"done": 2}
        state = MigrationItem.objects.get(migration=migration).state
        expected = {"undone": (1, "sign"), "kept": (2, "seal")}[state]
        assert (fresh(case).definition.version, task_of(case).node) == expected
        assert_whole(case)
    assert verify().faults == []


def test_two_operators_who_go_on_with_one_migration_do_each_case_once(cases: list[ProcessInstance]) -> None:
    migration = api.migrate(api.plan_migration(OLD, NEW, MAPPING, instances=[]), by=OPERATOR)
    MigrationItem.objects.bulk_create(MigrationItem(migration=migration, instance=case) for case in cases)
    go_on = [lambda: api.resume_migration(migration.pk, by=OPERATOR)] * 2
    assert at_once(*go_on) == {"done": 2}
    assert migration.counts() == {"done": ROUNDS}
    assert HistoryEntry.objects.filter(command="migrate").count() == ROUNDS
    assert verify().faults == []


def test_cases_started_meanwhile_run_in_the_newest_version(office: Any) -> None:
    begun(leave(), 50)
    deployed(leave(second="seal"))
    plan = api.plan_migration(OLD, NEW, {"sign": "seal"})

    def start() -> None:
        for _ in range(30):
            api.start("leave", {}, unit=UNIT, by=TEACHER)

    assert at_once(start, lambda: api.migrate(plan, by=OPERATOR)) == {"done": 2}
    assert set(ProcessInstance.objects.values_list("definition__version", flat=True)) == {2}
    assert verify().faults == []

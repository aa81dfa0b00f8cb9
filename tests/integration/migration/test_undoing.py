"""A migration undone: only for cases that have not moved since, which are then exactly as before."""

import json
from datetime import timedelta
from typing import Any

import pytest

from engine import api, clock
from engine.errors import NotFound
from engine.history.verification import verify
from engine.models import InboxEntry, Job, Migration, MigrationItem, UserTask
from engine.store.migration.undoing import forget_copies
from tests.integration.conftest import EXPERT, UNIT
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

pytestmark = pytest.mark.django_db
TASK = (
    "pk",
    "node",
    "role",
    "form_key",
    "unit_path",
    "assignee",
    "distinct_from",
    "outcomes",
    "due",
    "state",
)


def picture(case: Any) -> Any:
    """What must be the same again: the state, open work, inboxes, and timers with their dues."""
    return (
        json.loads(fresh(case).token_state),
        fresh(case).definition_id,
        list(UserTask.objects.filter(instance=case).order_by("pk").values_list(*TASK)),
        list(InboxEntry.objects.filter(user_task__instance=case).order_by("pk").values_list()),
        list(
            Job.objects.filter(instance=case)
            .order_by("name")
            .values_list("token", "node", "name", "due", "state")
        ),
    )


@pytest.fixture
def migrated(office: Any) -> tuple[Any, Any, Migration]:
    """A case, its picture before, and its migration to a version where everything is another."""
    office.give("clerk", "clerk", UNIT)
    (case,) = begun(leave())
    api.claim(task_of(case).pk, by=EXPERT)
    before = picture(case)
    deployed(leave(first="check", role="clerk", late=("overtime", "P3D"), second="seal"))
    migration = api.migrate(
        api.plan_migration(OLD, NEW, {"review": "check", "late": "overtime"}), by=OPERATOR
    )
    assert picture(case) != before
    return case, before, migration


def test_undone_the_case_is_as_before_and_goes_on(migrated: Any) -> None:
    case, before, migration = migrated
    undone = api.undo(migration.pk, by=OPERATOR)
    assert (undone.state, undone.counts()) == ("undone", {"undone": 1})
    assert picture(case) == before
    assert_whole(case)
    complete(case, "expert")
    complete(case, "chief")
    assert api.instance_state(case.pk) == "completed"
    assert_whole(case)
    assert verify().faults == []
    assert MigrationItem.objects.get().before is None


def test_a_case_that_has_moved_since_keeps_the_new_version(migrated: Any) -> None:
    case, _before, migration = migrated
    complete(case, "clerk")
    undone = api.undo(migration.pk, by=OPERATOR)
    assert undone.counts() == {"kept": 1}
    assert [each["code"] for each in MigrationItem.objects.get().reasons] == ["moved-since"]
    assert fresh(case).definition.version == 2
    assert task_of(case).node == "seal"


def test_undone_twice_is_undone_once_and_migrated_again_it_goes_over_again(migrated: Any) -> None:
    case, before, migration = migrated
    api.undo(migration.pk, by=OPERATOR)
    revision = fresh(case).revision
    api.undo(migration.pk, by=OPERATOR)
    assert fresh(case).revision == revision
    again = api.migrate(api.plan_migration(OLD, NEW, {"review": "check", "late": "overtime"}), by=OPERATOR)
    assert fresh(case).definition.version == 2
    api.undo(again.pk, by=OPERATOR)
    assert picture(case) == before
    assert_whole(case)


def test_what_the_migration_set_going_cannot_be_undone(office: Any) -> None:
    gates = '<parallelGateway id="j"/>'
    (case,) = begun(leave(late=None))
    moving = leave(late=None).replace("</process>", gates + "</process>").replace(gates, "")
    condition = (
        '<boundaryEvent id="rich" attachedToRef="review"><conditionalEventDefinition>'
        "<condition>amount = 5</condition></conditionalEventDefinition></boundaryEvent>"
        '<sequenceFlow id="f9" sourceRef="rich" targetRef="sign"/>'
    )
    deployed(moving.replace("</process>", condition + "</process>"))
    plan = api.plan_migration(OLD, NEW)
    assert [{reason.code for reason in judgement.reasons} for judgement in plan.safe()] == [
        {"event-added", "goes-on"}
    ]
    migration = api.migrate(plan, by=OPERATOR)
    assert task_of(case).node == "sign"
    assert api.undo(migration.pk, by=OPERATOR).counts() == {"kept": 1}
    assert [each["code"] for each in MigrationItem.objects.get().reasons] == ["went-on"]
    assert_whole(case)


def test_copies_kept_for_undoing_are_forgotten(migrated: Any) -> None:
    case, _before, migration = migrated
    assert forget_copies() == 0
    with clock.travel(clock.now() + timedelta(days=31)):
        assert forget_copies() == 1
    assert api.undo(migration.pk, by=OPERATOR).counts() == {"kept": 1}
    assert [each["code"] for each in MigrationItem.objects.get().reasons] == ["too-late"]
    assert fresh(case).definition.version == 2


def test_there_must_be_such_a_migration(db: None) -> None:
    with pytest.raises(NotFound):
        api.undo(10**9, by=OPERATOR)

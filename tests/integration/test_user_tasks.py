"""Deciding user tasks: who may, once, and never on a stale page."""

from typing import Any

import pytest

from engine import api, queries
from engine.actor import Actor
from engine.errors import (
    AlreadyClaimed,
    ConflictOfInterest,
    FourEyesViolation,
    NotAuthorised,
    NotFound,
    StaleDecision,
    UserTaskClosed,
)
from engine.models import InboxEntry, Incident, ProcessInstance, UserTask
from tests.integration.conftest import CHIEF, EXPERT, TEACHER, UNIT
from tests.integration.processes import PARALLEL, TWO_STEPS


def open_task(instance: ProcessInstance) -> UserTask:
    return UserTask.objects.get(instance=instance, state="open")


def test_two_persons_take_a_request_to_its_end(request_started: ProcessInstance) -> None:
    api.complete(open_task(request_started).pk, {"outcome": "approve"}, by=EXPERT)
    assert open_task(request_started).node == "sign"
    ended = api.complete(open_task(request_started).pk, {"outcome": "approve"}, by=CHIEF)
    assert ended.state == "completed"
    assert ended.ended_at is not None
    assert not InboxEntry.objects.exists()


def test_same_person_cannot_decide_both_steps(office: Any, request_started: ProcessInstance) -> None:
    office.give("expert", "chief", UNIT)
    api.complete(open_task(request_started).pk, {"outcome": "approve"}, by=EXPERT)
    with pytest.raises(FourEyesViolation):
        api.complete(open_task(request_started).pk, {"outcome": "approve"}, by=EXPERT)
    assert api.instance_state(request_started.pk) == "active"


def test_nobody_decides_the_own_request(db: None, office: Any) -> None:
    api.deploy(TWO_STEPS)
    office.give("second", "expert", UNIT)
    own = api.start("two_steps", {}, unit=UNIT, by=EXPERT)
    with pytest.raises(ConflictOfInterest):
        api.complete(open_task(own).pk, {"outcome": "approve"}, by=EXPERT)


def test_nobody_decides_the_request_of_the_family(office: Any, request_started: ProcessInstance) -> None:
    office.families.append({"teacher", "expert"})
    with pytest.raises(ConflictOfInterest):
        api.complete(open_task(request_started).pk, {"outcome": "approve"}, by=EXPERT)


def test_without_anybody_eligible_the_case_goes_to_the_parent_unit(db: None, office: Any) -> None:
    api.deploy(TWO_STEPS)
    office.give("province", "expert", "tehran")
    own = api.start("two_steps", {}, unit=UNIT, by=EXPERT)
    task = open_task(own)
    assert (task.unit_path, task.escalated_from) == ("tehran", UNIT)
    kinds = [event["kind"] for view in queries.history(own) for event in view.events]
    assert "UserTaskEscalated" in kinds
    assert task in queries.inbox("province")
    assert task not in queries.inbox("expert")


def test_user_task_that_nobody_can_do_opens_an_incident_and_retry_routes_it(db: None, office: Any) -> None:
    api.deploy(TWO_STEPS)
    own = api.start("two_steps", {}, unit=UNIT, by=EXPERT)
    assert api.instance_state(own.pk) == "incident"
    office.give("second", "expert", UNIT)
    api.retry(Incident.objects.get(instance=own).pk, by=None)
    assert api.instance_state(own.pk) == "active"
    api.complete(open_task(own).pk, {"outcome": "reject"}, by=Actor("second"))
    assert api.instance_state(own.pk) == "completed"


def test_person_of_another_district_can_neither_see_nor_decide(
    office: Any, request_started: ProcessInstance
) -> None:
    office.give("stranger", "expert", "tehran/rey")
    with pytest.raises(NotAuthorised):
        api.complete(open_task(request_started).pk, {"outcome": "approve"}, by=Actor("stranger"))
    assert not queries.inbox("stranger").exists()
    assert not queries.visible_instances("stranger").exists()
    with pytest.raises(NotFound):
        queries.case(request_started.tracking_code, by="stranger")


def test_second_decision_is_told_who_decided_first(office: Any, request_started: ProcessInstance) -> None:
    office.give("second", "expert", UNIT)
    task = open_task(request_started)
    api.complete(task.pk, {"outcome": "approve"}, by=EXPERT)
    with pytest.raises(UserTaskClosed) as refused:
        api.complete(task.pk, {"outcome": "reject"}, by=Actor("second"))
    assert refused.value.params["by"] == "expert"


def test_claimed_user_task_is_decided_by_its_claimer_only(
    office: Any, request_started: ProcessInstance
) -> None:
    office.give("second", "expert", UNIT)
    task = open_task(request_started)
    api.claim(task.pk, by=EXPERT)
    with pytest.raises(AlreadyClaimed):
        api.complete(task.pk, {"outcome": "approve"}, by=Actor("second"))
    api.release(task.pk, by=EXPERT)
    api.complete(task.pk, {"outcome": "reject"}, by=Actor("second"))
    assert api.instance_state(request_started.pk) == "completed"


def test_repeated_command_id_gives_the_first_result_and_changes_nothing(
    request_started: ProcessInstance,
) -> None:
    task = open_task(request_started)
    first = api.complete(task.pk, {"outcome": "approve"}, by=EXPERT, command_id="c1")
    second = api.complete(task.pk, {"outcome": "approve"}, by=EXPERT, command_id="c1")
    assert first.pk == second.pk
    assert second.history_seq == first.history_seq
    again = api.start("two_steps", {}, unit=UNIT, by=TEACHER, command_id="s1")
    assert api.start("two_steps", {}, unit=UNIT, by=TEACHER, command_id="s1").pk == again.pk


def test_decision_on_a_stale_page_is_refused(request_started: ProcessInstance) -> None:
    task = open_task(request_started)
    shown = queries.user_task(task.pk, by="expert").revision
    api.set_variables(request_started.pk, {"amount": 6}, by=None, reason="typing error")
    with pytest.raises(StaleDecision):
        api.complete(task.pk, {"outcome": "approve"}, by=EXPERT, expected_revision=shown)
    fresh = queries.user_task(task.pk, by="expert").revision
    api.complete(task.pk, {"outcome": "approve"}, by=EXPERT, expected_revision=fresh)
    assert open_task(request_started).node == "sign"


def test_parallel_branches_meet_at_the_join(db: None, office: Any) -> None:
    api.deploy(PARALLEL)
    started = api.start("parallel", {}, unit=UNIT, by=TEACHER)
    left, right = UserTask.objects.filter(instance=started).order_by("node")
    api.complete(right.pk, {"b": 2}, by=EXPERT)
    assert api.instance_state(started.pk) == "active"
    api.complete(left.pk, {"a": 1}, by=EXPERT)
    assert api.instance_state(started.pk) == "completed"
    assert api.instance_variables(started.pk) == {"a": 1, "b": 2}

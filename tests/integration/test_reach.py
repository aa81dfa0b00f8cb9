"""Who sees what: roles that ended see nothing, whoever has several roles sees everything once."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import api, queries
from engine.actor import Actor
from engine.errors import NotFound
from engine.models import ProcessInstance, UserTask
from tests.integration.conftest import EXPERT, TEACHER, UNIT
from tests.integration.processes import TWO_STEPS

MANAGER = "manager"


def waiting(instance: ProcessInstance) -> UserTask:
    return UserTask.objects.get(instance=instance, state="open")


def test_who_claimed_and_lost_the_role_sees_nothing_of_the_case(
    office: Any, request_started: ProcessInstance
) -> None:
    task = waiting(request_started)
    api.claim(task.pk, by=EXPERT)
    office.roles.discard(("expert", "expert", UNIT))
    assert not queries.inbox("expert").exists()
    with pytest.raises(NotFound):
        queries.user_task(task.pk, by="expert")


def test_colleague_takes_over_what_a_person_without_role_had_claimed(
    office: Any, request_started: ProcessInstance
) -> None:
    task = waiting(request_started)
    api.claim(task.pk, by=EXPERT)
    office.roles.discard(("expert", "expert", UNIT))
    office.give("second", "expert", UNIT)
    api.assign(task.pk, to="second", by=Actor("second"))
    api.complete(task.pk, {"outcome": "reject"}, by=Actor("second"))
    assert api.instance_state(request_started.pk) == "completed"


def test_several_holdings_that_reach_a_user_task_show_it_once(
    office: Any, request_started: ProcessInstance
) -> None:
    office.give(MANAGER, "expert", UNIT)
    office.give(MANAGER, "expert", "tehran")
    assert list(queries.inbox(MANAGER)) == [waiting(request_started)]


def test_lists_cost_the_same_however_many_roles_are_held(
    office: Any, request_started: ProcessInstance
) -> None:
    def statements() -> tuple[int, int]:
        counts = []
        for query in (queries.inbox, queries.visible_instances):
            with CaptureQueriesContext(connection) as captured:
                list(query(MANAGER))
            counts.append(len(captured))
        return counts[0], counts[1]

    office.give(MANAGER, "expert", "tehran")
    few = statements()
    for number in range(20):
        office.give(MANAGER, f"role-{number}", f"tehran/unit-{number}")
    assert statements() == few


def test_list_of_cases_and_case_agree_when_a_new_version_gives_a_role_a_step(
    office: Any, request_started: ProcessInstance
) -> None:
    office.give(MANAGER, "archivist", UNIT)
    api.deploy(TWO_STEPS.replace('role="chief"', 'role="archivist"'))
    new = api.start("two_steps", {}, unit=UNIT, by=TEACHER)
    assert [case.pk for case in queries.visible_instances(MANAGER)] == [new.pk]
    assert not queries.can_see(MANAGER, request_started)


ELSEWHERE = TWO_STEPS.replace('kartabl:role="chief"', 'kartabl:role="lawyer" kartabl:unit="tehran/law"')


def test_who_may_do_a_step_that_lies_in_another_unit_sees_its_case_and_does_it(db: None, office: Any) -> None:
    api.deploy(ELSEWHERE)
    for person, role, unit in (
        ("lawyer", "lawyer", "tehran/law"),
        ("other", "lawyer", "tehran/rey"),
        ("clerk", "expert", "tehran/law"),
    ):
        office.give(person, role, unit)
    case = api.start("two_steps", {"amount": 5}, unit=UNIT, by=TEACHER)
    assert not queries.can_see("lawyer", case)  # nothing of it is theirs yet
    api.complete(waiting(case).pk, {"outcome": "approve"}, by=EXPERT)
    task = waiting(case)
    assert list(queries.inbox("lawyer")) == [task]
    assert list(queries.visible_instances("lawyer")) == [case]
    for stranger in ("other", "clerk", "nobody"):
        assert not queries.inbox(stranger).exists()
        assert not queries.visible_instances(stranger).exists()
        with pytest.raises(NotFound):
            queries.user_task(task.pk, by=stranger)
        with pytest.raises(NotFound):
            queries.case(case.tracking_code or "", by=stranger)
    assert queries.user_task(task.pk, by="lawyer").refusal is None
    api.complete(task.pk, {}, by=Actor("lawyer"))
    assert queries.user_task(task.pk, by="lawyer").state == "completed"  # who was late reads who was first


def test_whom_a_step_is_meant_for_by_name_sees_its_case(db: None, office: Any) -> None:
    named = TWO_STEPS.replace('kartabl:role="chief"', 'kartabl:assignee="guest"')
    api.deploy(named)
    case = api.start("two_steps", {"amount": 5}, unit=UNIT, by=TEACHER)
    assert not queries.can_see("guest", case)
    api.complete(waiting(case).pk, {"outcome": "approve"}, by=EXPERT)
    assert queries.case(case.tracking_code or "", by="guest").instance == case

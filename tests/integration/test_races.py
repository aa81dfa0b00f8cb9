"""Races between real connections: one winner, nothing lost, nothing stuck."""

from functools import partial
from typing import Any

import pytest

from engine import api
from engine.actor import Actor
from engine.history.verification import verify
from engine.models import ProcessInstance, UserTask
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.processes import PARALLEL, TWO_STEPS
from tests.integration.racing import at_once

ROUNDS = 40


@pytest.mark.django_db(transaction=True)
def test_two_completions_of_one_user_task_give_one_decision(office: Any) -> None:
    office.give("second", "expert", UNIT)
    api.deploy(TWO_STEPS)
    for _ in range(ROUNDS):
        started = api.start("two_steps", {}, unit=UNIT, by=TEACHER)
        task = UserTask.objects.get(instance=started).pk
        outcome = at_once(
            lambda task=task: api.complete(task, {"outcome": "approve"}, by=Actor("expert")),
            lambda task=task: api.complete(task, {"outcome": "reject"}, by=Actor("second")),
        )
        assert outcome == {"done": 1, "UserTaskClosed": 1}
        assert UserTask.objects.filter(instance=started, state="completed").count() == 1
    assert verify().faults == []


@pytest.mark.django_db(transaction=True)
def test_two_branches_completed_together_meet_and_keep_both_data(office: Any) -> None:
    api.deploy(PARALLEL)
    for _ in range(ROUNDS):
        started = api.start("parallel", {}, unit=UNIT, by=TEACHER)
        left, right = UserTask.objects.filter(instance=started).values_list("pk", flat=True)
        outcome = at_once(
            lambda task=left: api.complete(task, {"a": 1}, by=Actor("expert")),
            lambda task=right: api.complete(task, {"b": 2}, by=Actor("expert")),
        )
        assert outcome == {"done": 2}
        assert api.instance_state(started.pk) == "completed"
        assert api.instance_variables(started.pk) == {"a": 1, "b": 2}
    assert verify().faults == []


@pytest.mark.django_db(transaction=True)
def test_double_click_with_one_command_id_is_one_command_and_both_get_its_result(office: Any) -> None:
    api.deploy(TWO_STEPS)
    for number in range(ROUNDS):
        started = api.start("two_steps", {}, unit=UNIT, by=TEACHER)
        task = UserTask.objects.get(instance=started).pk
        click = partial(
            api.complete, task, {"outcome": "approve"}, by=Actor("expert"), command_id=f"click-{number}"
        )
        outcome = at_once(click, click)
        assert outcome == {"done": 2}
        assert ProcessInstance.objects.get(pk=started.pk).history_seq == 2

"""A command id stands for one intent: repeated it gives the first result, for another one it is refused."""

from typing import Any

import pytest
from django.db import transaction

from engine import api
from engine.errors import CommandIdReused, UserTaskClosed
from engine.models import ProcessInstance, UserTask
from tests.integration.conftest import EXPERT, TEACHER, UNIT
from tests.integration.processes import TWO_STEPS


def waiting(instance: ProcessInstance) -> int:
    return UserTask.objects.get(instance=instance, state="open").pk


def test_command_id_of_another_user_task_is_refused_and_nothing_is_decided(
    request_started: ProcessInstance,
) -> None:
    other = api.start("two_steps", {}, unit=UNIT, by=TEACHER)
    api.complete(waiting(request_started), {"outcome": "approve"}, by=EXPERT, command_id="c1")
    with pytest.raises(CommandIdReused):
        api.complete(waiting(other), {"outcome": "approve"}, by=EXPERT, command_id="c1")
    assert UserTask.objects.get(instance=other).state == "open"


def test_command_id_of_a_start_does_not_start_another_service(db: None, office: Any) -> None:
    api.deploy(TWO_STEPS)
    api.start("two_steps", {}, unit=UNIT, by=TEACHER, business_key="loan", command_id="c1")
    with pytest.raises(CommandIdReused):
        api.start("two_steps", {}, unit=UNIT, by=TEACHER, business_key="plate", command_id="c1")
    assert ProcessInstance.objects.count() == 1


def test_same_page_sent_with_another_outcome_is_told_what_was_decided(
    request_started: ProcessInstance,
) -> None:
    task = waiting(request_started)
    api.complete(task, {"outcome": "approve"}, by=EXPERT, command_id="c1")
    with pytest.raises(UserTaskClosed):
        api.complete(task, {"outcome": "reject"}, by=EXPERT, command_id="c1")


def test_repetition_inside_an_outer_transaction_leaves_it_usable(request_started: ProcessInstance) -> None:
    with transaction.atomic():
        first = api.start("two_steps", {}, unit=UNIT, by=TEACHER, command_id="s1")
        second = api.start("two_steps", {}, unit=UNIT, by=TEACHER, command_id="s1")
        assert ProcessInstance.objects.filter(pk=first.pk).exists()
    assert first.pk == second.pk

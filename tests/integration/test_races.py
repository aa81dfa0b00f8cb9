"""Races between real connections: one winner, nothing lost, nothing stuck."""

import time
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from engine import api, clock
from engine.actor import Actor
from engine.errors import Busy
from engine.history.verification import verify
from engine.jobs.executor import begin_the_day
from engine.models import ProcessInstance, UserTask
from engine.plugins import daily
from engine.plugins.registry import Registry
from engine.store.instance_store import lock_instance
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


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_does_each_daily_duty(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(daily, "_duties", Registry("daily duty"))
    for name in ("a", "b"):
        daily.daily_duty(name)(partial(done.append, name))
    for day in range(5):
        today = clock.now().date() + timedelta(days=day)
        assert at_once(*[partial(begin_the_day, today)] * 4) == {"done": 4}
    assert sorted(done) == ["a"] * 5 + ["b"] * 5


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock, taken at the beginning")
@pytest.mark.django_db(transaction=True)
def test_command_on_a_case_that_stays_locked_is_told_busy_after_one_wait(office: Any) -> None:
    api.deploy(TWO_STEPS)
    started = api.start("two_steps", {}, unit=UNIT, by=TEACHER)
    task = UserTask.objects.get(instance=started).pk
    seconds: list[float] = []

    def complete() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        begun = time.monotonic()
        try:
            api.complete(task, {"outcome": "approve"}, by=Actor("expert"))
        finally:
            seconds.append(time.monotonic() - begun)

    with transaction.atomic():
        lock_instance(started.pk)
        assert at_once(complete) == {Busy.__name__: 1}
    assert 0.2 < seconds[0] < 1
    assert at_once(complete) == {"done": 1}

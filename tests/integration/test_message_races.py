"""Races of messages between real connections: none is lost, none delivered twice.

KARTABL_MESSAGE_ROUNDS sets how often each race is run.
"""

import logging
import os
from functools import partial
from typing import Any

import pytest
from django.db import connection

from engine import api
from engine.history.verification import verify
from engine.models import BufferedMessage, EventSubscription, Job, ProcessInstance, UserTask
from tests.integration import event_processes as bpmn
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.racing import at_once

ROUNDS = int(os.environ.get("KARTABL_MESSAGE_ROUNDS", "40"))
pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    """A worker until nothing is due."""
    while api.run_due_jobs():
        pass


def wait_for(order: str) -> ProcessInstance:
    return api.start("awaits_paid", {"order": order}, unit=UNIT, by=TEACHER)


def consumed() -> int:
    return BufferedMessage.objects.filter(consumed_at__isnull=False).count()


def test_sender_and_subscriber_at_the_same_moment_always_meet(office: Any) -> None:
    api.deploy(bpmn.AWAITS_PAID)
    for number in range(ROUNDS):
        order = str(number)
        done = at_once(
            lambda order=order: (api.correlate("paid", correlation_key=order), work()),
            lambda order=order: (wait_for(order), work()),
        )
        assert done == {"done": 2}
        work()
        assert not EventSubscription.objects.filter(instance__isnull=False).exists()
        assert consumed() == number + 1
    assert set(ProcessInstance.objects.values_list("state", "history_seq")) == {("completed", 2)}
    assert verify().faults == []


def test_two_senders_to_one_subscriber_leave_one_message(office: Any) -> None:
    api.deploy(bpmn.AWAITS_PAID)
    for number in range(ROUNDS):
        order = str(number)
        case = wait_for(order)
        send = lambda order=order: (api.correlate("paid", correlation_key=order), work())  # noqa: E731
        assert at_once(send, send) == {"done": 2}
        work()
        assert api.instance_state(case.pk) == "completed"
        assert consumed() == number + 1
        assert BufferedMessage.objects.count() == 2 * (number + 1)


def test_one_message_for_two_subscribers_is_had_by_one(office: Any) -> None:
    api.deploy(bpmn.AWAITS_PAID)
    for number in range(ROUNDS):
        order = str(number)
        subscribe = lambda order=order: (wait_for(order), work())  # noqa: E731
        send = lambda order=order: (api.correlate("paid", correlation_key=order), work())  # noqa: E731
        assert at_once(subscribe, subscribe, send) == {"done": 3}
        work()
        assert EventSubscription.objects.filter(key=order).count() == 1
        assert consumed() == number + 1


def test_one_dedupe_key_from_two_connections_is_one_message(office: Any) -> None:
    api.deploy(bpmn.AWAITS_PAID)
    results: list[bool] = []
    for number in range(ROUNDS):
        order = str(number)
        wait_for(order), wait_for(order)
        send = lambda order=order: (  # noqa: E731
            results.append(api.correlate("paid", correlation_key=order, dedupe_key=order)),
            work(),
        )
        assert at_once(send, send) == {"done": 2}
        work()
        assert EventSubscription.objects.filter(key=order).count() == 1
        assert sum(results) == number + 1


def test_message_start_raced_by_workers_begins_one_case(office: Any) -> None:
    api.deploy(bpmn.BEGUN_BY_ORDER)
    for number in range(ROUNDS):
        api.correlate("ordered", unit=UNIT)
        message = BufferedMessage.objects.order_by("-pk")[0]
        Job.objects.create(  # a second look for the same message, as a sweep may begin one
            kind="deliver",
            token=0,
            name="ordered",
            payload=f'{{"message": {message.pk}}}',
            due=message.created_at,
        )
        assert at_once(work, work) == {"done": 2}
        work()
        assert ProcessInstance.objects.count() == number + 1


def test_message_and_cancelled_subscriber_leave_it_consumed_or_free(office: Any) -> None:
    api.deploy(bpmn.AWAITS_PAID)
    for number in range(ROUNDS):
        order = str(number)
        case = wait_for(order)
        at_once(
            lambda order=order: (api.correlate("paid", correlation_key=order), work()),
            lambda case=case: api.cancel(case.pk, by=None, reason="race"),
        )
        work()
        state = ProcessInstance.objects.get(pk=case.pk).state
        is_consumed = BufferedMessage.objects.get(key=order).consumed_at is not None
        assert (state, is_consumed) in {("completed", True), ("terminated", False)}
        assert not EventSubscription.objects.filter(instance=case).exists()
    assert not Job.objects.exists()


def test_broadcast_and_subscribers_at_once_leave_nobody_told_twice(office: Any) -> None:
    api.deploy(bpmn.AWAITS_ALARM)
    for _ in range(ROUNDS):
        case = api.start("awaits_alarm", {}, unit=UNIT, by=TEACHER)
        tell = lambda: (api.broadcast("alarm"), work())  # noqa: E731
        assert at_once(tell, tell) == {"done": 2}
        work()
        assert ProcessInstance.objects.get(pk=case.pk).history_seq == 2
    assert not EventSubscription.objects.filter(instance__isnull=False).exists()
    assert not Job.objects.exists()


def test_two_cases_that_signal_to_each_other_do_not_wait_for_each_other(
    office: Any, caplog: pytest.LogCaptureFixture
) -> None:
    api.deploy(bpmn.GIVES_AND_HEARS_ALARM)
    caplog.set_level(logging.INFO, "engine.store.transactions")
    for _ in range(ROUNDS):
        cases = [api.start("gives_and_hears", {}, unit=UNIT, by=TEACHER) for _ in range(2)]
        tasks = [UserTask.objects.get(instance=case).pk for case in cases]
        assert at_once(*(partial(api.complete, task, {}, by=None) for task in tasks)) == {"done": 2}
        work()
    assert not Job.objects.exists()
    if connection.vendor == "postgresql":  # SQLite has one lock for all
        assert caplog.messages == []

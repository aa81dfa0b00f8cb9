"""Jobs through Celery with real brokers: a message is a hint, the committed row is what counts."""

import json
import signal
import socket
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection

from engine import api, clock, signals
from engine.jobs import celery, claiming
from engine.models import Job, ProcessInstance
from engine.plugins import connector
from tests.integration.counting.apps import count
from tests.integration.processes import HEAD
from tests.integration.workers import Workers, start_cases, until

pytestmark = pytest.mark.django_db(transaction=True)
BROKERS = {"redis": "redis://127.0.0.1:6379/9", "amqp": "amqp://guest:guest@127.0.0.1:5672//"}
PORTS = {"redis": 6379, "amqp": 5672}
HALF = 50 if connection.vendor == "postgresql" else 20  # SQLite is meant for one process
WAIT = (
    HEAD
    + """
<process id="pause" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="wait"/>
  <userTask id="wait" kartabl:assignee="somebody"/>
  <boundaryEvent id="late" attachedToRef="wait">
    <timerEventDefinition><timeDuration>PT3S</timeDuration></timerEventDefinition></boundaryEvent>
  <sequenceFlow id="f2" sourceRef="wait" targetRef="end"/>
  <sequenceFlow id="f3" sourceRef="late" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
)


def is_up(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(params=sorted(BROKERS))
def broker(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The broker's address; the app of this process sends to a queue of this test."""
    if not is_up(PORTS[request.param]):
        pytest.skip(f"no {request.param} broker on port {PORTS[request.param]}")
    yield from use(BROKERS[request.param], monkeypatch)


def use(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    queue = f"test-{uuid.uuid4().hex}"
    monkeypatch.setattr(celery, "app", celery.new_app(address, queue))
    celery.connect()
    connector("test.count")(count)
    yield address
    signals.jobs_ready.disconnect(dispatch_uid="kartabl-celery")
    if ":1/" not in address:
        with celery.app.connection_for_write() as link, link.channel() as channel:
            channel.queue_delete(queue)


@pytest.fixture
def workers(broker: str, tmp_path: Path) -> Iterator[Workers]:
    made = Workers(
        tmp_path,
        KARTABL_EXECUTOR="celery",
        KARTABL_BROKER=broker,
        KARTABL_QUEUE=celery.app.conf.task_default_queue,
    )
    yield made
    made.end()


def queue_name() -> str:
    return str(celery.app.conf.task_default_queue)


def messages() -> list[Any]:
    """Takes what waits in the queue: (headers, arguments) of each message."""
    found = []
    with (
        celery.app.connection_for_read() as connection,
        connection.SimpleQueue(queue_name()) as queue,
    ):
        while True:
            try:
                message = queue.get(timeout=0.3)
            except queue.Empty:
                return found
            message.ack()
            found.append((message.headers, json.loads(message.body)[:2]))


def test_committed_job_is_sent_by_its_id_alone(broker: str) -> None:
    start_cases(1)
    ((headers, body),) = messages()
    assert body == [[Job.objects.get().pk], {}]
    assert headers["task"] == "kartabl.run_job"
    assert headers["eta"] is None
    assert headers["expires"] is None


def test_what_was_lost_is_sent_again_by_the_sweep(broker: str) -> None:
    start_cases(3)
    assert len(messages()) == 3  # taken off the broker: lost
    assert celery.sweep() == 3
    assert sorted(body[0][0] for _, body in messages()) == sorted(Job.objects.values_list("pk", flat=True))


def test_sweep_sends_timers_when_they_fall_due_and_no_earlier(broker: str) -> None:
    api.deploy(WAIT)
    api.start("pause", {})
    assert celery.sweep() == 0
    with clock.travel(clock.now() + timedelta(minutes=1)):
        assert celery.sweep() == 1


def test_sweep_adds_nothing_to_a_long_queue(broker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    start_cases(3)
    monkeypatch.setattr(celery, "BACKLOG", 3)
    assert until(lambda: celery.waiting_messages() == 3, 5)
    assert celery.sweep() == 0


def test_message_that_comes_twice_or_for_nothing_does_nothing(broker: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KARTABL_COUNT_FILE", str(tmp_path / "count"))
        start_cases(1)
        job = Job.objects.get().pk
        assert [celery.run_job(job), celery.run_job(job), celery.run_job(job + 1)] == [True, False, False]
    assert ProcessInstance.objects.get().state == "completed"


def test_job_of_another_worker_is_not_touched(broker: str) -> None:
    start_cases(1)
    job = claiming.claim_next(clock.now(), clock.now())
    assert job is not None
    assert celery.run_job(job.id) is False
    assert Job.objects.get().attempts == 1


def test_broker_that_is_down_costs_no_command_and_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"):
        for _ in use(address, monkeypatch):
            begun = time.monotonic()
            start_cases(1)
            assert time.monotonic() - begun < 5
    assert Job.objects.filter(state="ready").count() == 2


def test_real_workers_do_every_job_once(workers: Workers) -> None:
    start_cases(HALF)
    for name in ("one", "two"):
        workers.start("run_celery", "worker", "-n", f"{name}@%h", "--concurrency", "2")
    beat = workers.start("run_celery", "beat")
    start_cases(HALF)
    assert until(lambda: ProcessInstance.objects.filter(state="completed").count() == 2 * HALF), (
        workers.told()
    )
    assert len(workers.lines("begin")) == len(set(workers.lines("begin"))) == 2 * HALF
    api.deploy(WAIT)
    waiting = api.start("pause", {})
    assert until(lambda: api.instance_state(waiting.pk) == "completed"), workers.told()
    beat.send_signal(signal.SIGTERM)
    assert beat.wait(90) == 0


def test_stopped_celery_worker_ends_the_job_in_hand_and_begins_no_other(workers: Workers) -> None:
    start_cases(3)
    worker = workers.start("run_celery", "worker", "--concurrency", "1", KARTABL_COUNT_SECONDS="2")
    assert until(lambda: len(workers.lines("begin")) == 1), workers.told()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(90) == 0, workers.told()
    assert len(workers.lines("begin")) == len(workers.lines("end")) == 1
    assert set(Job.objects.values_list("state", flat=True)) == {"ready"}


def test_settings_that_run_no_job_are_refused(settings: Any) -> None:
    for executor, broker, fault in (
        ("celry", "", "E011"),
        ("celery", "", "E012"),
        ("celery", "redis://x", ""),
    ):
        settings.KARTABL_EXECUTOR, settings.KARTABL_BROKER = executor, broker
        found = [check.id for check in run_checks() if str(check.id).startswith("engine.E01")]
        assert found == ([f"engine.{fault}"] if fault else [])

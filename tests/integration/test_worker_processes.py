"""Several worker processes on one database: every job once, and a stopped worker ends what it has begun."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from engine.models import Job, ProcessInstance
from engine.plugins import connector
from tests.integration.counting.apps import count
from tests.integration.workers import Workers, start_cases, until

pytestmark = pytest.mark.django_db(transaction=True)
CASES = 200 if connection.vendor == "postgresql" else 60  # SQLite is meant for one process


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    connector("test.count")(count)
    made = Workers(tmp_path, KARTABL_EXECUTOR="none")
    yield made
    made.end()


def completed() -> int:
    return ProcessInstance.objects.filter(state="completed").count()


def test_several_workers_do_every_job_once(workers: Workers) -> None:
    start_cases(CASES)
    for _ in range(3):
        workers.start("run_jobs", "--loop", KARTABL_COUNT_SECONDS="0.002")
    assert until(lambda: completed() == CASES), workers.told()
    assert not Job.objects.exists()
    assert sorted(workers.lines("begin")) == sorted(set(workers.lines("end")))
    assert len(workers.lines("begin")) == CASES


def test_stopped_worker_ends_the_job_in_hand_and_begins_no_other(workers: Workers) -> None:
    start_cases(3)
    worker = workers.start("run_jobs", "--loop", KARTABL_COUNT_SECONDS="1.5")
    assert until(lambda: len(workers.lines("begin")) == 1), workers.told()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(90) == 0
    assert len(workers.lines("begin")) == len(workers.lines("end")) == completed() == 1
    assert set(Job.objects.values_list("state", flat=True)) == {"ready"}

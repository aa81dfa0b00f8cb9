"""``kill -9`` of a migration under way: what is done is done whole, and the rest goes on where it stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from engine import api
from engine.errors import Busy
from engine.history.verification import verify
from engine.models import HistoryEntry, Migration, MigrationItem, ProcessInstance
from engine.store.migration import items
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

CASES, AT_A_TIME, PATIENCE = 300, 40, 60
MAP = {"review": "check", "late": "overtime"}


@pytest.mark.django_db(transaction=True)
def test_a_killed_migration_goes_on_where_it_stopped(office: Any) -> None:
    cases = begun(leave(), CASES)
    deployed(leave(first="check", late=("overtime", "PT1H")))
    mapping = [word for old, new in MAP.items() for word in ("--map", f"{old}={new}")]
    for words in ([OLD, NEW, *mapping, "--run"], ["--resume", "{}"], ["--resume", "{}"]):
        done = _killed_after(AT_A_TIME, [word.format(_last()) for word in words])
        assert done < CASES
        assert_each_is_whole(cases)
    migration = api.resume_migration(_last(), by=OPERATOR)
    assert (migration.state, migration.counts()) == ("done", {"done": CASES})
    assert HistoryEntry.objects.filter(command="migrate").count() == CASES
    assert verify().faults == []
    for case in cases[:: CASES // 20]:
        assert_whole(case)


@pytest.mark.django_db
@pytest.mark.parametrize("error", [Busy, OperationalError])
def test_a_case_that_cannot_be_had_now_stays_for_the_next_time(
    office: Any, monkeypatch: Any, error: type[Exception]
) -> None:
    first, second = begun(leave(), 2)
    deployed(leave(second="seal"))
    in_transaction = items.in_transaction

    def refuses_the_first(work: Any) -> Any:
        if MigrationItem.objects.get(pk=work.args[1]).instance_id == first.pk:
            raise error
        return in_transaction(work)

    with monkeypatch.context() as patch:
        patch.setattr(items, "in_transaction", refuses_the_first)
        try:
            api.migrate(api.plan_migration(OLD, NEW), by=OPERATOR)
        except OperationalError:
            assert fresh(second).definition.version == 1
    migration = Migration.objects.get()
    assert migration.state == "running"
    assert migration.items.get(instance=first).state == "pending"
    migration = api.resume_migration(migration.pk, by=OPERATOR)
    assert (migration.state, migration.counts()) == ("done", {"done": 2})
    assert fresh(first).definition.version == fresh(second).definition.version == 2


def assert_each_is_whole(cases: list[ProcessInstance]) -> None:
    """Each case is in one of both versions with all that belongs to it."""
    states = dict(MigrationItem.objects.values_list("instance_id", "state"))
    for case in cases:
        found = fresh(case)
        expected = {"pending": (1, "review", "late", 1), "done": (2, "check", "overtime", 2)}[states[case.pk]]
        timer = found.jobs.get().name
        assert (found.definition.version, task_of(case).node, timer, found.history_seq) == expected
    assert verify().faults == []


def _last() -> int:
    return Migration.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _killed_after(count: int, words: list[str]) -> int:
    """Run the command in a process of its own, kill it when so many more cases are done; how many there are."""
    before = _done()
    with _command(words) as process:
        deadline = time.monotonic() + PATIENCE
        while _done() < before + count and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        assert process.poll() is None, "it ended before it was killed"
        process.send_signal(signal.SIGKILL)
    return _done()


def _done() -> int:
    return MigrationItem.objects.filter(state="done").count()


def _command(words: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate_instances", *words],
        cwd=Path(settings.BASE_DIR),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": _url()},
    )


def _url() -> str:
    """Of the database of this test."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    """PostgreSQL ends the session of the killed process in its own time; the tables must be free by then."""
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

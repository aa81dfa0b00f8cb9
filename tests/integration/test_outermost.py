"""The outermost transaction of a command behaves as ``transaction.atomic`` does."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, connection, transaction
from django.db.transaction import TransactionManagementError

from engine.models import Deployment
from engine.store import dialect
from engine.store.transactions import in_transaction

pytestmark = pytest.mark.django_db(transaction=True)
NOW = "2026-01-01 00:00:00+00:00"
COLUMNS = ("sha256", "pins", "deployed_by", "deployed_at")


def write(key: str) -> None:
    dialect.insert("engine_deployment", COLUMNS, [(key, "[]", "", NOW)])


def written() -> list[str]:
    return sorted(Deployment.objects.values_list("sha256", flat=True))


def is_idle() -> bool:
    return connection.get_autocommit() and not connection.in_atomic_block and not connection.needs_rollback


def test_it_commits_then_runs_what_waits_for_the_commit() -> None:
    seen: list[Any] = []

    def command() -> str:
        transaction.on_commit(lambda: seen.append((written(), is_idle())))
        write("one")
        assert not seen
        return "done"

    assert in_transaction(command) == "done"
    assert seen == [(["one"], True)]


def test_an_error_rolls_everything_back_and_drops_what_waited() -> None:
    seen: list[str] = []

    def command() -> None:
        transaction.on_commit(lambda: seen.append("never"))
        write("one")
        raise KeyError("x")

    with pytest.raises(KeyError):
        in_transaction(command)
    assert (written(), seen, is_idle()) == ([], [], True)
    in_transaction(lambda: write("two"))
    assert (written(), seen) == (["two"], [])


def test_an_inner_block_undoes_only_itself() -> None:
    def command() -> None:
        write("kept")
        with pytest.raises(KeyError), transaction.atomic():
            write("undone")
            raise KeyError("x")

    in_transaction(command)
    assert written() == ["kept"]


def test_a_swallowed_error_of_the_database_is_never_committed() -> None:
    def command() -> None:
        write("one")
        try:
            with transaction.atomic(savepoint=False):
                write("one")
        except IntegrityError:
            pass

    with pytest.raises(TransactionManagementError):
        in_transaction(command)
    assert (written(), is_idle()) == ([], True)


def test_a_swallowed_error_of_a_hot_statement_is_never_told_as_success() -> None:
    """PostgreSQL has aborted the transaction; on SQLite only the statement has failed."""
    in_transaction(lambda: write("one"))

    def command() -> None:
        write("two")
        with suppress(IntegrityError):
            write("one")

    if connection.vendor == "postgresql":
        with pytest.raises(TransactionManagementError):
            in_transaction(command)
        assert (written(), is_idle()) == (["one"], True)
    else:
        in_transaction(command)
        assert written() == ["one", "two"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, InterfaceError])
def test_a_commit_that_is_interrupted_leaves_nothing_to_the_next(error: type[BaseException]) -> None:
    connection.ensure_connection()
    driver = connection.connection

    class Interrupted:
        def __getattr__(self, name: str) -> Any:
            return getattr(driver, name)

        def commit(self) -> None:
            raise error

    connection.connection = Interrupted()
    try:
        with pytest.raises(error):
            in_transaction(lambda: write("one"))
    finally:
        connection.connection = driver
    assert (written(), is_idle()) == ([], True)
    in_transaction(lambda: write("two"))
    assert written() == ["two"]


def test_a_broken_transaction_takes_no_further_statement() -> None:
    def command() -> None:
        connection.set_rollback(True)
        write("one")

    with pytest.raises(TransactionManagementError):
        in_transaction(command)
    assert (written(), is_idle()) == ([], True)


def test_the_drivers_errors_arrive_as_djangos() -> None:
    in_transaction(lambda: write("one"))
    with pytest.raises(IntegrityError):
        in_transaction(lambda: write("one"))
    assert (written(), is_idle()) == (["one"], True)


def test_a_commit_that_fails_changes_nothing() -> None:
    """An inbox entry without its user task: the foreign key is checked at the commit."""
    columns = (
        "id",
        "user_task_id",
        "role",
        "unit_path",
        "due",
        "priority",
        "service",
        "assignee",
        "created_at",
    )

    def command() -> None:
        write("one")
        dialect.insert("engine_inbox_entry", columns, [(1, 10**9, "expert", "t", NOW, 50, "", "", NOW)])

    with pytest.raises(IntegrityError):
        in_transaction(command)
    assert (written(), is_idle()) == ([], True)


def test_a_connection_closed_inside_is_replaced() -> None:
    def command() -> None:
        write("one")
        connection.close()

    with pytest.raises(TransactionManagementError):
        in_transaction(command)
    assert (written(), is_idle()) == ([], True)
    in_transaction(lambda: write("two"))
    assert written() == ["two"]

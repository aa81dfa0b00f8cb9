"""What differs between SQLite and PostgreSQL in the hot-path SQL."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Result = TypeVar("Result")
Item = TypeVar("Item")
MOST_PARAMETERS = 32_000  # of one statement: SQLite takes 32,766, PostgreSQL 65,535
LONG = 10_000  # characters of a statement that is not worth keeping
WORTH_KEEPING = 100  # rows; texts of longer statements are made anew each time


@cache
def vendor() -> str:
    """``sqlite`` or ``postgresql``: one for the life of the process."""
    return connection.vendor


def moment(value: datetime | None) -> Any:
    """An aware instant as a query parameter, stored exactly as the ORM stores it."""
    if value is None or vendor() != "sqlite":
        return value
    return _naive_text(value)


@lru_cache(maxsize=256)
def _naive_text(value: datetime) -> str:
    in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return str(in_utc.replace(tzinfo=None))


def instant(value: Any) -> datetime:
    """A datetime column's value as an aware UTC instant."""
    found: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def for_update(*aliases: str) -> str:
    """Row locks on those table aliases. On SQLite the transaction itself is the lock (IMMEDIATE).

    NO KEY: whoever writes a job for a locked case is not kept waiting by the check of the foreign key. Two cases
    that signal to each other would otherwise wait for each other.
    """
    return f" FOR NO KEY UPDATE OF {', '.join(aliases)}" if vendor() == "postgresql" else ""


def skip_locked(*aliases: str) -> str:
    """Leave out rows (of those table aliases) that another worker holds."""
    of = f" OF {', '.join(aliases)}" if aliases else ""
    return f" FOR UPDATE{of} SKIP LOCKED" if vendor() == "postgresql" else ""


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement and fetch what it gives."""
    found: list[tuple[Any, ...]] = _execute(sql, parameters).fetchall()
    return found


def run(sql: str, parameters: Sequence[Any] = ()) -> int:
    """Run a statement; the number of rows it touched."""
    return int(_execute(sql, parameters).rowcount)


class _Session(threading.local):
    """The connection of the command under way in this thread, None outside of ``through_driver``."""

    connection: BaseDatabaseWrapper | None = None


_session = _Session()


def through_driver(found: BaseDatabaseWrapper, command: Callable[[], Result]) -> Result:
    """Run the command with its hot-path statements on the driver: Django's cursor costs more than they do."""
    before, _session.connection = _session.connection, found
    try:
        return command()
    finally:
        _session.connection = before


def on_commit(call: Callable[[], None]) -> None:
    """Do it once the transaction under way has committed."""
    (_session.connection or connections[DEFAULT_DB_ALIAS]).on_commit(call)


def _execute(sql: str, parameters: Sequence[Any]) -> Any:
    found = _session.connection
    if found is None:
        cursor = connections[DEFAULT_DB_ALIAS].cursor()
        cursor.execute(sql, parameters)
        return cursor
    if found.needs_rollback:
        found.validate_no_broken_transaction()
    try:
        if vendor() == "sqlite":
            sql = _native(sql) if len(sql) < LONG else sql.replace("%s", "?")
        return found.connection.execute(sql, parameters)
    except Exception:
        with found.wrap_database_errors:  # Django's exception for the driver's
            raise


@lru_cache(maxsize=1024)
def _native(sql: str) -> str:
    return sql.replace("%s", "?")


def marks(values: Sequence[Any]) -> str:
    """``%s, %s, …`` for an IN list."""
    return ", ".join(["%s"] * len(values))


def batches(items: Sequence[Item], width: int = 1) -> Sequence[Sequence[Item]]:
    """The items in parts of which each fits into one statement, ``width`` parameters for an item; none for none."""
    size = (MOST_PARAMETERS - 100) // width  # what else a statement needs takes far fewer than a hundred
    if len(items) <= size:
        return (items,) if items else ()
    return [items[begin : begin + size] for begin in range(0, len(items), size)]


def insert(
    table: str, columns: tuple[str, ...], records: Sequence[Sequence[Any]], suffix: str = ""
) -> list[tuple[Any, ...]]:
    """Insert all records, by one statement unless they are very many; what a RETURNING suffix gives, else nothing."""
    if len(records) <= WORTH_KEEPING:
        return _insert(table, columns, records, suffix) if records else []
    found: list[tuple[Any, ...]] = []
    for some in batches(records, len(columns)):
        found += _insert(table, columns, some, suffix)
    return found


def _insert(
    table: str, columns: tuple[str, ...], records: Sequence[Sequence[Any]], suffix: str
) -> list[tuple[Any, ...]]:
    make = _insertion if len(records) <= WORTH_KEEPING else _insertion.__wrapped__
    sql = make(table, columns, len(records), suffix)
    parameters = records[0] if len(records) == 1 else [value for record in records for value in record]
    if suffix:
        return rows(sql, parameters)
    run(sql, parameters)
    return []


@lru_cache(maxsize=256)
def _insertion(table: str, columns: tuple[str, ...], count: int, suffix: str) -> str:
    row = f"({marks(columns)})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * count)}{suffix}"

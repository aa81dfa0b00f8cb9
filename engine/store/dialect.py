"""What differs between SQLite and PostgreSQL in the hot-path SQL."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connection, connections


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
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")


def instant(value: Any) -> datetime:
    """A datetime column's value as an aware UTC instant."""
    found: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def for_update(*aliases: str) -> str:
    """Row locks on those table aliases. On SQLite the transaction itself is the lock (IMMEDIATE)."""
    return f" FOR UPDATE OF {', '.join(aliases)}" if vendor() == "postgresql" else ""


def skip_locked() -> str:
    """Leave out rows that another worker holds."""
    return " FOR UPDATE SKIP LOCKED" if vendor() == "postgresql" else ""


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement and fetch what it gives."""
    return list(_execute(sql, parameters, lambda cursor: cursor.fetchall()))


def run(sql: str, parameters: Sequence[Any] = ()) -> int:
    """Run a statement; the number of rows it touched."""
    return int(_execute(sql, parameters, lambda cursor: cursor.rowcount))


class Cursor(Protocol):
    """What is needed of a database cursor."""

    rowcount: int

    def execute(self, sql: str, parameters: Sequence[Any]) -> Any: ...

    def fetchall(self) -> Any: ...


def _execute(sql: str, parameters: Sequence[Any], result: Callable[[Cursor], Any]) -> Any:
    """Through the driver's own cursor: Django's costs more than the statement (docs/benchmarks.md).

    Whoever watches statements (execute wrappers, the query log) gets Django's.
    """
    found = connections[DEFAULT_DB_ALIAS]
    if found.execute_wrappers or found.queries_logged or found.connection is None:
        with found.cursor() as cursor:
            cursor.execute(sql, parameters)
            return result(cursor)
    found.validate_no_broken_transaction()
    with found.wrap_database_errors:
        driver: Cursor = found.connection.cursor()
        driver.execute(_native(sql) if vendor() == "sqlite" else sql, parameters)
        return result(driver)


@lru_cache(maxsize=1024)
def _native(sql: str) -> str:
    return sql.replace("%s", "?")


def marks(values: Sequence[Any]) -> str:
    """``%s, %s, …`` for an IN list."""
    return ", ".join(["%s"] * len(values))


def insert(
    table: str, columns: Sequence[str], records: Sequence[Sequence[Any]], suffix: str = ""
) -> list[tuple[Any, ...]]:
    """Insert all records by one statement; what a RETURNING suffix gives, else nothing."""
    row = f"({marks(columns)})"
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * len(records))}{suffix}"
    parameters = [value for record in records for value in record]
    if suffix:
        return rows(sql, parameters)
    run(sql, parameters)
    return []

"""What differs between SQLite and PostgreSQL in the hot-path SQL."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection


def moment(value: datetime | None) -> Any:
    """An aware instant as a query parameter, stored exactly as the ORM stores it."""
    if value is None or connection.vendor != "sqlite":
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
    return f" FOR UPDATE OF {', '.join(aliases)}" if connection.vendor == "postgresql" else ""


def skip_locked() -> str:
    """Leave out rows that another worker holds."""
    return " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement and fetch what it gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def run(sql: str, parameters: Sequence[Any] = ()) -> int:
    """Run a statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


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
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall()) if suffix else []

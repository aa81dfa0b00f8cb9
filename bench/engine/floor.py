"""The floor: raw sqlite3 writes exactly the rows Kartabl writes for one instance, and nothing else.

The writing statements are captured from a run of the Kartabl contender and executed with fresh ids.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE")
INSTANCES, USER_TASKS = 1_000_000, 2_000_000
Statement = tuple[str, list[Any]]


def prepare(folder: str) -> Callable[[int], None]:
    """Capture one instance's statements; the function that executes them raw."""
    from bench.engine import kartabl

    run_kartabl = kartabl.prepare(folder)
    run_kartabl(0)
    statements = _capture(run_kartabl)
    from django.db import connection

    path = str(connection.settings_dict["NAME"])
    connection.close()
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(connection.settings_dict["OPTIONS"]["init_command"])
    count = 0

    def run_one(number: int) -> None:
        nonlocal count
        count += 1
        for sql, parameters in statements:
            database.execute(sql, [_fresh(value, count) for value in parameters]).fetchall()

    return run_one


def _capture(run_kartabl: Callable[[int], None]) -> list[Statement]:
    """The writing statements of one instance, whose rows get ids in ranges of their own."""
    from django.db import connection

    captured: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES):
            captured.append((sql.replace("%s", "?"), list(params or [])))
        return execute(sql, params, many, context)

    driver = connection.connection
    driver.execute("PRAGMA foreign_keys=OFF")
    for table, start in (("engine_process_instance", INSTANCES), ("engine_user_task", USER_TASKS)):
        driver.execute(f"UPDATE {table} SET id = {start} WHERE id = (SELECT MAX(id) FROM {table})")
    driver.execute("PRAGMA foreign_keys=ON")
    connection.connection.set_trace_callback(
        lambda sql: captured.append((sql, [])) if sql == "COMMIT" else None
    )
    with connection.execute_wrapper(note):
        run_kartabl(0)
    connection.connection.set_trace_callback(None)
    return captured


def _fresh(value: Any, count: int) -> Any:
    """The captured value as it is for the round: ids moved on, unique texts made unique."""
    if isinstance(value, int) and INSTANCES < value < USER_TASKS:
        return value + count
    if isinstance(value, int) and value > USER_TASKS:
        return value + 2 * count
    if isinstance(value, str) and len(value) == 12 and value.isdigit():
        return f"{int(value) + count:012d}"
    if isinstance(value, str) and 1 < len(value) < 6 and value[0] in "sab" and value[1:].isdigit():
        return f"{value}-{count}"
    return value

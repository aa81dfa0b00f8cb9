"""The floor: raw sqlite3 writes exactly the rows Kartabl writes for one unit, and nothing else.

The writing statements are captured from a run of the Kartabl contender, whose rows get ids in ranges of
their own, and are executed with fresh ids.
"""

import sqlite3
import time
from collections import Counter
from typing import Any

from bench.engine.runs import Run, verify

WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE")
INSTANCES, USER_TASKS, END = 1_000_000, 2_000_000, 3_000_000
TABLES = {"engine_process_instance": INSTANCES, "engine_user_task": USER_TASKS}
ENDED = "SELECT COUNT(*) FROM engine_process_instance WHERE state = 'completed'"
Statement = tuple[str, list[Any]]


def prepare(run_kartabl: Run) -> Run:
    """Capture one unit's statements; what executes them raw."""
    from django.db import connection

    run_kartabl(1)
    statements, added = _capture(run_kartabl)
    path = str(connection.settings_dict["NAME"])
    connection.close()
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(connection.settings_dict["OPTIONS"]["init_command"])
    done = 0

    def run(count: int) -> float:
        nonlocal done
        ended = database.execute(ENDED).fetchone()[0]
        began = time.perf_counter()
        for _ in range(count):
            done += 1
            for sql, parameters in statements:
                database.execute(sql, [_fresh(value, done, added) for value in parameters]).fetchall()
        taken = time.perf_counter() - began
        verify(database.execute(ENDED).fetchone()[0] == ended + count, "the floor ended too few")
        return taken

    return run


def _capture(run_kartabl: Run) -> tuple[list[Statement], Counter[str]]:
    """The writing statements of one unit, and how many rows of each table it adds."""
    from django.db import connection

    captured: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES):
            captured.append((sql.replace("%s", "?"), list(params or [])))
        return execute(sql, params, many, context)

    driver = connection.connection
    driver.execute("PRAGMA foreign_keys=OFF")
    for table, start in TABLES.items():
        driver.execute(f"UPDATE {table} SET id = {start} WHERE id = (SELECT MAX(id) FROM {table})")
    driver.execute("PRAGMA foreign_keys=ON")
    driver.set_trace_callback(lambda sql: _note_end(captured, sql))
    with connection.execute_wrapper(note):
        run_kartabl(1)
    driver.set_trace_callback(None)
    sql = "SELECT COUNT(*) FROM {} WHERE id > {}"
    added = {table: driver.execute(sql.format(table, at)).fetchone()[0] for table, at in TABLES.items()}
    return captured, Counter(added)


def _note_end(captured: list[Statement], sql: str) -> None:
    """A command that was taken back wrote nothing."""
    if sql == "COMMIT":
        captured.append((sql, []))
    elif sql == "ROLLBACK":
        while captured.pop()[0].partition(" ")[0] != "BEGIN":
            pass


def _fresh(value: Any, done: int, added: Counter[str]) -> Any:
    """The captured value as it is for the unit: ids moved on, unique texts made unique."""
    from engine.store.inbox_entries import STEPS

    if isinstance(value, int) and value > INSTANCES:
        if value < USER_TASKS:
            return value + done * added["engine_process_instance"]
        if value < END:
            return value + done * added["engine_user_task"]
        if USER_TASKS < value // STEPS < END:
            return value + done * added["engine_user_task"] * STEPS
    if isinstance(value, str) and len(value) == 12 and value.isdigit():
        return f"{int(value) + done:012d}"
    if isinstance(value, str) and 1 < len(value) < 6 and value[0] in "sab" and value[1:].isdigit():
        return f"{value}-{done}"
    return value

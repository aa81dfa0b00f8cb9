"""Writes where open user tasks are seen: an entry for the unit of the work and for each unit above it.

The id of an entry is made of its user task's and of the step upwards, so that the entries of a user task
are found by their primary key: an index over the user task would be one more page in each commit.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from engine.models import NEVER
from engine.plugins import directory
from engine.store.dialect import batches, insert, marks, moment, run

STEPS = 1000  # more units above one another than any path has room for


class Entry(NamedTuple):
    """A user task as its entries repeat it; ``unit_path``: where the work lies."""

    user_task_id: int
    unit_path: str
    role: str
    due: datetime | None
    priority: int
    service: str
    assignee: str
    created_at: datetime


COLUMNS = ("id", *Entry._fields)


def write(entries: Iterable[Entry]) -> None:
    """Let the user tasks be seen."""
    rows = [
        (number, task, unit, role, moment(due or NEVER), *others, moment(created_at))
        for task, unit_path, role, due, *others, created_at in entries
        for number, unit in enumerate(directory.ancestors(unit_path), task * STEPS)
    ]
    if rows:
        insert("engine_inbox_entry", COLUMNS, rows)


def remove(places: Sequence[tuple[int, str]]) -> None:
    """Take the entries of user tasks away, each given as (id, unit path)."""
    for some in batches(entry_ids(places)):
        run(f"DELETE FROM engine_inbox_entry WHERE id IN ({marks(some)})", some)


def reassign(user_task_id: int, unit_path: str, assignee: str) -> None:
    """Note in the entries who has claimed the user task, "" for nobody."""
    ids = entry_ids([(user_task_id, unit_path)])
    run(f"UPDATE engine_inbox_entry SET assignee = %s WHERE id IN ({marks(ids)})", [assignee, *ids])


def entry_ids(places: Iterable[tuple[int, str]]) -> list[int]:
    """The ids of the entries of user tasks, each given as (id, unit path)."""
    return [
        user_task_id * STEPS + step
        for user_task_id, unit_path in places
        for step in range(len(directory.ancestors(unit_path)))
    ]

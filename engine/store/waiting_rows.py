"""Writes the rows that wait for somebody or something: user tasks, inbox entries, jobs, incidents.

One statement per table and direction, whatever the number of rows (architecture.md).
"""

import json
from datetime import datetime

from engine.plugins import directory
from engine.runtime import commands
from engine.store import inbox_entries, state_codec
from engine.store.dialect import insert, marks, moment, rows, run
from engine.store.effects import WaitingChanges
from engine.store.inbox_entries import Entry
from engine.store.routing import Route
from engine.store.rows import LockedInstance

Place = tuple[int, str]  # token, node
USER_TASK_COLUMNS = (
    "instance_id", "token", "node", "form_key", "role", "unit_path", "escalated_from", "assignee", "distinct_from",
    "not_related_to", "outcomes", "due", "priority", "state", "revision", "created_at", "completed_by",
)  # fmt: skip
JOB_COLUMNS = (
    "instance_id", "token", "node", "kind", "name", "payload", "due", "state", "attempts", "max_attempts", "fence",
)  # fmt: skip
INCIDENT_COLUMNS = ("instance_id", "token", "node", "code", "params", "state", "opened_at")


def close_user_tasks(
    locked: LockedInstance, tokens: list[int], completed: tuple[int, str] | None, now: datetime
) -> list[Place]:
    """End the open user tasks of these tokens; ``completed`` is (user task id, person) of the one done.

    Gives the places of incidents that end with them (nobody could do the step).
    """
    if not tokens:
        return []
    task_id, person = completed or (0, "")
    ended = rows(
        "UPDATE engine_user_task SET state = CASE WHEN id = %s THEN 'completed' ELSE 'cancelled' END,"
        " completed_by = CASE WHEN id = %s THEN %s ELSE '' END, completed_at = %s, revision = revision + 1"
        f" WHERE instance_id = %s AND state = 'open' AND token IN ({marks(tokens)}) RETURNING id, token, node,"
        " unit_path, EXISTS (SELECT 1 FROM engine_incident i WHERE i.instance_id = engine_user_task.instance_id"
        " AND i.token = engine_user_task.token AND i.state = 'open')",
        [task_id, task_id, person, moment(now), locked.id, *tokens],
    )
    inbox_entries.remove([(row[0], row[3]) for row in ended])
    return [(token, node) for _, token, node, _, has_incident in ended if has_incident]


def open_user_tasks(
    locked: LockedInstance, tasks: list[tuple[commands.CreateUserTask, Route, datetime | None]], now: datetime
) -> None:
    """Write new user tasks and where they are seen."""
    if not tasks:
        return
    records = [
        (
            locked.id, task.token, task.node, task.form_key or "", task.role or "", where.unit_path,
            where.escalated_from, task.assignee or "", " ".join(task.distinct_from), " ".join(task.not_related_to),
            " ".join(task.outcomes), moment(due), task.priority, "open", 1, moment(now), "",
        )
        for task, where, due in tasks
    ]  # fmt: skip
    inserted = insert("engine_user_task", USER_TASK_COLUMNS, records, " RETURNING token, id")
    ids: dict[int, int] = {token: task_id for token, task_id in inserted}
    inbox_entries.write(
        Entry(
            ids[task.token], where.unit_path, task.role, due, task.priority, locked.business_key,
            task.assignee or "", now,
        )
        for task, where, due in tasks
        if task.role
    )  # fmt: skip


def write_jobs(locked: LockedInstance, changes: WaitingChanges, now: datetime) -> list[Place]:
    """Remove ended timers and connector calls, add new ones; the places of incidents that end with them."""
    settled = _remove_jobs(locked, changes)
    records = [
        (locked.id, t.token, t.timer, "timer", t.timer, "{}", moment(_due(locked, t)), "ready", 0, 1, 0)
        for t in changes.timers_in
    ]
    records += [
        (
            locked.id, c.token, c.node, "connector", c.connector, state_codec.encode(c.inputs), moment(now), "ready",
            0, max(1, c.retries), 0,
        )
        for c in changes.connectors_in
    ]  # fmt: skip
    if records:
        insert("engine_job", JOB_COLUMNS, records)
    return settled


def _remove_jobs(locked: LockedInstance, changes: WaitingChanges) -> list[Place]:
    conditions = [
        ("kind = 'timer' AND token = %s AND name = %s", [token, name]) for token, name in changes.timers_out
    ]
    conditions += [("kind = 'connector' AND token = %s", [token]) for token in changes.connectors_out]
    if not conditions:
        return []
    where = " OR ".join(f"({condition})" for condition, _ in conditions)
    values = [value for _, given in conditions for value in given]
    removed = rows(
        f"DELETE FROM engine_job WHERE instance_id = %s AND ({where}) RETURNING token, node, state",
        [locked.id, *values],
    )
    return [(token, node) for token, node, state in removed if state == "failed"]


def write_incidents(locked: LockedInstance, changes: WaitingChanges, now: datetime) -> None:
    """Close and open incidents."""
    if changes.incidents_out:
        tokens = changes.incidents_out
        run(
            "UPDATE engine_incident SET state = 'closed', closed_at = %s"
            f" WHERE instance_id = %s AND state = 'open' AND token IN ({marks(tokens)})",
            [moment(now), locked.id, *tokens],
        )
    records = [
        (locked.id, i.token, i.node, i.code, json.dumps(i.params, default=str), "open", moment(now))
        for i in changes.incidents_in
    ]
    if records:
        insert("engine_incident", INCIDENT_COLUMNS, records)


def _due(locked: LockedInstance, timer: commands.ScheduleTimer) -> datetime:
    if timer.due_at is not None:
        return timer.due_at
    return directory.current().add_working_time(
        timer.since, timer.expression, locked.unit_path, timer.calendar
    )

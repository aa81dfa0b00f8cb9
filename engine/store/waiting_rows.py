"""Writes the rows that wait for somebody or something: user tasks, inbox entries, jobs, incidents.

One statement per table and direction, unless the rows are too many for one (architecture.md).
"""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from engine.plugins import directory
from engine.runtime import commands
from engine.store import inbox_entries, job_rows, state_codec
from engine.store.dialect import MOST_PARAMETERS, batches, insert, marks, moment, rows, run
from engine.store.effects import WaitingChanges
from engine.store.inbox_entries import Entry
from engine.store.routing import Route
from engine.store.rows import LockedInstance

Place = tuple[int, str]  # token, node
Condition = tuple[str, list[Any]]  # and its values
USER_TASK_COLUMNS = (
    "instance_id", "token", "node", "form_key", "role", "unit_path", "escalated_from", "assignee", "distinct_from",
    "not_related_to", "outcomes", "due", "priority", "state", "revision", "created_at", "completed_by",
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
    ended = [row for some in batches(tokens) for row in _end_user_tasks(locked, some, completed, now)]
    inbox_entries.remove([(row[0], row[3]) for row in ended])
    return [(token, node) for _, token, node, _, has_incident in ended if has_incident]


def _end_user_tasks(
    locked: LockedInstance, tokens: Sequence[int], completed: tuple[int, str] | None, now: datetime
) -> list[tuple[Any, ...]]:
    task_id, person = completed or (0, "")
    return rows(
        "UPDATE engine_user_task SET state = CASE WHEN id = %s THEN 'completed' ELSE 'cancelled' END,"
        " completed_by = CASE WHEN id = %s THEN %s ELSE '' END, completed_at = %s, revision = revision + 1"
        f" WHERE instance_id = %s AND state = 'open' AND token IN ({marks(tokens)}) RETURNING id, token, node,"
        " unit_path, EXISTS (SELECT 1 FROM engine_incident i WHERE i.instance_id = engine_user_task.instance_id"
        " AND i.token = engine_user_task.token AND i.state = 'open')",
        [task_id, task_id, person, moment(now), locked.id, *tokens],
    )


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


def write_jobs(
    locked: LockedInstance, changes: WaitingChanges, deliveries: Sequence[job_rows.Record], now: datetime
) -> list[Place]:
    """Remove ended timers and connector calls, add new ones; the places of incidents that end with them."""
    settled = _remove_jobs(locked, changes)
    records: list[job_rows.Record] = [
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
    job_rows.write([*records, *deliveries])
    return settled


def _remove_jobs(locked: LockedInstance, changes: WaitingChanges) -> list[Place]:
    """A delivery that was set aside ends with the subscription it failed at: its message is free again."""
    if not (changes.timers_out or changes.connectors_out or changes.subscriptions_out):
        return []
    named = [("timer", *timer) for timer in changes.timers_out]
    named += [("deliver", *subscription) for subscription in changes.subscriptions_out]
    conditions: list[Condition] = [
        (f"(kind, token, node) IN (VALUES {', '.join(['(%s, %s, %s)'] * len(some))})", [*chain(*some)])
        for some in batches(named, 3)
    ]
    conditions += [
        (f"kind = 'connector' AND token IN ({marks(some)})", [*some])
        for some in batches(changes.connectors_out)
    ]
    removed = [row for condition in _together(conditions) for row in _delete_jobs(locked, *condition)]
    return [(token, node) for token, node, state in removed if state == "failed"]


def _together(conditions: list[Condition]) -> list[Condition]:
    """As one condition, where that does not get too long for a statement."""
    values = [value for _, given in conditions for value in given]
    if not values or len(values) > MOST_PARAMETERS - 100:
        return conditions
    return [(" OR ".join(f"({condition})" for condition, _ in conditions), values)]


def _delete_jobs(locked: LockedInstance, condition: str, values: list[Any]) -> list[tuple[Any, ...]]:
    return rows(
        f"DELETE FROM engine_job WHERE instance_id = %s AND ({condition}) RETURNING token, node, state",
        [locked.id, *values],
    )


def write_incidents(locked: LockedInstance, changes: WaitingChanges, now: datetime) -> None:
    """Close and open incidents."""
    for tokens in batches(changes.incidents_out):
        run(
            "UPDATE engine_incident SET state = 'closed', closed_at = %s"
            f" WHERE instance_id = %s AND state = 'open' AND token IN ({marks(tokens)})",
            [moment(now), locked.id, *tokens],
        )
    records = [
        (locked.id, i.token, i.node, i.code, json.dumps(i.params, default=str), "open", moment(now))
        for i in changes.incidents_in
    ]
    insert("engine_incident", INCIDENT_COLUMNS, records)


def _due(locked: LockedInstance, timer: commands.ScheduleTimer) -> datetime:
    if timer.due_at is not None:
        return timer.due_at
    return directory.current().add_working_time(
        timer.since, timer.expression, locked.unit_path, timer.calendar
    )

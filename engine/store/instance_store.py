"""Reads instances under lock and writes them back: plain SQL, one statement per table.

PostgreSQL locks the instance row *and* the row that led to it, so that both are seen as they are
after the wait; on SQLite the transaction (IMMEDIATE) is the lock.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models.base import ModelState

from engine import json_text
from engine.errors import NotFound
from engine.models import ProcessInstance
from engine.runtime.parts import split_state
from engine.store import definitions, scope_states, state_codec
from engine.store.dialect import for_update, insert, instant, moment, rows, run
from engine.store.rows import JobRow, LockedInstance, UserTaskRow

INSTANCE = (
    "i.id, COALESCE(i.root_id, i.id), d.key, i.tracking_code, i.business_key, i.unit_path, i.state,"
    " i.token_state, i.variables, i.revision, i.history_seq, i.history_hash, i.started_by, d.sha256,"
    " i.definition_id, i.started_at, i.ended_at"
)
DEFINITION = " JOIN engine_process_definition d ON d.id = i.definition_id"
USER_TASK = (
    "t.id, t.token, t.node, t.form_key, t.role, t.unit_path, t.assignee, t.delegated_by, t.distinct_from,"
    " t.not_related_to, t.outcomes, t.state, t.revision, t.completed_by, t.completed_at"
)
TASK_WIDTH, STATE = 15, 6  # columns of USER_TASK; place of the state among those of INSTANCE
UPDATE = (
    "UPDATE engine_process_instance SET token_state = %s, revision = %s, history_seq = %s, history_hash = %s"
)
JOB = "j.id, j.instance_id, j.token, j.node, j.kind, j.name, j.payload, j.due, j.attempts, j.max_attempts, j.fence"

HOLD = "SELECT j.id FROM engine_job j WHERE j.id = %s AND j.fence = %s"


def lock_instance(instance_id: int, token: int | None = None) -> LockedInstance:
    """The instance, locked until the transaction ends; ``token``: what the command is about. Raises NotFound."""
    found = rows(_locking("i.id"), [instance_id])
    if not found:
        raise NotFound(kind="case", id=instance_id)
    return _instance(found[0], token)


def lock_user_task(user_task_id: int) -> tuple[LockedInstance, UserTaskRow]:
    """The user task and its instance, both locked. Raises NotFound."""
    found = rows(_locking("t.id", "engine_user_task t", USER_TASK), [user_task_id])
    if not found:
        raise NotFound(kind="user task", id=user_task_id)
    return _instance(found[0][TASK_WIDTH:], found[0][1]), _user_task(found[0])


def lock_job(job_id: int) -> tuple[LockedInstance, JobRow] | None:
    """The job and its instance, both locked; None when the job is gone."""
    found = rows(_locking("j.id", "engine_job j", JOB), [job_id])
    return (_instance(found[0][11:], found[0][2]), job_row(found[0])) if found else None


def lock_own_job(job: JobRow) -> bool:
    """Lock the job of a worker; False when it is gone or another worker has it by now.

    Who needs an instance as well locks that first.
    """
    return bool(rows(f"{HOLD}{for_update('j')}", [job.id, job.fence]))


@cache
def _locking(key: str, table: str = "", columns: str = "") -> str:
    """Reads the columns of a row and of its instance by ``key`` and locks both; built once."""
    if not table:
        return (
            f"SELECT {INSTANCE} FROM engine_process_instance i{DEFINITION} WHERE {key} = %s{for_update('i')}"
        )
    alias = table[-1]
    return (
        f"SELECT {columns}, {INSTANCE} FROM {table} JOIN engine_process_instance i ON i.id = {alias}.instance_id"
        f"{DEFINITION} WHERE {key} = %s{for_update('i', alias)}"
    )


def insert_instance(
    *, definition_id: int, tracking_code: str, business_key: str, unit: str, started_by: str, now: datetime
) -> int:
    """A new instance row, still without state; its id."""
    columns = (
        "definition_id", "tracking_code", "business_key", "unit_path", "state", "token_state", "variables",
        "revision", "history_seq", "history_hash", "started_by", "started_at",
    )  # fmt: skip
    record = (
        definition_id, tracking_code, business_key, unit, "active", "{}", "{}", 0, 0, "", started_by, moment(now),
    )  # fmt: skip
    return int(insert("engine_process_instance", columns, [record], " RETURNING id")[0][0])


def update_instance(locked: LockedInstance, now: datetime) -> None:
    """Write the state back; variables and status only when they changed (their size, their indexes)."""
    locked.revision += 1
    rest, parts = split_state(locked.state)
    locked.stored_tokens = json_text.dumps(rest)
    if parts or locked.stored_parts:
        locked.stored_parts = scope_states.write(locked.id, locked.stored_parts, parts)
    values = [locked.stored_tokens, locked.revision, locked.history_seq, locked.history_hash]
    extra = ""
    if locked.has_new_variables:
        locked.stored_variables = state_codec.encode(locked.state.variables)
        extra += ", variables = %s"
        values.append(locked.stored_variables)
    if (status := locked.status) != locked.stored_state:
        locked.ended_at = None if locked.state.status == "active" else now
        extra += ", state = %s, ended_at = %s"
        values += [status, moment(locked.ended_at)]
    run(f"{UPDATE}{extra} WHERE id = %s", [*values, locked.id])


def as_model(locked: LockedInstance) -> ProcessInstance:
    """The instance as just written, without reading it again."""
    root_id = None if locked.root_id == locked.id else locked.root_id
    values = {
        "id": locked.id,
        "definition_id": locked.definition_id,
        "root_id": root_id,
        "tracking_code": locked.tracking_code,
        "business_key": locked.business_key,
        "unit_path": locked.unit_path,
        "state": locked.status,
        "token_state": locked.stored_tokens,
        "variables": locked.stored_variables,
        "revision": locked.revision,
        "history_seq": locked.history_seq,
        "history_hash": locked.history_hash,
        "started_by": locked.started_by,
        "started_at": locked.started_at,
        "ended_at": locked.ended_at,
        "parent_token": None,
    }
    found = ProcessInstance.__new__(ProcessInstance)  # from_db sets the same, attribute by attribute
    found.__dict__.update(values, _state=ModelState())
    found._state.adding, found._state.db = False, DEFAULT_DB_ALIAS
    return found


def job_row(row: tuple[Any, ...]) -> JobRow:
    """A JobRow from the columns of ``JOB``."""
    job_id, instance_id, token, node, kind, name, payload, due, attempts, max_attempts, fence = row[:11]
    return JobRow(
        job_id,
        instance_id or 0,
        token,
        node,
        kind,
        name,
        json_text.loads(payload),
        instant(due),
        attempts,
        max_attempts,
        fence,
    )


def _instance(row: tuple[Any, ...], token: int | None = None) -> LockedInstance:
    """``token``: the one the command is about, if it is about one; of large loops only its part is read."""
    variables, rest = state_codec.decode(row[8]), json_text.loads(row[7])
    parts = scope_states.read(row[0], rest, token)
    return LockedInstance(
        id=row[0],
        root_id=row[1],
        process=definitions.compiled(row[2], row[13]),
        state=scope_states.decode(rest, parts, variables),
        stored_parts=parts,
        stored_state=row[STATE],
        is_suspended=row[STATE] == "suspended",
        stored_tokens=row[7],
        stored_variables=row[8],
        tracking_code=row[3] or "",
        business_key=row[4],
        unit_path=row[5],
        revision=row[9],
        history_seq=row[10],
        history_hash=row[11],
        started_by=row[12],
        definition_id=row[14],
        definition_sha256=row[13],
        started_at=instant(row[15]),
        ended_at=instant(row[16]) if row[16] else None,
    )


def _user_task(row: tuple[Any, ...]) -> UserTaskRow:
    return UserTaskRow(
        id=row[0],
        token=row[1],
        node=row[2],
        form_key=row[3],
        role=row[4],
        unit_path=row[5],
        assignee=row[6],
        delegated_by=row[7],
        distinct_from=tuple(row[8].split()),
        not_related_to=tuple(row[9].split()),
        outcomes=tuple(row[10].split()),
        state=row[11],
        revision=row[12],
        completed_by=row[13],
        completed_at=instant(row[14]) if row[14] else None,
        is_suspended=row[TASK_WIDTH + STATE] == "suspended",
    )

"""Jobs for workers outside of Kartabl (`external_connector`): fetch and lock, complete, fail, extend.

The lock is the job's fence with a lease, as for the own workers: a lock that ran out goes to whoever fetches
next, and what its first holder sends afterwards is refused. Values are the JSON of ``engine.feel.codec``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from engine import clock, telemetry
from engine.actor import Actor
from engine.errors import JobLockLost, ValueUnsupported
from engine.feel.codec import from_json_tagged
from engine.jobs import claiming, execution
from engine.jobs.retry import delay_after
from engine.plugins import external_names, get_connector
from engine.plugins.directory import reaches
from engine.runtime import check_result, triggers
from engine.store.dialect import marks, moment, rows, run, skip_locked
from engine.store.instance_store import job_row, lock_job
from engine.store.rows import JobRow, LockedInstance
from engine.store.transactions import in_transaction

EXTEND = "UPDATE engine_job SET lease_until = %s WHERE id = %s AND fence = %s AND state = 'external'"


@dataclass(frozen=True, slots=True)
class ExternalJob:
    """``lock``: to be sent with the result. ``idempotency_key``: the same whenever the job is tried again."""

    id: int
    lock: int
    topic: str
    idempotency_key: str
    tracking_code: str
    unit: str
    node: str
    variables: dict[str, Any]
    attempt: int
    retries_left: int
    locked_until: datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sends a result: the worker with its lock, the account it signs in with, the units it may work for."""

    lock: int
    worker: str
    by: Actor
    units: Sequence[str]


def topics() -> tuple[str, ...]:
    """The connectors whose jobs can be fetched."""
    return external_names()


def fetch_and_lock(
    wanted: Sequence[str], *, units: Sequence[str], most: int, lease: timedelta
) -> list[ExternalJob]:
    """Jobs of these topics that are due in these units (and below), longest due first, locked for the lease."""
    now = clock.now()
    names = [name for name in wanted if name in external_names()]
    if not names or not units:
        return []
    claiming.hand_over(names, now)
    claimed = [job for job in _claimed(names, units, most, now, lease) if not execution.is_lost(job)]
    return [_described(job, now + lease) for job in claimed]


def complete(job_id: int, variables: dict[str, Any], *, holder: Holder) -> None:
    """The work is done; the variables go into the case. Raises JobLockLost, ValueUnsupported."""
    values = _values(variables)

    def work() -> None:
        locked, job = _held(job_id, holder)
        trigger = triggers.ConnectorReturned(job.token, values)
        execution.finish(locked, job, trigger, "connector_returned", holder.by, worker=holder.worker)

    telemetry.called("job", "external", lambda: in_transaction(work))


def fail(job_id: int, code: str, *, holder: Holder, retry_after: timedelta | None = None) -> int:
    """The try has failed: again after a growing pause (or ``retry_after``), at last an incident. Retries left."""

    def work() -> int:
        locked, job = _held(job_id, holder)
        if job.attempts < job.max_attempts:
            claiming.release(job, clock.now() + (retry_after or delay_after(job.attempts)))
            return job.max_attempts - job.attempts
        params = {"connector": job.name, "error": code}
        trigger = triggers.TechnicalErrorRaised(job.token, "connector-failed", params)
        execution.finish(locked, job, trigger, "connector_failed", holder.by, worker=holder.worker)
        return 0

    with telemetry.watching("job", "external") as seen:
        left = in_transaction(work)
        seen.outcome = "retried" if left else "failed"
    return left


def extend_lock(job_id: int, *, holder: Holder, lease: timedelta) -> datetime:
    """The lock holds until the given time from now. Raises JobLockLost."""
    until = clock.now() + lease

    def work() -> None:
        _held(job_id, holder)
        run(EXTEND, [moment(until), job_id, holder.lock])

    in_transaction(work)
    return until


def _held(job_id: int, holder: Holder) -> tuple[LockedInstance, JobRow]:
    """The job under lock, if it is this holder's."""
    found = lock_job(job_id)
    if found is None or found[1].fence != holder.lock or found[1].name not in external_names():
        raise JobLockLost()
    if found[0].is_suspended or not any(reaches(unit, found[0].unit_path) for unit in holder.units):
        raise JobLockLost()
    if not rows("SELECT 1 FROM engine_job WHERE id = %s AND state = 'external'", [job_id]):
        raise JobLockLost()
    return found


def _claimed(
    names: Sequence[str], units: Sequence[str], most: int, now: datetime, lease: timedelta
) -> list[JobRow]:
    reach = " OR ".join(["i.unit_path = %s OR substr(i.unit_path, 1, %s) = %s"] * len(units))
    which = (
        "SELECT j.id FROM engine_job j JOIN engine_process_instance i ON i.id = j.instance_id"
        f" WHERE j.state = 'external' AND j.name IN ({marks(names)}) AND j.due <= %s"
        f" AND (j.lease_until IS NULL OR j.lease_until < %s) AND ({reach}) ORDER BY j.due, j.id LIMIT %s"
    )
    below = [value for unit in units for value in (unit, len(unit) + 1, f"{unit}/")]
    wanted = [*names, moment(now), moment(now), *below, most]
    if not rows(which, wanted):  # looking for work takes no lock
        return []
    with transaction.atomic():
        found = rows(
            # MATERIALIZED: chosen and locked once, whatever the planner does with the update
            f"WITH chosen AS MATERIALIZED ({which}{skip_locked('j')})"
            " UPDATE engine_job SET fence = fence + 1, attempts = attempts + 1, lease_until = %s"
            f" WHERE id IN (SELECT id FROM chosen) RETURNING {claiming.CLAIMED}",
            [*wanted, moment(now + lease)],
        )
    return sorted(map(job_row, found), key=lambda job: (job.due, job.id))


def _described(job: JobRow, until: datetime) -> ExternalJob:
    context, given = execution.context_of(job), get_connector(job.name).inputs
    return ExternalJob(
        id=job.id,
        lock=job.fence,
        topic=job.name,
        idempotency_key=context.idempotency_key,
        tracking_code=context.tracking_code,
        unit=context.unit,
        node=job.node,
        variables={name: value for name, value in job.payload.items() if not given or name in given},
        attempt=job.attempts,
        retries_left=max(0, job.max_attempts - job.attempts),
        locked_until=until,
    )


def _values(variables: dict[str, Any]) -> dict[str, Any]:
    try:
        values = {name: from_json_tagged(value) for name, value in variables.items()}
    except (TypeError, ValueError, ArithmeticError) as error:
        raise ValueUnsupported(name="variables", type=type(error).__name__) from error
    check_result(values)
    return values

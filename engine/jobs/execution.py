"""Carries out one claimed job: locks the instance first, re-reads the job, does nothing if it is gone.

Whatever a job does, the worker goes on: what the database refuses for the moment is tried again,
everything else sets the job aside and opens an incident.
"""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError

from engine import clock, telemetry
from engine.actor import Actor
from engine.errors import Busy
from engine.feel.codec import from_json_tagged
from engine.jobs import claiming
from engine.jobs.delivery import deliver
from engine.jobs.ownership import locked_for
from engine.jobs.retry import delay_after
from engine.jobs.starting_on_time import start_on_time
from engine.plugins import ConnectorContext, get_connector
from engine.runtime import check_result, commands, triggers
from engine.store.dialect import rows, run
from engine.store.instance_store import lock_job
from engine.store.rows import JobRow, LockedInstance
from engine.store.transactions import in_transaction
from engine.store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
MOST_CRASHES = 10  # claims beyond the attempts meant: a job that kills its workers is set aside
CONTEXT = (
    "SELECT COALESCE(root_id, id), tracking_code, unit_path, started_by"
    " FROM engine_process_instance WHERE id = %s"
)


def execute(job: JobRow) -> None:
    """Fire the timer or call the connector and carry its result into the instance.

    Raises only what the database does when it cannot be reached: the lease then ends by itself.
    """
    if not telemetry.is_on():
        _execute(job)
        return
    with telemetry.watching(
        "job", job.kind, job=job.id, instance=job.instance_id, attempt=job.attempts
    ) as seen:
        seen.outcome = _execute(job)


def _execute(job: JobRow) -> str:
    """How it ended: done (or needed no more), retried, failed."""
    try:
        return _carry_out(job)
    except (OperationalError, InterfaceError, Busy) as error:
        log.warning("job %s (%s) is tried again later: %s", job.id, job.name, type(error).__name__)
        claiming.release(job, clock.now() + delay_after(job.attempts))
        return "retried"
    except Exception as error:  # a poisoned job may fail in any way and must not stop the others
        log.exception("job %s (%s) is set aside", job.id, job.name)
        _set_aside(job, type(error).__name__)
        return "failed"


def is_lost(job: JobRow) -> bool:
    """Whether the job has lost so many workers that it is set aside now."""
    if job.attempts <= job.max_attempts + MOST_CRASHES:
        return False
    _set_aside(job, "worker-lost")
    return True


def _carry_out(job: JobRow) -> str:
    if job.kind == "start-timer":
        start_on_time(job)
    elif job.kind == "deliver":
        deliver(job)
    elif is_lost(job):
        return "failed"
    elif job.kind == "timer":
        in_transaction(lambda: _finish(job, triggers.FireTimer(job.token, job.name, job.due), "fire_timer"))
    else:
        return _call_connector(job)
    return "done"


def _call_connector(job: JobRow) -> str:
    """No transaction is open during the call; the result is guarded by the fencing token."""
    try:
        function, inputs, context = (
            get_connector(job.name).function,
            from_json_tagged(job.payload),
            context_of(job),
        )
        result = telemetry.called("connector", job.name, lambda: function(inputs, context))
        check_result(result or {})
    except Exception as error:  # noqa: BLE001 (a plug-in may raise anything; it is retried, then an incident)
        log.warning("connector %s failed (attempt %s): %s", job.name, job.attempts, type(error).__name__)
        return _failed(job, type(error).__name__)
    in_transaction(
        lambda: _finish(job, triggers.ConnectorReturned(job.token, result or {}), "connector_returned")
    )
    return "done"


def _failed(job: JobRow, error: str) -> str:
    if job.attempts < job.max_attempts:
        claiming.release(job, clock.now() + delay_after(job.attempts))
        return "retried"
    failure = triggers.TechnicalErrorRaised(
        job.token, "connector-failed", {"connector": job.name, "error": error}
    )
    in_transaction(lambda: _finish(job, failure, "connector_failed"))
    return "failed"


def _finish(job: JobRow, trigger: triggers.Trigger, command: str) -> None:
    found = locked_for(job)
    if found is not None:
        finish(found[0], job, trigger, command)


def finish(
    locked: LockedInstance,
    job: JobRow,
    trigger: triggers.Trigger,
    command: str,
    by: Actor | None = None,
    **payload: Any,
) -> None:
    """The job is done: what came of it moves the case."""
    work = UnitOfWork(locked, command, by)
    run("DELETE FROM engine_job WHERE id = %s", [job.id])
    work.advance(trigger)
    work.commit(job=job.id, name=job.name, **payload)


def _set_aside(job: JobRow, error: str) -> None:
    """Keep the job, no longer due, for an operator's retry; its token waits as before.

    One that belongs to no case can show no incident: it is tried again and again, with pauses.
    """

    def work() -> None:
        if lock_job(job.id) is None:
            claiming.release(job, clock.now() + delay_after(job.attempts))
            return
        found = locked_for(job)
        if found is None:
            return
        locked, stored = found
        unit = UnitOfWork(locked, "job_failed", None)
        run("UPDATE engine_job SET state = 'failed', lease_until = NULL WHERE id = %s", [job.id])
        unit.changes.incidents_in.append(
            commands.OpenIncident(stored.token, stored.node, "job-failed", {"job": job.name, "error": error})
        )
        unit.events.append({"kind": "IncidentOpened", "node": stored.node, "code": "job-failed"})
        unit.commit(job=job.id, name=job.name)

    in_transaction(work)


def context_of(job: JobRow) -> ConnectorContext:
    """What a connector is told of the job it works for."""
    root, tracking_code, unit, started_by = rows(CONTEXT, [job.instance_id])[0]
    return ConnectorContext(
        idempotency_key=f"{job.instance_id}-{job.token}-{job.id}",
        instance_id=job.instance_id,
        root_id=root,
        tracking_code=tracking_code or "",
        unit=unit,
        started_by=started_by or None,
        node=job.node,
    )

"""Carries out one claimed job: locks the instance first, re-reads the job, does nothing if it is gone."""

import logging

from django.db import DatabaseError

from engine import clock
from engine.feel.codec import from_json_tagged
from engine.jobs import claiming
from engine.jobs.retry import delay_after
from engine.plugins import ConnectorContext, get_connector
from engine.runtime import check_result, triggers
from engine.store.dialect import rows, run
from engine.store.instance_store import lock_job
from engine.store.rows import JobRow
from engine.store.transactions import in_transaction
from engine.store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
CONTEXT = (
    "SELECT COALESCE(root_id, id), tracking_code, unit_path, started_by"
    " FROM engine_process_instance WHERE id = %s"
)


def execute(job: JobRow) -> None:
    """Fire the timer or call the connector and carry its result into the instance."""
    if job.kind == "timer":
        in_transaction(lambda: _finish(job, triggers.FireTimer(job.token, job.name, job.due), "fire_timer"))
    else:
        _call_connector(job)


def _call_connector(job: JobRow) -> None:
    """No transaction is open during the call; the result is guarded by the fencing token."""
    try:
        result = get_connector(job.name).function(from_json_tagged(job.payload), _context(job))
        check_result(result or {})
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 (a plug-in may raise anything; it is retried, then an incident)
        log.warning("connector %s failed (attempt %s): %s", job.name, job.attempts, type(error).__name__)
        _failed(job, type(error).__name__)
        return
    in_transaction(
        lambda: _finish(job, triggers.ConnectorReturned(job.token, result or {}), "connector_returned")
    )


def _failed(job: JobRow, error: str) -> None:
    if job.attempts < job.max_attempts:
        claiming.release(job, clock.now() + delay_after(job.attempts))
        return
    failure = triggers.TechnicalErrorRaised(
        job.token, "connector-failed", {"connector": job.name, "error": error}
    )
    in_transaction(lambda: _finish(job, failure, "connector_failed"))


def _finish(job: JobRow, trigger: triggers.Trigger, command: str) -> None:
    found = lock_job(job.id)
    if found is None or found[1].fence != job.fence:
        return
    work = UnitOfWork(found[0], command, None)
    run("DELETE FROM engine_job WHERE id = %s", [job.id])
    work.advance(trigger)
    work.commit(job=job.id, name=job.name)


def _context(job: JobRow) -> ConnectorContext:
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

"""Suspends a case and resumes it: its jobs are held set-wise, so that claiming never meets them."""

from engine import signals
from engine.actor import Actor
from engine.errors import InstanceNotSuspended
from engine.store import messages
from engine.store.dialect import on_commit, run
from engine.store.instance_store import lock_instance
from engine.store.rows import LockedInstance
from engine.store.unit_of_work import UnitOfWork

# what is under way loses its fence: its late result is dropped, the try does not count, and the connector
# is called once more after the resumption, with the same idempotency key
HOLD = (
    "UPDATE engine_job SET state = 'held', lease_until = NULL, fence = fence + 1,"
    " attempts = CASE WHEN lease_until IS NULL OR attempts = 0 THEN attempts ELSE attempts - 1 END"
    " WHERE instance_id = %s AND state IN ('ready', 'running', 'external')"
)
WAKE = "UPDATE engine_job SET state = 'ready' WHERE instance_id = %s AND state = 'held'"


def suspend(locked: LockedInstance, by: Actor | None, reason: str) -> None:
    """Nothing goes on in the case until it is resumed; suspending twice is suspending once."""
    if locked.is_suspended:
        return
    work = UnitOfWork(locked, "suspend", by)
    locked.is_suspended = True
    hold_jobs(locked)
    work.events.append({"kind": "InstanceSuspended", "reason": reason})
    work.commit(reason=reason)


def resume(instance_id: int, by: Actor | None, reason: str) -> None:
    """The case goes on; what fell due meanwhile is done at once. Raises InstanceNotSuspended."""
    locked = lock_instance(instance_id)
    if not locked.is_suspended:
        raise InstanceNotSuspended()
    work = UnitOfWork(locked, "resume", by)
    locked.is_suspended = False
    run(WAKE, [locked.id])
    work.events.append({"kind": "InstanceResumed", "reason": reason})
    work.commit(reason=reason)
    on_commit(lambda: _look_around(locked.id))


def hold_jobs(locked: LockedInstance) -> None:
    """The jobs of a suspended case are held, those that a command has just written as well."""
    if locked.is_suspended:
        run(HOLD, [locked.id])


def put_by(job_id: int, fence: int) -> None:
    """Hold a job that met its case suspended; nothing when another worker has it by now."""
    run(
        "UPDATE engine_job SET state = 'held', lease_until = NULL, attempts = attempts - 1"
        " WHERE id = %s AND fence = %s AND state IN ('running', 'external')",
        [job_id, fence],
    )


def _look_around(instance_id: int) -> None:
    """There may be jobs to do, and messages that have come meanwhile."""
    signals.jobs_ready.send_robust(sender=UnitOfWork, instance=instance_id)
    messages.probe(instance_id)

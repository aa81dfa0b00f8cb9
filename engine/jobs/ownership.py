"""Whether a worker still has the job it has claimed, and whether its case goes on."""

from engine.store.instance_store import lock_job
from engine.store.rows import JobRow, LockedInstance
from engine.store.suspension import put_by


def locked_for(job: JobRow) -> tuple[LockedInstance, JobRow] | None:
    """The job's case and the job as stored, both locked; None when it is no longer this worker's.

    Then it is gone, another worker's, or its case is suspended (it waits for the resumption).
    """
    found = lock_job(job.id)
    if found is None or found[1].fence != job.fence:
        return None
    if found[0].is_suspended:
        put_by(job.id, job.fence)
        return None
    return found

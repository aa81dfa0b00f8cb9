"""Claims due jobs: each claim has a fencing token and a lease, in a transaction of its own."""

from datetime import datetime, timedelta

from django.db import transaction

from engine.store.dialect import moment, rows, run, skip_locked
from engine.store.instance_store import job_row
from engine.store.rows import JobRow

LEASE = timedelta(minutes=2)
CLAIMED = "id, instance_id, token, node, kind, name, payload, due, attempts, max_attempts, fence"
# NOT …: word for word the condition of the index open_job_by_due, else SQLite does not use it
DUE = (
    "SELECT id FROM engine_job WHERE NOT (state = 'failed') AND due <= %s"
    " AND (state = 'ready' OR lease_until < %s) ORDER BY due, id LIMIT 1"
)


def claim_next(now: datetime, until: datetime) -> JobRow | None:
    """The job that has been due longest, now leased to this worker; None when none is due.

    A job whose lease ran out (its worker died) is due again. SKIP LOCKED keeps workers apart. Looking
    for work takes no lock: on SQLite it would keep every command waiting.
    """
    moments = [moment(until), moment(now)]
    if not rows(DUE, moments):
        return None
    with transaction.atomic():
        found = rows(
            "UPDATE engine_job SET state = 'running', fence = fence + 1, attempts = attempts + 1, lease_until = %s"
            f" WHERE id = ({DUE}{skip_locked()}) RETURNING {CLAIMED}",
            [moment(now + LEASE), *moments],
        )
    return job_row(found[0]) if found else None


def release(job: JobRow, due: datetime) -> None:
    """Give a failed job back, to be tried again at ``due``; nothing when another worker has it by now."""
    run(
        "UPDATE engine_job SET state = 'ready', due = %s, lease_until = NULL WHERE id = %s AND fence = %s",
        [moment(due), job.id, job.fence],
    )

"""Claims due jobs: each claim has a fencing token and a lease, in a transaction of its own.

Jobs of external connectors are for workers outside of Kartabl: whoever meets one here hands all of them
over (state ``external``), so that looking for work never walks over them again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db import transaction

from engine.plugins import external_names
from engine.store.dialect import marks, moment, rows, run, skip_locked
from engine.store.instance_store import job_row
from engine.store.rows import JobRow

LEASE = timedelta(minutes=2)
AT_ONCE = 20  # a small part of what a worker does within its lease
CLAIMED = "id, instance_id, token, node, kind, name, payload, due, attempts, max_attempts, fence"
# state IN …: word for word the condition of the index open_job_by_due, else SQLite does not use it
IS_DUE = "state IN ('ready', 'running') AND due <= %s AND (state = 'ready' OR lease_until < %s)"
NEXT = f"SELECT id FROM engine_job WHERE {IS_DUE} ORDER BY due, id LIMIT 1"
QUICK = "kind <> 'connector' AND attempts = 0"
FIRST = f"SELECT {QUICK} FROM engine_job WHERE {IS_DUE} ORDER BY due, id LIMIT %s"
SOME = f"SELECT id FROM engine_job WHERE {IS_DUE} AND {QUICK} ORDER BY due, id LIMIT %s"
THIS = f"SELECT id FROM engine_job WHERE {IS_DUE} AND id = %s"
ALL = f"SELECT id FROM engine_job WHERE {IS_DUE} ORDER BY due, id LIMIT %s"


def claim_next(now: datetime, until: datetime) -> JobRow | None:
    """The job that has been due longest, now leased to this worker; None when none is due.

    A job whose lease ran out (its worker died) is due again. SKIP LOCKED keeps workers apart. Looking
    for work takes no lock: on SQLite it would keep every command waiting.
    """
    moments = [moment(until), moment(now)]
    while rows(NEXT, moments):
        job = _claimed(NEXT, moments, now)
        if job is None or not _handed_over(job, until):
            return job
    return None


def claim_some(now: datetime, until: datetime) -> list[JobRow]:
    """What has been due longest, leased to this worker: several that will be quick, or one; none when none is due.

    Quick is what calls nothing outside and has not failed or lost its worker before: who waits behind a job
    that kills its workers is counted as lost once at most. What is not run has to be given back.
    """
    moments = [moment(until), moment(now)]
    quick = list(takewhile(bool, (row[0] for row in rows(FIRST, [*moments, AT_ONCE]))))
    if quick and (some := _claim(f"IN ({SOME}{skip_locked()})", [*moments, len(quick)], now)):
        return sorted(some, key=lambda job: (job.due, job.id))
    job = claim_next(now, until)
    return [] if job is None else [job]


def give_back(jobs: Iterable[JobRow]) -> None:
    """What was claimed and not begun, as if it had not been claimed."""
    for job in jobs:
        run(
            "UPDATE engine_job SET state = 'ready', attempts = attempts - 1, lease_until = NULL"
            " WHERE id = %s AND fence = %s AND state = 'running'",
            [job.id, job.fence],
        )


def claim_job(job_id: int, now: datetime) -> JobRow | None:
    """That job; None when it is gone, not due, another worker's or for workers outside."""
    wanted = [moment(now), moment(now), job_id]
    if not rows(THIS, wanted):
        return None
    job = _claimed(THIS, wanted, now)
    return None if job is None or _handed_over(job, now) else job


def due_jobs(now: datetime, *, most: int) -> list[int]:
    """The ids of what is due, longest due first; nothing is claimed."""
    return [job_id for (job_id,) in rows(ALL, [moment(now), moment(now), most])]


def due_jobs_of(instance_id: int, now: datetime) -> list[int]:
    """The ids of what is due in a case; nothing is claimed."""
    wanted = [moment(now), moment(now), instance_id]
    found = rows(f"SELECT id FROM engine_job WHERE {IS_DUE} AND instance_id = %s ORDER BY due, id", wanted)
    return [job_id for (job_id,) in found]


def release(job: JobRow, due: datetime) -> None:
    """Give a failed job back, to be tried again at ``due``; nothing when another worker has it by now."""
    run(
        "UPDATE engine_job SET state = 'ready', due = %s, lease_until = NULL WHERE id = %s AND fence = %s"
        " AND state IN ('running', 'external')",
        [moment(due), job.id, job.fence],
    )


def hand_over(names: Sequence[str], until: datetime) -> None:
    """Set what is due for these external connectors apart, for the workers outside."""
    found = (
        "SELECT id FROM engine_job WHERE state IN ('ready', 'running') AND state = 'ready' AND kind = 'connector'"
        f" AND name IN ({marks(names)}) AND due <= %s"
    )
    wanted = [*names, moment(until)]
    if rows(f"{found} LIMIT 1", wanted):
        with transaction.atomic():
            run(
                f"WITH found AS MATERIALIZED ({found} ORDER BY id{skip_locked()})"
                " UPDATE engine_job SET state = 'external' WHERE id IN (SELECT id FROM found)",
                wanted,
            )


def _claimed(which: str, wanted: Sequence[Any], now: datetime) -> JobRow | None:
    found = _claim(f"= ({which}{skip_locked()})", wanted, now)
    return found[0] if found else None


def _claim(ids: str, wanted: Sequence[Any], now: datetime) -> list[JobRow]:
    with transaction.atomic():
        found = rows(
            "UPDATE engine_job SET state = 'running', fence = fence + 1, attempts = attempts + 1, lease_until = %s"
            f" WHERE id {ids} RETURNING {CLAIMED}",
            [moment(now + LEASE), *wanted],
        )
    return [job_row(row) for row in found]


def _handed_over(job: JobRow, until: datetime) -> bool:
    """Whether the job just claimed is for workers outside; then all such jobs are handed over."""
    names = external_names()
    if job.kind != "connector" or job.name not in names:
        return False
    run(
        "UPDATE engine_job SET state = 'external', attempts = attempts - 1, lease_until = NULL"
        " WHERE id = %s AND fence = %s",
        [job.id, job.fence],
    )
    hand_over(names, until)
    return True

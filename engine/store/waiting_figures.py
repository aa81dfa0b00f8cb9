"""How much waits in the whole installation: for whoever watches its operation."""

from datetime import datetime

from engine.store.dialect import instant, moment, rows

# each is answered by a partial index: what is done is not read
INCIDENTS = "SELECT COUNT(*) FROM engine_incident WHERE state = 'open'"
DUE = "SELECT COUNT(*), MIN(due) FROM engine_job WHERE state IN ('ready', 'running') AND due <= %s"
OUTSIDE = "SELECT COUNT(*), MIN(due) FROM engine_job WHERE state = 'external' AND due <= %s"


def waiting_figures(now: datetime) -> dict[str, tuple[str, float]]:
    """Name of the figure → (what it says, value)."""
    ((incidents,),) = rows(INCIDENTS)
    ((due, oldest),) = rows(DUE, [moment(now)])
    ((outside, oldest_outside),) = rows(OUTSIDE, [moment(now)])
    return {
        "kartabl_open_incidents": ("Incidents that wait for an operator", incidents),
        "kartabl_due_jobs": ("Jobs that are due or under way", due),
        "kartabl_due_job_lag_seconds": ("For how long the oldest of them has been due", _age(oldest, now)),
        "kartabl_external_jobs": ("Jobs that workers outside have not completed", outside),
        "kartabl_external_job_lag_seconds": (
            "For how long the oldest has been due",
            _age(oldest_outside, now),
        ),
    }


def _age(oldest: object, now: datetime) -> float:
    return max(0.0, (now - instant(oldest)).total_seconds()) if oldest else 0.0

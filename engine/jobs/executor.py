"""The in-process executor: one thread that runs due jobs, woken when a job is written."""

import logging
import threading
from datetime import datetime
from typing import Any

from django.db import DatabaseError, close_old_connections, connection

from engine import clock, signals
from engine.jobs.claiming import claim_next
from engine.jobs.execution import execute

log = logging.getLogger(__name__)
POLL_SECONDS = 1.0


def run_due_jobs(*, until: datetime | None = None) -> int:
    """Run every job due by ``until`` (default: now), those they cause included; how many ran."""
    count = 0
    while (job := claim_next(clock.now(), until or clock.now())) is not None:
        execute(job)
        count += 1
    return count


class Executor:
    """Runs jobs in a daemon thread until stopped."""

    def __init__(self) -> None:
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._loop, name="kartabl-jobs", daemon=True)

    def start(self) -> None:
        """Begin; also listens for new jobs."""
        signals.jobs_ready.connect(self._on_jobs_ready)
        self._thread.start()

    def stop(self, timeout: float = 10) -> None:
        """Finish the job in hand, then end."""
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout)
        signals.jobs_ready.disconnect(self._on_jobs_ready)

    def _on_jobs_ready(self, **_: Any) -> None:
        self._wake.set()

    def _loop(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                close_old_connections()
                run_due_jobs()
            except DatabaseError:
                log.exception("the job worker could not use the database; it goes on trying")
            self._wake.wait(POLL_SECONDS)
        connection.close()

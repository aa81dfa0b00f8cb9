"""The worker: runs due jobs until stopped, in a thread of the server or as a process of its own."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from engine import clock, signals
from engine.history.anchors import anchor
from engine.jobs.claiming import claim_some, give_back
from engine.jobs.execution import execute
from engine.jobs.message_sweep import MessageSweep
from engine.plugins.daily import run_daily_duties
from engine.store.dialect import run
from engine.store.rows import JobRow

log = logging.getLogger(__name__)
POLL_SECONDS = 1.0
CLAIM_DUTY = (
    "INSERT INTO engine_daily_duty (name, day) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET day = excluded.day"
    " WHERE engine_daily_duty.day < excluded.day"
)


def run_due_jobs(*, until: datetime | None = None, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Run every job due by ``until`` (default: now), those they cause included; how many ran."""
    count = 0
    claimed: deque[JobRow] = deque()
    try:
        while not is_stopping():
            claimed = claimed or deque(claim_some(clock.now(), until or clock.now()))
            if not claimed:
                break
            execute(claimed.popleft())  # in a transaction of its own
            count += 1
    finally:
        with suppress(Error):  # of a database that cannot be reached: then the lease ends by itself
            give_back(claimed)
    return count


def begin_the_day(today: date) -> None:
    """The anchor over everything before today, then the duties; of several workers one does each."""
    anchor(today)
    run_daily_duties(lambda name: run(CLAIM_DUTY, [name, today.isoformat()]) == 1)


class Executor:
    """Runs jobs, and once a day anchors the history and sweeps, until it is told to stop."""

    def __init__(self) -> None:
        self._wake = threading.Event()
        self._is_stopping = False
        self._day_begun: date | None = None
        self._sweep = MessageSweep()
        self._thread = threading.Thread(target=self.run, name="kartabl-jobs", daemon=True)

    def start(self) -> None:
        """Begin in a thread of this process."""
        self._thread.start()

    def stop(self, timeout: float = 10) -> None:
        """Let the thread finish the job in hand, then end; after ``timeout`` seconds its lease frees the job."""
        self.request_stop()
        self._wake.set()
        self._thread.join(timeout)

    def request_stop(self, *_signal: Any) -> None:
        """Begin no further job; takes no lock, so that it may be a signal handler."""
        self._is_stopping = True

    def run(self) -> None:
        """Work until stopped, woken when a job is written."""
        signals.jobs_ready.connect(self._on_jobs_ready)
        try:
            while not self._is_stopping:
                self._wake.clear()
                self.tick()
                self._wake.wait(POLL_SECONDS)
        finally:
            signals.jobs_ready.disconnect(self._on_jobs_ready)
            connection.close()

    def tick(self) -> None:
        """Everything that is due now."""
        try:
            close_old_connections()
            run_due_jobs(is_stopping=lambda: self._is_stopping)
            self._sweep.run_if_due()
            self._begin_the_day()
        except Exception:  # a worker that ends would end all timers; what it held falls due again
            log.exception("the job worker failed; it goes on trying")

    def _begin_the_day(self) -> None:
        """At the first look of a day (of the server's time zone): the anchor over everything before, the duties."""
        today = timezone.localdate(clock.now())
        if today != self._day_begun:
            begin_the_day(today)
            self._day_begun = today

    def _on_jobs_ready(self, **_: Any) -> None:
        self._wake.set()

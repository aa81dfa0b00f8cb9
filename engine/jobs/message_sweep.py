"""Looks now and then for messages that somebody waits for and that nobody is about to deliver."""

from datetime import datetime, timedelta

from engine import clock
from engine.store import messages

PAUSE = timedelta(minutes=1)


class MessageSweep:
    """One of a worker. What it finds, a process has left behind that died between its commit and its look."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def run_if_due(self) -> None:
        """At the first call, then once in a while."""
        now = clock.now()
        if self._last is None or abs(now - self._last) >= PAUSE:
            self._last = now
            messages.sweep()

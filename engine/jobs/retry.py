"""When a failed job is tried again: exponential back-off with jitter."""

import random
from datetime import timedelta

FIRST = timedelta(seconds=5)
LONGEST = timedelta(hours=1)


def delay_after(attempt: int) -> timedelta:
    """The pause after the given failed attempt (from 1): 5 s doubled each time, at most an hour, ± 20 %."""
    pause: timedelta = min(FIRST * int(2 ** min(attempt - 1, 12)), LONGEST)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 (jitter, not a secret)

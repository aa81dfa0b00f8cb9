"""Repeated timers: when they occur, whatever way they are written (BPMN Table 10.101, timeCycle)."""

from datetime import datetime
from typing import Any

from engine.definition.iso8601 import Duration, parse_cycle, parse_duration
from engine.runtime.run import Failed
from engine.runtime.timing import instant_after


def begin(value: Any, local_now: datetime) -> tuple[datetime, int | None, str]:
    """First instant, number of occurrences (None: without end), and the text that ``next_of`` goes on by.

    Raises Failed("timer-invalid").
    """
    try:
        cycle = parse_cycle(value)
    except (AttributeError, TypeError, ValueError):
        raise Failed("timer-invalid", value=value) from None
    return instant_after(local_now, cycle.duration), cycle.count, cycle.duration.text


def next_of(every: str, previous: datetime, now: datetime) -> tuple[datetime, int]:
    """The first occurrence after ``now``, the last one having been ``previous``, and how many passed between.

    Occurrences count from the previous due instant, not from the moment of its handling.
    """
    return _next_by_duration(previous, parse_duration(every), now)


def _next_by_duration(previous: datetime, every: Duration, now: datetime) -> tuple[datetime, int]:
    beyond = 1
    while instant_after(previous, every, beyond) <= now:
        beyond *= 2
    low, high = beyond // 2, beyond
    while high - low > 1:
        middle = (low + high) // 2
        if instant_after(previous, every, middle) <= now:
            low = middle
        else:
            high = middle
    return instant_after(previous, every, high), high - 1

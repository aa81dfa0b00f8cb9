"""Repeated timers: when they occur, whatever way they are written (BPMN Table 10.101, timeCycle)."""

from datetime import UTC, datetime
from typing import Any

from engine.definition.cron import Cron, is_cron, parse_cron
from engine.definition.iso8601 import Duration, parse_cycle, parse_duration
from engine.runtime.run import Failed
from engine.runtime.timing import instant_after, moment_of

MOST_COUNTED = 100


def begin(value: Any, local_now: datetime) -> tuple[datetime, int | None, str]:
    """First instant, number of occurrences (None: without end), and the text that ``next_of`` goes on by.

    Raises Failed("timer-invalid").
    """
    try:
        if is_cron(value):
            return parse_cron(value).after(local_now).astimezone(UTC), None, value
        cycle = parse_cycle(value)
    except (AttributeError, TypeError, ValueError):
        raise Failed("timer-invalid", value=value) from None
    first = instant_after(local_now, cycle.duration)
    if cycle.start is not None:
        first = moment_of(cycle.start, local_now)
    return first, cycle.count, cycle.duration.text


def next_of(every: str, previous: datetime, now: datetime) -> tuple[datetime, int]:
    """The first occurrence after ``now``, the last one having been ``previous``, and how many passed between.

    Occurrences count from the previous due instant, not from the moment of its handling.
    """
    if is_cron(every):
        return _next_by_cron(previous, parse_cron(every), now)
    return _next_by_duration(previous, parse_duration(every), now)


def _next_by_cron(previous: datetime, cron: Cron, now: datetime) -> tuple[datetime, int]:
    """Of those missed no more are counted than are worth telling."""
    due_at, missed = cron.after(previous), 0
    while due_at <= now and missed < MOST_COUNTED:
        due_at, missed = cron.after(due_at), missed + 1
    if due_at <= now:
        due_at = cron.after(now.astimezone(previous.tzinfo))
    return due_at.astimezone(UTC), missed


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

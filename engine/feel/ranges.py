"""Making ranges and walking through them (DMN 1.5, 10.3.2.7)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from engine.errors import FeelError
from engine.feel.comparison import order
from engine.feel.limits import MAX_LIST
from engine.feel.types import Range, Value, YearsMonthsDuration

_ENDS = frozenset((Decimal, str, dt.date, dt.time, dt.datetime, dt.timedelta, YearsMonthsDuration))


def make_range(start: Value, end: Value, start_included: bool, end_included: bool) -> Range | None:
    """The range; null where an end is null or has no order, or the ends are of different kinds or swapped."""
    if type(start) is not type(end) or type(start) not in _ENDS:
        return None
    if order(lambda a, b: a <= b, start, end) is not True:
        return None
    return Range(start, end, start_included, end_included)


def walk(start: Value, end: Value) -> list[Value] | None:
    """Whole numbers or dates from one to the other, both included, up or down; null for other kinds."""
    if type(start) is not type(end):
        return None
    if isinstance(start, Decimal):
        return _walk_numbers(start, end)
    if type(start) is dt.date:
        first, last = start.toordinal(), end.toordinal()
        return [dt.date.fromordinal(day) for day in _steps(first, last)]
    return None


def _walk_numbers(start: Decimal, end: Decimal) -> list[Value] | None:
    if max(abs(start), abs(end)) > 10**18 or start != int(start) or end != int(end):
        return None
    return [Decimal(number) for number in _steps(int(start), int(end))]


def _steps(first: int, last: int) -> range:
    if abs(last - first) >= MAX_LIST:
        raise FeelError("the range has too many items", reason_code="too-large", limit=MAX_LIST)
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def items_of(interval: Range) -> list[Value] | None:
    """The whole numbers or dates within a range; null for other kinds or an open end."""
    items = walk(interval.start, interval.end)
    if items is None:
        return None
    return items[0 if interval.start_included else 1 : None if interval.end_included else len(items) - 1]

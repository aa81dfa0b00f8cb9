"""Equality, order and membership in three-valued logic (DMN 1.5, 10.3.2.7, tables 53 and 54).

Lists and contexts are paid for from the run's budget: shared lists inside lists can stand for more items
than any memory holds.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable
from decimal import Decimal

from engine.feel.runtime import FeelFunction, Run
from engine.feel.types import Range, Value, YearsMonthsDuration

PLAIN = frozenset((Decimal, str, bool))
ORDERS: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ORDERED = frozenset((Decimal, str, dt.date, dt.timedelta, YearsMonthsDuration))


def equal(left: Value, right: Value, run: Run) -> bool | None:
    """Whether two values are equal; null where their kinds cannot be compared."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return None
    if kind in PLAIN:
        return bool(left == right)
    if kind is list:
        return _same_items(left, right, run)
    if kind is dict:
        if left.keys() != right.keys():
            return False
        return _same_items(list(left.values()), [right[key] for key in left], run)
    if kind is Range:
        return _same_range(left, right, run)
    return left is right if isinstance(left, FeelFunction) else _equal_scalars(left, right)


def _same_items(left: list[Value], right: list[Value], run: Run) -> bool:
    if len(left) != len(right):
        return False
    run.spend(1 + len(left))
    return all(equal(a, b, run) is True for a, b in zip(left, right, strict=True))


def _same_range(left: Range, right: Range, run: Run) -> bool:
    if (left.start_included, left.end_included) != (right.start_included, right.end_included):
        return False
    return equal(left.start, right.start, run) is True and equal(left.end, right.end, run) is True


def _equal_scalars(left: Value, right: Value) -> bool | None:
    if isinstance(left, dt.time | dt.datetime) and (left.tzinfo is None) != (right.tzinfo is None):
        return False
    return bool(left == right)


def order(compare: Callable[[Value, Value], bool], left: Value, right: Value) -> bool | None:
    """``compare`` (an operator such as ``operator.lt``) where both are of one ordered kind, else null."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind in _ORDERED:
        return compare(left, right)
    if kind is dt.datetime or kind is dt.time:
        try:
            return compare(left, right)
        except TypeError:  # one local, one with a zone
            return None
    return None


def in_range(value: Value, interval: Range) -> bool | None:
    """Whether the value lies within; an end of null is open."""
    start, end = interval.start, interval.end
    if value is None:
        return None
    low: bool | None = True
    high: bool | None = True
    if start is not None:
        low = order(operator.ge if interval.start_included else operator.gt, value, start)
        if low is False:
            return False
    if end is not None:
        high = order(operator.le if interval.end_included else operator.lt, value, end)
    return conjunction(low, high)


def conjunction(left: bool | None, right: bool | None) -> bool | None:
    """``and`` of two three-valued truths."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def passes(value: Value, test: Value, run: Run) -> bool | None:
    """Whether a value meets what a unary test gave: equal, in the range, or in the list."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return in_range(value, test)
    if isinstance(test, list):
        run.spend(1 + len(test))
        if isinstance(value, list) and equal(value, test, run) is True:
            return True
        return any(passes(value, item, run) is True for item in test)
    return equal(value, test, run)

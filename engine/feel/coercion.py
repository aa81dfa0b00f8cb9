"""Python values from outside → FEEL values of exactly the types that the evaluator knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.errors import FeelError
from engine.feel.limits import MAX_VALUE_DEPTH
from engine.feel.numbers import to_number
from engine.feel.runtime import FeelFunction
from engine.feel.types import Range, Value, YearsMonthsDuration

_READY = frozenset((type(None), bool, str, dt.date, dt.time, dt.datetime, dt.timedelta, YearsMonthsDuration))


def to_feel(value: Value, depth: int = 0) -> Value:
    """The FEEL value; FeelError for a binary float or any object that FEEL does not know."""
    kind = type(value)
    if kind in _READY:
        return value
    if kind is Decimal or kind is int:
        return _number(value)
    if depth > MAX_VALUE_DEPTH:
        raise FeelError("a value is nested too deeply", reason_code="too-deep")
    if kind is list or kind is tuple:
        return [to_feel(item, depth + 1) for item in value]
    if kind is dict:
        return {str(key): to_feel(item, depth + 1) for key, item in value.items()}
    return _convert(value, depth)


def _number(value: int | Decimal) -> Decimal | None:
    try:
        return to_number(value)
    except (ArithmeticError, ValueError):
        return None


def _convert(value: Value, depth: int) -> Value:
    """Subclasses, as frameworks make them, become the plain type."""
    if isinstance(value, FeelFunction):
        return value
    if isinstance(value, Range):
        start, end = to_feel(value.start, depth + 1), to_feel(value.end, depth + 1)
        return Range(start, end, value.start_included, value.end_included)
    for kind, plain in _PLAIN.items():
        if isinstance(value, kind):
            return to_feel(plain(value), depth + 1)
    reason = f"{type(value).__name__} is not a FEEL value"
    raise FeelError(reason, reason_code="foreign-value", type=type(value).__name__)


_PLAIN: dict[type, Callable[[Value], Value]] = {
    str: lambda value: str.__str__(value),
    int: int.__int__,
    Decimal: Decimal,
    dt.datetime: lambda v: dt.datetime.combine(
        dt.date(v.year, v.month, v.day),
        dt.time(v.hour, v.minute, v.second, v.microsecond, v.tzinfo, fold=v.fold),
    ),
    dt.date: lambda v: dt.date(v.year, v.month, v.day),
    dt.time: lambda v: dt.time(v.hour, v.minute, v.second, v.microsecond, v.tzinfo, fold=v.fold),
    dt.timedelta: lambda v: dt.timedelta(v.days, v.seconds, v.microseconds),
    list: list,
    tuple: list,
    Mapping: dict,
}

"""What + - * / ** and the sign do with each pair of types (DMN 1.5, 10.3.2.8, tables 55 to 58).

An operation that is not defined, or whose result does not fit its type, is null.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from calendar import monthrange
from collections.abc import Callable
from decimal import Decimal

from engine.errors import FeelError
from engine.feel.limits import MAX_STRING
from engine.feel.numbers import CONTEXT, to_int
from engine.feel.types import Value, YearsMonthsDuration

Operation = Callable[[Value, Value], Value]
_MICROSECOND = dt.timedelta(microseconds=1)
_DAY = dt.timedelta(days=1)
_UTC_MIDNIGHT = dt.time(tzinfo=dt.UTC)


def calculate(op: str, left: Value, right: Value) -> Value:
    """The result of ``left op right``, or null."""
    operation = OPERATIONS[op].get((type(left), type(right)))
    if operation is None:
        return None
    try:
        return operation(left, right)
    except (ArithmeticError, ValueError):
        return None


def negate(value: Value) -> Value:
    """The number or duration with the other sign; null for anything else."""
    if isinstance(value, Decimal):
        return CONTEXT.minus(value)
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(-value.months)
    return -value if isinstance(value, dt.timedelta) and value > dt.timedelta.min else None


def join(left: str, right: str) -> str:
    """Two strings in one; FeelError where it grows too long."""
    if len(left) + len(right) > MAX_STRING:
        raise FeelError("a string is too long", reason_code="too-large", limit=MAX_STRING)
    return left + right


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """Null for zero to a negative power, which decimal arithmetic calls infinite without an error."""
    result = CONTEXT.power(base, exponent)
    return result if result.is_finite() else None


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day of another month, or that month's last day (keeps a datetime a datetime)."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("year out of range")
    return date.replace(year=year, month=month + 1, day=min(date.day, monthrange(year, month + 1)[1]))


def shift(moment: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """Move along the time line, across changes of the clock where the zone is a named one."""
    if not isinstance(moment.tzinfo, zoneinfo.ZoneInfo):
        return moment + by
    return (moment.astimezone(dt.UTC) + by).astimezone(moment.tzinfo)


def shift_time(time: dt.time, by: dt.timedelta) -> dt.time:
    """Round the clock, whole days falling away."""
    moved = dt.datetime.combine(dt.date(2000, 1, 1), time) + by % _DAY
    return moved.timetz()


def since(later: dt.datetime, earlier: dt.datetime) -> dt.timedelta | None:
    """The time between; null for a local time and one with a zone."""
    if (later.tzinfo is None) != (earlier.tzinfo is None):
        return None
    return later - earlier if later.tzinfo is None else later.astimezone(dt.UTC) - earlier.astimezone(dt.UTC)


def midnight(date: dt.date) -> dt.datetime:
    """A date among moments: the start of its day in UTC."""
    return dt.datetime.combine(date, _UTC_MIDNIGHT)


def _time_since(later: dt.time, earlier: dt.time) -> dt.timedelta | None:
    day = dt.date(1970, 1, 1)
    return since(dt.datetime.combine(day, later), dt.datetime.combine(day, earlier))


def _shift_date(date: dt.date, by: dt.timedelta) -> dt.date:
    return shift(midnight(date), by).date()


def scale(duration: dt.timedelta, factor: Decimal) -> dt.timedelta:
    """A duration so many times, to the microsecond."""
    micros = CONTEXT.multiply(Decimal(duration // _MICROSECOND), factor)
    return to_int(micros.to_integral_value()) * _MICROSECOND


def _scale_months(duration: YearsMonthsDuration, factor: Decimal) -> YearsMonthsDuration:
    return YearsMonthsDuration(to_int(CONTEXT.multiply(Decimal(duration.months), factor)))


def _part(duration: dt.timedelta, divisor: Decimal) -> dt.timedelta:
    return (
        to_int(CONTEXT.divide(Decimal(duration // _MICROSECOND), divisor).to_integral_value()) * _MICROSECOND
    )


def _part_months(duration: YearsMonthsDuration, divisor: Decimal) -> YearsMonthsDuration:
    return YearsMonthsDuration(to_int(CONTEXT.divide(Decimal(duration.months), divisor)))


def _ratio(left: dt.timedelta, right: dt.timedelta) -> Decimal:
    return CONTEXT.divide(Decimal(left // _MICROSECOND), Decimal(right // _MICROSECOND))


def _both_ways(left: type, right: type, operation: Operation) -> dict[tuple[type, type], Operation]:
    return {(left, right): operation, (right, left): lambda a, b: operation(b, a)}


_YM = YearsMonthsDuration
_DATE, _TIME, _MOMENT, _TD = dt.date, dt.time, dt.datetime, dt.timedelta

OPERATIONS: dict[str, dict[tuple[type, type], Operation]] = {
    "+": {
        (Decimal, Decimal): CONTEXT.add,
        (str, str): join,
        (_TD, _TD): lambda a, b: a + b,
        (_YM, _YM): lambda a, b: _YM(a.months + b.months),
        **_both_ways(_DATE, _YM, lambda date, by: add_months(date, by.months)),
        **_both_ways(_MOMENT, _YM, lambda moment, by: add_months(moment, by.months)),
        **_both_ways(_DATE, _TD, _shift_date),
        **_both_ways(_MOMENT, _TD, shift),
        **_both_ways(_TIME, _TD, shift_time),
    },
    "-": {
        (Decimal, Decimal): CONTEXT.subtract,
        (_TD, _TD): lambda a, b: a - b,
        (_YM, _YM): lambda a, b: _YM(a.months - b.months),
        (_DATE, _YM): lambda date, by: add_months(date, -by.months),
        (_MOMENT, _YM): lambda moment, by: add_months(moment, -by.months),
        (_DATE, _TD): lambda date, by: _shift_date(date, -by),
        (_MOMENT, _TD): lambda moment, by: shift(moment, -by),
        (_TIME, _TD): lambda time, by: shift_time(time, -by),
        (_DATE, _DATE): lambda a, b: a - b,
        (_MOMENT, _MOMENT): since,
        (_DATE, _MOMENT): lambda a, b: since(midnight(a), b),
        (_MOMENT, _DATE): lambda a, b: since(a, midnight(b)),
        (_TIME, _TIME): _time_since,
    },
    "*": {
        (Decimal, Decimal): CONTEXT.multiply,
        **_both_ways(_TD, Decimal, scale),
        **_both_ways(_YM, Decimal, _scale_months),
    },
    "/": {
        (Decimal, Decimal): CONTEXT.divide,
        (_TD, Decimal): _part,
        (_YM, Decimal): _part_months,
        (_TD, _TD): _ratio,
        (_YM, _YM): lambda a, b: CONTEXT.divide(Decimal(a.months), Decimal(b.months)),
    },
    "**": {(Decimal, Decimal): power},
}

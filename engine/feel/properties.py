"""What stands after a dot: keys of contexts, parts of dates, times, durations and ranges (tables 61, 62)."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.types import Range, Value, YearsMonthsDuration

_SECOND = dt.timedelta(seconds=1)


def get_property(value: Value, name: str) -> Value:
    """The named part; of a list, the parts of its items; null where there is none."""
    if type(value) is dict:
        return value.get(name)
    if type(value) is list:
        return [get_property(item, name) for item in value if type(item) is not list]
    getter = _PROPERTIES.get(type(value), {}).get(name)
    return None if getter is None else getter(value)


def _offset(value: dt.time | dt.datetime) -> dt.timedelta | None:
    return value.utcoffset()


def _zone(value: dt.time | dt.datetime) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, zoneinfo.ZoneInfo) else None


def _seconds(value: dt.timedelta, unit: int, modulus: int) -> Decimal:
    total = abs(value) // _SECOND // unit
    part = total % modulus if modulus else total
    return Decimal(-part if value < dt.timedelta() else part)


def _years(value: YearsMonthsDuration, part: int) -> Decimal:
    amount = divmod(abs(value.months), 12)[part]
    return Decimal(-amount if value.months < 0 else amount)


_DATE: dict[str, Callable[[Any], Value]] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.isoweekday()),
}
_TIME: dict[str, Callable[[Any], Value]] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": lambda value: Decimal(value.second),
    "time offset": _offset,
    "timezone": _zone,
}
_PROPERTIES: dict[type, dict[str, Callable[[Any], Value]]] = {
    dt.date: _DATE,
    dt.time: _TIME,
    dt.datetime: {**_DATE, **_TIME},
    dt.timedelta: {
        "days": lambda value: _seconds(value, 86400, 0),
        "hours": lambda value: _seconds(value, 3600, 24),
        "minutes": lambda value: _seconds(value, 60, 60),
        "seconds": lambda value: _seconds(value, 1, 60),
    },
    YearsMonthsDuration: {
        "years": lambda value: _years(value, 0),
        "months": lambda value: _years(value, 1),
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}

"""FEEL values that Python lacks, and the FEEL name of every value (DMN 1.5, 10.3.2.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Value = Any
"""None, bool, str, Decimal, date, time, datetime, timedelta, YearsMonths, list, dict, Range or a function."""

MAX_MONTHS = 999_999_999 * 12


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A duration of whole months; negative for a duration back in time."""

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) > MAX_MONTHS:
            raise OverflowError("more than 999,999,999 years")

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{'-' if self.months < 0 else ''}P{body or '0M'}"


YearsMonths = YearsMonthsDuration


@dataclass(frozen=True, slots=True)
class Range:
    """An interval of numbers, strings, dates, times or durations; an end of None is open-ended."""

    start: Value
    end: Value
    start_included: bool = True
    end_included: bool = True


TYPE_NAMES: dict[type, str] = {
    type(None): "Null",
    bool: "boolean",
    str: "string",
    Decimal: "number",
    dt.date: "date",
    dt.time: "time",
    dt.datetime: "date and time",
    dt.timedelta: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
}


def type_name(value: Value) -> str:
    """The FEEL name of the value's type; "function" for whatever can be called."""
    return TYPE_NAMES.get(type(value), "function")

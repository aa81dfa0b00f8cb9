"""Years and months between two dates (DMN 1.5, table 66)."""

from __future__ import annotations

import datetime as dt

from engine.feel.functions.registry import builtin
from engine.feel.types import YearsMonthsDuration


@builtin("years and months duration", "from: date|moment, to: date|moment")
def years_and_months_duration(start: dt.date, end: dt.date) -> YearsMonthsDuration:
    """Whole months only, towards zero."""
    if (end.year, end.month, end.day) < (start.year, start.month, start.day):
        return YearsMonthsDuration(-_whole_months(end, start))
    return YearsMonthsDuration(_whole_months(start, end))


def _whole_months(start: dt.date, end: dt.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)

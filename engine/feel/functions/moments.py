"""Now, today and the place of a date in week and year (DMN 1.5, 10.3.4.6, 10.3.4.10)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from engine.feel.functions.registry import builtin
from engine.feel.runtime import Run

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@builtin("now", "", needs_run=True)
def now(run: Run) -> dt.datetime | None:
    """The time of the command, never that of the machine; null where none was given."""
    return run.now


@builtin("today", "", needs_run=True)
def today(run: Run) -> dt.date | None:
    return run.now.date() if run.now else None


@builtin("day of year", "date: date|moment")
def day_of_year(date: dt.date) -> Decimal:
    return Decimal(date.timetuple().tm_yday)


@builtin("day of week", "date: date|moment")
def day_of_week(date: dt.date) -> str:
    return _DAYS[date.weekday()]


@builtin("month of year", "date: date|moment")
def month_of_year(date: dt.date) -> str:
    return _MONTHS[date.month - 1]


@builtin("week of year", "date: date|moment")
def week_of_year(date: dt.date) -> Decimal:
    return Decimal(date.isocalendar().week)

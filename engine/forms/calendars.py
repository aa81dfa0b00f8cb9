"""Dates as people type and read them in their calendar; stored ISO Gregorian.

The year decides the calendar: 1200-1599 is Jalali, 1800-2399 Gregorian.
"""

import re
from datetime import date

from persiantools.jdatetime import JalaliDate

from engine.forms.normalise import clean_line
from engine.forms.numbers import localise_digits

JALALI_YEARS = range(1200, 1600)
GREGORIAN_YEARS = range(1800, 2400)
JALALI_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_JALALI_LATIN = (
    "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
    "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
)  # fmt: skip
_GREGORIAN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_GREGORIAN_PERSIAN = (
    "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
)  # fmt: skip
_MONTHS = {
    name.casefold(): number
    for names in (JALALI_MONTHS, _JALALI_LATIN, _GREGORIAN_MONTHS, _GREGORIAN_PERSIAN)
    for number, name in enumerate(names, 1)
} | {"امرداد": 5, "مهٔ": 5, "می": 5}
_COMPACT = re.compile(r"[0-9]{8}", re.ASCII)


class UnreadableDate(ValueError):
    """The text is no date. ``code``: ``date-form``, ``date-year`` or ``date-day``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def parse_date(text: str) -> date:
    """A typed date in either calendar: ``۱۴۰۴/۰۸/۳۰``, ``21-11-2025``, ``30 آبان 1404``, ``14040830``.

    Raises UnreadableDate: not of that form, a year of neither calendar, no such day in the month.
    """
    year, month, day = _parts(clean_line(text).replace("\u200c", ""))
    try:
        if year in JALALI_YEARS:
            return date.fromordinal(JalaliDate(year, month, day).to_gregorian().toordinal())  # type: ignore[no-untyped-call]
        if year in GREGORIAN_YEARS:
            return date(year, month, day)
    except ValueError:
        raise UnreadableDate("date-day") from None
    raise UnreadableDate("date-year")


def _parts(text: str) -> tuple[int, int, int]:
    if _COMPACT.fullmatch(text):
        return int(text[:4]), int(text[4:6]), int(text[6:])
    if named := re.fullmatch(r"([0-9]{1,2}) ?([^\W\d_]+),? ?([0-9]{4})", text):
        month = _MONTHS.get(named[2].casefold())
        if month is None:
            raise UnreadableDate("date-form")
        return int(named[3]), month, int(named[1])
    numbers = re.split(r" ?[/\-.،,‐–٫\\] ?| ", text)
    if len(numbers) != 3 or not all(re.fullmatch("[0-9]{1,4}", number) for number in numbers):
        raise UnreadableDate("date-form")
    first, second, third = numbers
    if len(first) == 4 and len(second) <= 2 and len(third) <= 2:
        return int(first), int(second), int(third)
    if len(third) == 4 and len(first) <= 2 and len(second) <= 2:
        return int(third), int(second), int(first)
    raise UnreadableDate("date-year" if all(len(number) <= 2 for number in numbers) else "date-form")


def edit_date(day: date, calendar: str, locale: str) -> str:
    """The date as one types it: ``۱۴۰۴/۰۸/۳۰`` or ``2025/11/21``."""
    year, month, number = _in_calendar(day, calendar)
    return localise_digits(f"{year:04}/{month:02}/{number:02}", locale)


def format_date(day: date, calendar: str, locale: str) -> str:
    """The date as one reads it: ``۳۰ آبان ۱۴۰۴``, ``21 November 2025``."""
    year, month, number = _in_calendar(day, calendar)
    if calendar == "jalali":
        names = JALALI_MONTHS if locale == "fa" else _JALALI_LATIN
    else:
        names = _GREGORIAN_PERSIAN if locale == "fa" else _GREGORIAN_MONTHS
    return localise_digits(f"{number} {names[month - 1]} {year}", locale)


def _in_calendar(day: date, calendar: str) -> tuple[int, int, int]:
    if calendar == "jalali":
        jalali = JalaliDate(day)  # type: ignore[no-untyped-call]
        return jalali.year, jalali.month, jalali.day
    return day.year, day.month, day.day

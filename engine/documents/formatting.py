"""How values are written in a letter, by its language: digits, dates, money.

Persian: Persian digits, Jalali dates, «٬» between thousands, rials. English: Latin digits,
Gregorian dates with the month in words.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from persiantools.jdatetime import JalaliDate

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he"})
_JALALI_MONTHS: Final = {
    "fa": "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
    "en": "Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand",
}
_words = str.split
_GREGORIAN_MONTHS: Final = _words(
    "January February March April May June July August September October November December"
)
_LATIN_DIGITS = "0123456789"
_TO_PERSIAN = str.maketrans(_LATIN_DIGITS + "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹" * 2)
_TO_PERSIAN_NUMBER = _TO_PERSIAN | str.maketrans(",.", "٬٫")
_TO_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", _LATIN_DIGITS * 2)
_LATIN_LETTER = re.compile("[A-Za-z]")
_WORD = re.compile(r"\S+")
_LEFT_TO_RIGHT_ISOLATE, _POP_ISOLATE = "\u2066", "\u2069"


def direction(language: str) -> str:
    """Which way its lines run: "rtl" or "ltr"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def local_digits(text: str, language: str) -> str:
    """``text`` in the digits of the language; a word with Latin letters (IBAN, VIN) stays as it is."""
    if language != "fa":
        return text.translate(_TO_LATIN)
    return _WORD.sub(lambda word: persian_digits(word[0]), text)


def persian_digits(word: str) -> str:
    """Persian digits for Latin and Arabic ones, unless the word holds a Latin letter."""
    return word if _LATIN_LETTER.search(word) else word.translate(_TO_PERSIAN)


def isolated(text: str) -> str:
    """``text`` as a left-to-right island, whatever stands around it."""
    return f"{_LEFT_TO_RIGHT_ISOLATE}{text}{_POP_ISOLATE}"


def grouped(number: Decimal | int, language: str) -> str:
    """A number with its thousands apart: ۱٬۲۵۰٬۰۰۰ or 1,250,000."""
    return _written(f"{_plain(Decimal(number)):,}", language)


def _written(number: str, language: str) -> str:
    return number.translate(_TO_PERSIAN_NUMBER) if language == "fa" else number


def money(amount: Decimal | int, language: str) -> str:
    """An amount of rials: ۱٬۲۵۰٬۰۰۰ ریال or 1,250,000 rials."""
    return f"{grouped(amount, language)} {currency(amount, language)}"


def currency(amount: Decimal | int, language: str) -> str:
    """The word after an amount of rials."""
    if language == "fa":
        return "ریال"
    return "rial" if abs(amount) == 1 else "rials"


def short_date(value: date, language: str) -> str:
    """۱۴۰۵/۰۸/۳۰ (Jalali) or 21 November 2026."""
    day = local_day(value)
    if language != "fa":
        return f"{day.day} {_GREGORIAN_MONTHS[day.month - 1]} {day.year}"
    return jalali(day, language)


def jalali(value: date, language: str) -> str:
    """The Jalali date in digits, year first: ۱۴۰۵/۰۸/۳۰ or 1405/08/30."""
    return local_digits(_jalali_date(value).strftime("%Y/%m/%d"), language)


def long_jalali(value: date, language: str) -> str:
    """The Jalali date with its month in words: ۳۰ آبان ۱۴۰۵ or 30 Aban 1405."""
    day = _jalali_date(value)
    months = _JALALI_MONTHS["fa" if language == "fa" else "en"].split()
    return local_digits(f"{day.day} {months[day.month - 1]} {day.year}", language)


def _jalali_date(value: date) -> Any:
    to_jalali: Any = JalaliDate
    return to_jalali(local_day(value))


def grouped_code(code: str, language: str, size: int = 4) -> str:
    """A tracking code in groups, as one left-to-right island: ۱۲۳۴ ۵۶۷۸ ۹۰۱۲."""
    groups = [code[start : start + size] for start in range(0, len(code), size)]
    return isolated(local_digits("\u00a0".join(groups), language))


def local_day(value: date) -> date:
    """The calendar day of a date, or of an instant in the office's time zone."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def display(value: object, language: str) -> str:
    """Any FEEL value as the letter writes it; null is written as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES_NO[language == "fa"][value]
    if isinstance(value, date):
        return short_date(value, language)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ("، " if language == "fa" else ", ").join(display(item, language) for item in value)
    if isinstance(value, int | Decimal):
        return _written(f"{_plain(Decimal(value)):f}", language)
    return local_digits(_as_text(value), language)


_YES_NO: Final = (("no", "yes"), ("خیر", "بله"))


def _as_text(value: object) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value.days)
    return str(value)


def _plain(number: Decimal) -> Decimal:
    """Without trailing zeros behind the point, and never in exponents."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()

"""Dates in the reader's calendar and language, moments in the office's time zone."""

import re
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from persiantools.jdatetime import JalaliDate

from engine import clock
from portal.formatting.names import month_name
from portal.formatting.numerals import digits, latin_digits
from portal.formatting.reader import JALALI, calendar, language

SHORT = "short"


def day(value: date | datetime | str | None, style: str = "long") -> str:
    """``۳۰ آبان ۱۴۰۴`` (long) or ``۱۴۰۴/۰۸/۳۰`` (short); text is read as an ISO date or moment."""
    found = _as_date(value)
    if found is None:
        return ""
    year, month, day_of_month = _parts(found)
    if style == SHORT:
        separator = "/" if calendar() == JALALI or language() == "fa" else "-"
        return digits(f"{year:04}{separator}{month:02}{separator}{day_of_month:02}")
    return digits(f"{day_of_month} {month_name(calendar(), month)} {year}")


def moment(value: datetime | str | None, style: str = "long") -> str:
    """The day and the time of day in the office's time zone."""
    found = _as_moment(value)
    if found is None:
        return ""
    local = timezone.localtime(found)
    time = digits(f"{local:%H:%M}")
    if style == SHORT:
        return _("%(day)s, %(time)s") % {"day": day(local, SHORT), "time": time}
    return _("%(day)s at %(time)s") % {"day": day(local), "time": time}


def since(value: datetime | str | None) -> str:
    """How long ago in one unit, up to a week; then the day."""
    found = _as_moment(value)
    if found is None:
        return ""
    passed = clock.now() - found
    if passed < timedelta(minutes=1):
        return _("just now")
    if passed < timedelta(hours=1):
        return _ago(
            ngettext("%(count)s minute ago", "%(count)s minutes ago", passed.seconds // 60),
            passed.seconds // 60,
        )
    if passed < timedelta(days=1):
        hours = passed.seconds // 3600
        return _ago(ngettext("%(count)s hour ago", "%(count)s hours ago", hours), hours)
    if passed < timedelta(days=7):
        return _ago(ngettext("%(count)s day ago", "%(count)s days ago", passed.days), passed.days)
    return day(found)


def parse_day(text: str) -> date | None:
    """The date typed as year/month/day in either calendar and any digits; None when there is no such day.

    A year below 1700 is Jalali, whatever the reader's calendar.
    """
    match = re.fullmatch(r"\s*(\d{4})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{1,2})\s*", latin_digits(text))
    if not match:
        return None
    year, month, day_of_month = map(int, match.groups())
    try:
        if year < 1700:
            return JalaliDate(year, month, day_of_month).to_gregorian()
        return date(year, month, day_of_month)
    except ValueError:
        return None


def _ago(template: str, count: int) -> str:
    return template % {"count": digits(count)}


def _parts(value: date) -> tuple[int, int, int]:
    if calendar() == JALALI:
        jalali = JalaliDate(value)
        return jalali.year, jalali.month, jalali.day
    return value.year, value.month, value.day


def _as_date(value: date | datetime | str | None) -> date | None:
    if isinstance(value, str):
        if "T" not in value:
            return date.fromisoformat(value) if value else None
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _as_moment(value: datetime | str | None) -> datetime | None:
    found = datetime.fromisoformat(value) if isinstance(value, str) and value else value
    if isinstance(found, datetime) and timezone.is_naive(found):
        return timezone.make_aware(found)
    return found or None

"""Dates, times and durations between FEEL text and Python values (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8)."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable
from functools import lru_cache

from engine.feel.types import Value, YearsMonthsDuration

_DATE = re.compile(r"-?(?:[1-9]\d{4,8}|\d{4})-\d\d-\d\d", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][\w+/-]{0,60})?", re.ASCII
)
_DURATION = re.compile(
    r"(-?)P(?=.)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?(?:(\d{1,12})D)?"
    r"(?:T(?=.)(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d{0,30}))?S)?)?",
    re.ASCII,
)
_MICROSECOND = dt.timedelta(microseconds=1)
_MAX_OFFSET = dt.timedelta(hours=18)


def parse_date(text: str) -> dt.date:
    """ISO date; ValueError otherwise, also for years outside 1 to 9999."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"not a date: {text[:40]}")
    return dt.date.fromisoformat(text)


def parse_time(text: str) -> dt.time:
    """ISO time with an offset, a zone name after @, or neither."""
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError(f"not a time: {text[:40]}")
    hour, minute, second, fraction, zone = match.groups()
    micros = int((fraction or "")[:6].ljust(6, "0"))
    return dt.time(int(hour), int(minute), int(second), micros, tzinfo=parse_zone(zone) if zone else None)


def parse_date_and_time(text: str) -> dt.datetime:
    """ISO date, T, ISO time; a date alone is midnight."""
    date, separator, time = text.partition("T")
    return dt.datetime.combine(parse_date(date), parse_time(time) if separator else dt.time())


@lru_cache(maxsize=1024)
def parse_zone(text: str) -> dt.tzinfo:
    """Z, ±hh:mm[:ss] or @Area/City."""
    if text.startswith("@"):
        try:
            return zoneinfo.ZoneInfo(text[1:])
        except (zoneinfo.ZoneInfoNotFoundError, OSError) as error:
            raise ValueError(f"unknown time zone {text[1:41]}") from error
    if text in "Zz":
        return dt.UTC
    hours, minutes, seconds = (*map(int, text[1:].split(":")), 0)[:3]
    offset = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset > _MAX_OFFSET or minutes > 59 or seconds > 59:
        raise ValueError(f"offset out of range: {text}")
    return dt.timezone(-offset if text[0] == "-" else offset)


def parse_duration(text: str) -> YearsMonthsDuration | dt.timedelta:
    """ISO 8601 duration, either of years and months or of days and time, never both."""
    match = _DURATION.fullmatch(text)
    if not match:
        raise ValueError(f"not a duration: {text[:40]}")
    sign = -1 if match[1] else 1
    if (match[2] or match[3]) and any(match.groups()[3:]):
        raise ValueError("years or months together with days or time")
    years, months, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:7])
    if match[2] or match[3]:
        return YearsMonthsDuration(sign * (years * 12 + months))
    micros = int((match[8] or "")[:6].ljust(6, "0"))
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return sign * (total * 1_000_000 + micros) * _MICROSECOND


PARSERS: tuple[Callable[[str], Value], ...] = (parse_duration, parse_date, parse_time, parse_date_and_time)


def parse_literal(text: str) -> Value:
    """The value of an at literal, @"…"; ValueError where the text is none of the four kinds."""
    for parse in PARSERS:
        try:
            return parse(text)
        except (ValueError, OverflowError):
            continue
    raise ValueError(f"not a date, time or duration: {text[:40]}")


def time_text(value: dt.time | dt.datetime) -> str:
    """hh:mm:ss, the fraction only if there is one, then Z, ±hh:mm or @zone."""
    fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{fraction}{zone_text(value)}"


def zone_text(value: dt.time | dt.datetime) -> str:
    """How the zone is written after a time; empty for a local time."""
    if value.tzinfo is None:
        return ""
    if isinstance(value.tzinfo, zoneinfo.ZoneInfo):
        return f"@{value.tzinfo.key}"
    offset = value.utcoffset() or dt.timedelta()
    if not offset:
        return "Z"
    minutes, seconds = divmod(abs(offset) // dt.timedelta(seconds=1), 60)
    text = f"{'-' if offset < dt.timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


def duration_text(value: dt.timedelta) -> str:
    """ISO 8601, such as P1DT2H or PT0.5S; PT0S for nothing."""
    micros = abs(value) // _MICROSECOND
    total, micros = divmod(micros, 1_000_000)
    minutes, seconds = divmod(total, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    fraction = f".{micros:06}".rstrip("0") if micros else ""
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    time += f"{seconds}{fraction}S" if seconds or fraction else ""
    body = (f"{days}D" if days else "") + (f"T{time}" if time else "")
    return f"{'-' if value < dt.timedelta() else ''}P{body or 'T0S'}"


def temporal_text(value: Value) -> str:
    """The text of any date, time or duration, which the parsers above read back."""
    if isinstance(value, dt.timedelta):
        return duration_text(value)
    if isinstance(value, dt.datetime):
        return f"{value.date().isoformat()}T{time_text(value)}"
    if isinstance(value, dt.time):
        return time_text(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)

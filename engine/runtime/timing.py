"""From the value of a timer or a deadline to the instant it means."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engine.definition.iso8601 import Duration, parse_duration, parse_moment
from engine.feel import YearsMonths
from engine.runtime.run import Failed


def moment_of(value: Any, local_now: datetime) -> datetime:
    """The UTC instant of a date with time; without an offset it means the zone of ``local_now``.

    A date alone means its midnight. Raises Failed("timer-invalid").
    """
    try:
        found = parse_moment(value) if isinstance(value, str) else value
    except ValueError:
        raise Failed("timer-invalid", value=value) from None
    if type(found) is date:
        found = datetime.combine(found, time(), local_now.tzinfo)
    if not isinstance(found, datetime):
        raise Failed("timer-invalid", value=value)
    return (found if found.tzinfo else found.replace(tzinfo=local_now.tzinfo)).astimezone(UTC)


def duration_of(value: Any) -> Duration:
    """The duration of an ISO 8601 text or a FEEL duration. Raises Failed("timer-invalid")."""
    try:
        return parse_duration(_duration_text(value))
    except (TypeError, ValueError):
        raise Failed("timer-invalid", value=value) from None


def instant_after(start: datetime, duration: Duration, times: int = 1) -> datetime:
    """``start`` (in its own zone) plus ``times`` durations, in UTC. Raises Failed("timer-invalid")."""
    try:
        return duration.after(start, times)
    except (OverflowError, ValueError):
        raise Failed("timer-invalid", value=duration.text) from None


def deadline_of(value: Any, calendar: str, local_now: datetime) -> datetime | str:
    """The due of a user task: a UTC instant, or the ISO 8601 duration to be counted in working time.

    A value that is no duration is a date with time, which needs no calendar.
    """
    if isinstance(value, timedelta | YearsMonths) or (isinstance(value, str) and value.startswith("P")):
        duration = duration_of(value)
        return duration.text if calendar else instant_after(local_now, duration)
    return moment_of(value, local_now)


def _duration_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, YearsMonths):
        return str(value)
    if isinstance(value, timedelta):
        return f"PT{_seconds(value)}S" if value % timedelta(days=1) else f"P{value.days}D"
    raise TypeError(f"{value!r} is no duration")


def _seconds(value: timedelta) -> str:
    whole = value.days * 86_400 + value.seconds
    return f"{whole}.{value.microseconds:06d}" if value.microseconds else str(whole)

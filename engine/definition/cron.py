"""Times of day in five fields as POSIX crontab writes them, for the cycle of a timer (BPMN 10.5.5 Timer)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

_ITEM = re.compile(r"(?:\*|(?P<first>\d{1,2})(?:-(?P<last>\d{1,2}))?)(?:/(?P<step>\d{1,2}))?", re.ASCII)
_FIELDS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}
_LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_LARGEST_SHIFT = 2  # hours by which clocks are put forward or back at once
_EVERY_HOUR = frozenset(range(24))


@dataclass(frozen=True, slots=True)
class Cron:
    """``days``/``weekdays`` None: not restricted; both restricted: either will do. Monday is 0."""

    text: str
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int] | None
    months: frozenset[int]
    weekdays: frozenset[int] | None

    def after(self, start: datetime) -> datetime:
        """The next matching minute after the aware ``start``, in its zone. OverflowError beyond the year 9999.

        A time of day that clocks leave out happens that much later, one they repeat happens once; what
        happens every hour goes by the hours there are.
        """
        zone = start.tzinfo or UTC
        local = start.astimezone(zone)
        day, from_hour = local.date(), local.hour - _LARGEST_SHIFT
        while True:
            found = self._first_after(start, day, from_hour, zone) if self._has(day) else None
            if found is not None:
                return found.astimezone(zone)
            day, from_hour = day + timedelta(days=1), 0

    def _first_after(self, start: datetime, day: date, from_hour: int, zone: tzinfo) -> datetime | None:
        """Clocks put forward may let an hour come after the next ones, so those are looked at too."""
        found, last = None, 24
        for hour in sorted(hour for hour in self.hours if hour >= from_hour):
            if hour > last:
                break
            later = [instant for instant in self._instants(day, hour, zone) if instant > start]
            if later and found is None:
                last = hour + _LARGEST_SHIFT
            found = min([*later, *([found] if found else [])], default=None)
        return found

    def _has(self, day: date) -> bool:
        wanted = (self.days is not None and day.day in self.days) or (
            self.weekdays is not None and day.weekday() in self.weekdays
        )
        return day.month in self.months and (wanted or (self.days is None and self.weekdays is None))

    def _instants(self, day: date, hour: int, zone: tzinfo) -> Iterator[datetime]:
        goes_by_the_hours = self.hours == _EVERY_HOUR
        for minute in self.minutes:
            for fold in (0, 1) if goes_by_the_hours else (0,):
                local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=fold)
                instant = local.astimezone(UTC)
                exists = instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)
                if exists or not goes_by_the_hours:
                    yield instant


def parse_cron(text: str) -> Cron:
    """Raises ValueError for what is no crontab line of five fields or can never occur."""
    parts = text.split()
    if len(parts) != len(_FIELDS):
        raise ValueError(f'"{text}" has no five fields: minute, hour, day, month, weekday')
    minutes, hours, days, months, weekdays = (
        _field(part, name) for part, name in zip(parts, _FIELDS, strict=True)
    )
    cron = Cron(
        " ".join(parts),
        minutes,
        hours,
        None if parts[2] == "*" else days,
        months,
        None if parts[4] == "*" else frozenset((day - 1) % 7 for day in weekdays),
    )
    if cron.weekdays is None and not any(min(days) <= _LONGEST_MONTHS.get(month, 31) for month in months):
        raise ValueError(f'"{text}" never occurs: no such day in these months')
    return cron


def is_cron(text: str) -> bool:
    try:
        parse_cron(text)
    except ValueError:
        return False
    return True


def _field(text: str, name: str) -> frozenset[int]:
    return frozenset(value for item in text.split(",") for value in _values(item, name))


def _values(item: str, name: str) -> range:
    low, high = _FIELDS[name]
    match = _ITEM.fullmatch(item)
    if match is None:
        raise ValueError(f'"{item}" is no {name} of a crontab line')
    first = int(match["first"] or low)
    last = int(match["last"] or (match["first"] if match["first"] and not match["step"] else high))
    step = int(match["step"] or 1)
    if not (low <= first <= last <= high and step):
        raise ValueError(f'"{item}" is no {name} from {low} to {high}')
    return range(first, last + 1, step)

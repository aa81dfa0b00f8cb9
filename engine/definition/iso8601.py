"""ISO 8601 durations and repetitions, as BPMN timers and deadlines write them (BPMN 10.5.5, Table 10.101)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_DURATION = re.compile(  # bounded: what has more digits is no number of anything
    r"P(?=[0-9T])(?:(?P<years>\d{1,9})Y)?(?:(?P<months>\d{1,9})M)?"
    r"(?:(?P<weeks>\d{1,9})W)?(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,9}(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_CYCLE = re.compile(
    r"R(?P<count>\d*)/(?:(?P<start>[0-9:.+-]+T[0-9:.+Z-]+)/)?(?P<duration>P[0-9A-Z.]+)", re.ASCII
)
_LONGEST_YEARS = 1000


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months and days, and an exact rest of hours, minutes and seconds."""

    text: str
    months: int = 0
    days: int = 0
    rest: timedelta = timedelta()

    def after(self, start: datetime, times: int = 1) -> datetime:
        """The UTC instant ``times`` durations after the aware ``start``.

        Months and days keep the time of day in the zone of ``start``; a month without the day ends on
        its last. Twice one month after 31 January is 31 March. OverflowError beyond the year 9999.
        """
        local = _add_months(start, self.months * times) + timedelta(days=self.days * times)
        return local.astimezone(UTC) + self.rest * times

    @property
    def is_zero(self) -> bool:
        return not (self.months or self.days or self.rest)


@dataclass(frozen=True, slots=True)
class Cycle:
    """``R<count>/<duration>``: the first occurrence after one duration; count None is without end.

    ``R<count>/<start>/<duration>``: the first occurrence at ``start``, aware or not.
    """

    count: int | None
    duration: Duration
    start: datetime | None = None


def parse_duration(text: str) -> Duration:
    """Raises ValueError when the text is no ISO 8601 duration, is negative or exceeds a thousand years."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'"{text}" is no ISO 8601 duration')
    part = {name: float(value or 0) for name, value in match.groupdict().items()}
    months = int(part["years"]) * 12 + int(part["months"])
    days = int(part["weeks"]) * 7 + int(part["days"])
    if months > _LONGEST_YEARS * 12 or days > _LONGEST_YEARS * 366 or part["hours"] > _LONGEST_YEARS * 8784:
        raise ValueError(f'"{text}" is longer than a thousand years')
    rest = timedelta(hours=part["hours"], minutes=part["minutes"], seconds=part["seconds"])
    return Duration(text.strip(), months, days, rest)


def parse_cycle(text: str) -> Cycle:
    """Raises ValueError when the text is no repetition of a duration longer than nothing."""
    match = _CYCLE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'"{text}" is no ISO 8601 repetition such as R3/P1D')
    cycle = Cycle(
        int(match["count"]) if match["count"] else None,
        parse_duration(match["duration"]),
        parse_moment(match["start"]) if match["start"] else None,
    )
    if cycle.duration.is_zero or cycle.count == 0:
        raise ValueError(f'"{text}" repeats nothing')
    return cycle


def parse_moment(text: str) -> datetime:
    """A date with time, aware or not. Raises ValueError when the text is none."""
    text = text.strip()
    if "T" not in text:
        raise ValueError(f'"{text}" is no ISO 8601 date with time')
    return datetime.fromisoformat(text)


def _add_months(start: datetime, months: int) -> datetime:
    if not months:
        return start
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > 9999:
        raise OverflowError("beyond the year 9999")
    return start.replace(year=year, month=month0 + 1, day=min(start.day, monthrange(year, month0 + 1)[1]))

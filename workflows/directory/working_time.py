"""Deadlines in working time: D counts working days, H working hours (engine.md, Timers)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.plugins.directory import ancestors
from workflows.directory.models import Unit
from workflows.directory.models.calendars import iranian_rest_days
from workflows.directory.remembering import recall

DEFAULT_ZONE = "Asia/Tehran"
LONGEST_SEARCH = 3660
_DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


@dataclass(frozen=True)
class WorkingHours:
    """When a unit works. ``rest_weekdays``: Monday is 0. Times are of the wall clock in ``zone``."""

    zone: str = DEFAULT_ZONE
    rest_weekdays: frozenset[int] = frozenset(iranian_rest_days())
    opens: time = time(7, 30)
    closes: time = time(14, 30)
    holidays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return day.weekday() not in self.rest_weekdays and day not in self.holidays

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``. Raises ValueError when ten years hold none."""
        for distance in range(1, LONGEST_SEARCH):
            if self.is_working_day(day + timedelta(days=distance)):
                return day + timedelta(days=distance)
        raise ValueError("this calendar has no working day in ten years")

    def roll(self, moment: datetime) -> datetime:
        """The same moment, or the next one at which the office is open (local time)."""
        if self.is_working_day(moment.date()) and moment.time() < self.closes:
            return datetime.combine(moment.date(), max(moment.time(), self.opens))
        return datetime.combine(self.next_working_day(moment.date()), self.opens)

    def add(self, start: datetime, duration: str) -> datetime:
        """``start`` (aware) plus the duration in working time, in UTC. A week is seven days."""
        weeks, days, rest = parse_duration(duration)
        zone = ZoneInfo(self.zone)
        moment = self.roll(start.astimezone(zone).replace(tzinfo=None) + timedelta(weeks=weeks))
        for _ in range(days):
            moment = datetime.combine(self.next_working_day(moment.date()), moment.time())
        return self._add_hours(moment, rest).replace(tzinfo=zone).astimezone(UTC)

    def _add_hours(self, moment: datetime, rest: timedelta) -> datetime:
        while (left := datetime.combine(moment.date(), self.closes) - moment) < rest:
            rest -= left
            moment = datetime.combine(self.next_working_day(moment.date()), self.opens)
        return moment + rest


def parse_duration(text: str) -> tuple[int, int, timedelta]:
    """Weeks, days, and the part after T. Raises ValueError, also for years and months."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a duration in weeks, days, hours, minutes or seconds: {text!r}")
    parts = {name: int(value or 0) for name, value in match.groupdict().items()}
    rest = timedelta(hours=parts["hours"], minutes=parts["minutes"], seconds=parts["seconds"])
    return parts["weeks"], parts["days"], rest


def working_hours(unit_path: str) -> WorkingHours:
    """The hours of the nearest calendar above the unit, or Iranian office hours without holidays."""
    return recall(("working hours", unit_path), lambda: _read_hours(unit_path))


def _read_hours(unit_path: str) -> WorkingHours:
    units = Unit.objects.filter(path__in=ancestors(unit_path)).select_related("working_calendar")
    nearest_first = sorted(units, key=lambda unit: -len(unit.path))
    zone = nearest_first[0].time_zone if nearest_first else DEFAULT_ZONE
    calendars = [unit.working_calendar for unit in nearest_first if hasattr(unit, "working_calendar")]
    if not calendars:
        return WorkingHours(zone=zone)
    calendar = calendars[0]
    return WorkingHours(
        zone=zone,
        rest_weekdays=frozenset(calendar.rest_weekdays),
        opens=calendar.opens,
        closes=calendar.closes,
        holidays=frozenset(calendar.holidays.values_list("day", flat=True)),
    )


def time_zone(unit_path: str) -> str:
    """The unit's IANA zone."""
    return recall(("time zone", unit_path), lambda: _read_zone(unit_path))


def _read_zone(unit_path: str) -> str:
    found = Unit.objects.filter(path=unit_path).values_list("time_zone", flat=True).first()
    return found or DEFAULT_ZONE

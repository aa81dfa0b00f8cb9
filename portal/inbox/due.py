"""Deadlines in words: overdue, today, in so many working days of the unit's own calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine import clock
from engine.plugins.directory import ancestors
from portal.formatting import number
from workflows.directory.models import Unit, WorkingCalendar
from workflows.directory.working_time import DEFAULT_ZONE, WorkingHours

FAR = 400


@dataclass(frozen=True, slots=True)
class DueWords:
    """``kind`` is the badge's: danger overdue, warning today and tomorrow, neutral later or never."""

    kind: str
    text: str
    icon: str
    is_overdue: bool = False


def working_hours_of(paths: Iterable[str]) -> dict[str, WorkingHours]:
    """The hours of each unit, in three queries whatever their number."""
    units = set(paths)
    above = {path for unit in units for path in ancestors(unit)}
    calendars = WorkingCalendar.objects.filter(unit__path__in=above).select_related("unit")
    by_path = {calendar.unit.path: calendar for calendar in calendars.prefetch_related("holidays")}
    zones = dict(Unit.objects.filter(path__in=units).values_list("path", "time_zone"))
    return {unit: _hours(unit, by_path, zones.get(unit, DEFAULT_ZONE)) for unit in units}


def due_words(due: datetime | None, hours: WorkingHours) -> DueWords:
    """How long there is left, counted in working days between the two dates."""
    if due is None:
        return DueWords("neutral", _("no deadline"), "minus")
    zone = ZoneInfo(hours.zone)
    today, last = clock.now().astimezone(zone).date(), due.astimezone(zone).date()
    if due < clock.now():
        return _overdue(_working_days(last, today, hours))
    if last == today:
        return DueWords("warning", _("due today"), "clock")
    left = max(1, _working_days(today, last, hours))
    text = ngettext("in %(count)s working day", "in %(count)s working days", left) % {"count": number(left)}
    return DueWords("warning" if left == 1 else "neutral", text, "clock")


def _overdue(days: int) -> DueWords:
    if not days:
        return DueWords("danger", _("overdue since today"), "warning", is_overdue=True)
    text = ngettext("overdue by %(count)s working day", "overdue by %(count)s working days", days)
    return DueWords("danger", text % {"count": number(days)}, "warning", is_overdue=True)


def _working_days(start: date, end: date, hours: WorkingHours) -> int:
    """Working days after ``start`` up to and including ``end``; counted for a year at most."""
    span = min((end - start).days, FAR)
    return sum(hours.is_working_day(start + timedelta(days=distance)) for distance in range(1, span + 1))


def _hours(unit: str, calendars: dict[str, WorkingCalendar], zone: str) -> WorkingHours:
    nearest = next((calendars[path] for path in ancestors(unit) if path in calendars), None)
    if nearest is None:
        return WorkingHours(zone=zone)
    return WorkingHours(
        zone=zone,
        rest_weekdays=frozenset(nearest.rest_weekdays),
        opens=nearest.opens,
        closes=nearest.closes,
        holidays=frozenset(holiday.day for holiday in nearest.holidays.all()),
    )

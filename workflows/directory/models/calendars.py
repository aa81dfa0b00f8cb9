"""Working calendars of units: weekly rest days, office hours, holidays."""

from datetime import time

from django.db import models
from django.db.models import F, Q

from workflows.directory.models.units import Unit

THURSDAY, FRIDAY = 3, 4


def iranian_rest_days() -> list[int]:
    """Thursday and Friday, counted as Python does (Monday is 0)."""
    return [THURSDAY, FRIDAY]


class WorkingCalendar(models.Model):
    """When a unit works; units below it without a calendar of their own follow it."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="working_calendar")
    rest_weekdays = models.JSONField(default=iranian_rest_days)
    opens = models.TimeField(default=time(7, 30))
    closes = models.TimeField(default=time(14, 30))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="calendar_opens_before_it_closes")
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


class Holiday(models.Model):
    """A day on which the units that follow ``calendar`` do not work."""

    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_once")]

    def __str__(self) -> str:
        return self.day.isoformat()

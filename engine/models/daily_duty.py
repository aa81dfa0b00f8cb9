"""Which day a daily duty was last begun, so that one of several workers does it."""

from django.db import models


class DailyDuty(models.Model):
    """Written before the duty is done: one that fails falls due again the next day."""

    name = models.CharField(max_length=100, primary_key=True)
    day = models.DateField()

    class Meta:
        db_table = "engine_daily_duty"

    def __str__(self) -> str:
        return f"{self.name} {self.day}"

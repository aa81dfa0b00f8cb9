"""A technical failure that waits for an operator."""

from django.db import models
from django.db.models import Q

from engine.models.process_instance import ProcessInstance


class Incident(models.Model):
    """``code`` and ``params`` name the error without personal data; the token waits until it is retried."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="incidents")
    token = models.PositiveIntegerField()
    node = models.CharField(max_length=200)
    code = models.CharField(max_length=100)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "engine_incident"
        indexes = [
            models.Index(fields=["instance", "token"], name="open_incident_at", condition=Q(state="open"))
        ]

    def __str__(self) -> str:
        return f"{self.code} at {self.node}"

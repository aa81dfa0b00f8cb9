"""Who waits for a message or a signal: a token of a case, or a process version that one begins."""

from django.db import models
from django.db.models import Q

from engine.models.process_definition import ProcessDefinition
from engine.models.process_instance import ProcessInstance
from engine.models.row_id import RowId


class EventSubscription(models.Model):
    """Deleted when it ends. Either ``instance`` and ``root`` are set, or ``definition``: an instance begins.

    ``token``: who waits, 0 for the process itself; ``trigger``: its name (``engine.definition.catching``).
    ``key`` NULL: without correlation key. The oldest has the lowest id.
    """

    class Kind(models.TextChoices):
        MESSAGE = "message"
        SIGNAL = "signal"

    id = RowId(primary_key=True)
    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, null=True, related_name="subscriptions", db_index=False
    )
    root = models.ForeignKey(ProcessInstance, models.PROTECT, null=True, related_name="+", db_index=False)
    definition = models.ForeignKey(
        ProcessDefinition, models.PROTECT, null=True, related_name="start_subscriptions", db_index=False
    )
    token = models.PositiveIntegerField(default=0)
    trigger = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=400, null=True)

    class Meta:
        db_table = "engine_event_subscription"
        indexes = [
            models.Index(fields=["kind", "name", "key"], name="subscription_by_name"),
            models.Index(
                fields=["instance", "token"],
                name="subscription_by_token",
                condition=Q(instance__isnull=False),
            ),
            models.Index(
                fields=["definition"], name="start_subscription", condition=Q(definition__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} for {self.trigger}"

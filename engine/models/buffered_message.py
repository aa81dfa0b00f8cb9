"""Messages sent, whether or not somebody waits for them yet."""

from django.db import models
from django.db.models import Q

from engine.models.deployment import Deployment
from engine.models.process_instance import ProcessInstance


class BufferedMessage(models.Model):
    """Kept until it expires: for who comes later, and when consumed, so that a repeated ``dedupe_key`` is known.

    Consumed, it has lost its payload, which the case now has. Jobs and histories name its number.
    ``sender``: the deployment of the process that threw it; ``sent_by``: who gave the command that sent it
    (``engine.store.senders``), empty for the system. ``unit_path``: where a case lies that it begins.
    ``consumed_by`` stays NULL when a start was refused.
    """

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=400, null=True)
    payload = models.TextField(default="{}")
    dedupe_key = models.CharField(max_length=400, null=True)
    sender = models.ForeignKey(Deployment, models.PROTECT, null=True, related_name="+", db_index=False)
    sent_by = models.CharField(max_length=200, blank=True)
    unit_path = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    consumed_at = models.DateTimeField(null=True)
    consumed_by = models.ForeignKey(
        ProcessInstance, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        db_table = "engine_buffered_message"
        indexes = [
            models.Index(fields=["name", "key"], name="open_message", condition=Q(consumed_at__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["dedupe_key"], name="message_once")]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"

"""Notices to a person: what happened to their request, what waits for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """``title_key`` is translated by the portal with ``params``; ``text`` is shown as it stands."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    title_key = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=120, null=True, unique=True, default=None)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person"], condition=Q(read_at=None), name="unread_notices")]

    def __str__(self) -> str:
        return self.title_key

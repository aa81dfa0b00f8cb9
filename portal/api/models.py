"""What the API itself keeps: bearer tokens (hashed) and the answers of calls that must not be done twice."""

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """``digest``: SHA-256 of the secret, which is never stored. ``credential``: changes with the password."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    credential = models.CharField(max_length=128)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.pk} of {self.person_id}"


class ApiCall(models.Model):
    """A call carried out under an Idempotency-Key. ``key``, ``fingerprint``: SHA-256 of key and request."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_calls")
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="api_call_once")]

    def __str__(self) -> str:
        return f"call {self.key[:8]} of {self.person_id}"

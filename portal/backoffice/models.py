"""Every change of a setting, as the record of who changed what, when; written by ``recording``, never edited."""

from typing import Any

from django.conf import settings
from django.db import models


class SettingChange(models.Model):
    """``before``/``after``: only the changed fields, as neutral JSON values (ISO dates, amounts as text).

    ``subject``: key of the thing within its kind; ``unit_path``: whose auditors may see the change.
    """

    class Kind(models.TextChoices):
        UNIT = "unit"
        POST = "post"
        ROLE = "role"
        ACCOUNT = "account"
        OFFERING = "offering"
        INCIDENT = "incident"

    class Action(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        ENDED = "ended"
        RETRIED = "retried"

    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="setting_changes"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    action = models.CharField(max_length=10, choices=Action)
    subject = models.CharField(max_length=120)
    title_fa = models.CharField(max_length=250)
    title_en = models.CharField(max_length=250)
    unit_path = models.CharField(max_length=250)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "subject", "-id"], name="changes_of_subject"),
            models.Index(fields=["unit_path", "-id"], name="changes_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A record is written once."""
        if not self._state.adding:
            raise TypeError("a recorded change is never written again")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """A record stays."""
        raise TypeError("a recorded change is never deleted")

"""Where an open user task is seen: one row per role and unit that reaches it."""

from django.db import models

from engine.models.user_task import UserTask


class InboxEntry(models.Model):
    """Whoever holds ``role`` in ``unit_path`` sees the user task; ``service`` is the business key."""

    user_task = models.ForeignKey(UserTask, models.CASCADE, related_name="inbox_entries")
    role = models.CharField(max_length=100)
    unit_path = models.CharField(max_length=400)
    due = models.DateTimeField(null=True)
    priority = models.SmallIntegerField(default=50)
    service = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "engine_inbox_entry"
        indexes = [models.Index(fields=["role", "unit_path", "due", "id"], name="inbox_by_role_and_unit")]

    def __str__(self) -> str:
        return f"{self.role} @ {self.unit_path}"

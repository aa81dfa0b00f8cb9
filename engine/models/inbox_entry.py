"""Where an open user task is seen: one row per role and unit that reaches it."""

from datetime import UTC, datetime

from django.db import models

from engine.models.row_id import RowId
from engine.models.user_task import UserTask

NEVER = datetime(9000, 1, 1, tzinfo=UTC)


class InboxEntry(models.Model):
    """Whoever holds ``role`` in ``unit_path`` sees the user task; ``service`` is the business key.

    ``id``: see ``engine.store.inbox_entries``. It repeats what inboxes are filtered and sorted by, so that
    a page is read from one index. Without deadline it is due ``NEVER``: NULL sorts first in one database
    and last in the other.
    """

    id = RowId(primary_key=True)
    user_task = models.ForeignKey(UserTask, models.CASCADE, related_name="inbox_entries", db_index=False)
    role = models.CharField(max_length=100)
    unit_path = models.CharField(max_length=400)
    due = models.DateTimeField(default=NEVER)
    priority = models.SmallIntegerField(default=50)
    service = models.CharField(max_length=200, blank=True)
    assignee = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "engine_inbox_entry"
        indexes = [
            models.Index(
                fields=["role", "unit_path", "due", "user_task", "assignee", "service"], name="inbox_by_due"
            ),
            models.Index(fields=["role", "unit_path", "created_at", "user_task"], name="inbox_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.unit_path}"

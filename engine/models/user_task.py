"""Work that waits for a person."""

from django.db import models
from django.db.models import Q

from engine.models.process_instance import ProcessInstance
from engine.models.row_id import RowId


class UserTask(models.Model):
    """``unit_path`` is where the work lies now: escalation to the parent unit moves it.

    delegated_by: for whom the assignee acts, if the work was delegated to him.
    distinct_from, not_related_to: space-separated node ids; outcomes: space-separated names.
    """

    class State(models.TextChoices):
        OPEN = "open"
        COMPLETED = "completed"
        CANCELLED = "cancelled"

    id = RowId(primary_key=True)
    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="user_tasks", db_index=False)
    token = models.PositiveIntegerField()
    node = models.CharField(max_length=200)
    form_key = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=100, blank=True)
    unit_path = models.CharField(max_length=400, blank=True)
    escalated_from = models.CharField(max_length=400, blank=True)
    assignee = models.CharField(max_length=64, blank=True)
    delegated_by = models.CharField(max_length=64, blank=True, db_default="")
    distinct_from = models.CharField(max_length=800, blank=True)
    not_related_to = models.CharField(max_length=800, blank=True)
    outcomes = models.CharField(max_length=400, blank=True)
    due = models.DateTimeField(null=True)
    priority = models.SmallIntegerField(default=50)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    completed_by = models.CharField(max_length=64, blank=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "engine_user_task"
        indexes = [
            models.Index(fields=["instance", "token"], name="user_task_by_token"),
            models.Index(
                fields=["assignee"],
                name="open_user_task_by_assignee",
                condition=Q(state="open", assignee__gt=""),
            ),
            models.Index(
                fields=["state", "escalated_from"],
                name="user_task_passed_up",
                condition=Q(escalated_from__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node} #{self.pk}"

"""A running or ended case."""

import json
from typing import Any, cast

from django.db import models
from django.db.models import Q

from engine.feel.codec import from_json_tagged
from engine.models.process_definition import ProcessDefinition
from engine.models.row_id import RowId


class ProcessInstance(models.Model):
    """One case. ``token_state`` and ``variables`` are JSON written by ``engine.store.state_codec``.

    ``history_seq`` and ``history_hash`` repeat the last history entry, so that a command appends
    without reading, and a removed last entry is noticed.
    """

    class State(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"
        COMPLETED = "completed"
        TERMINATED = "terminated"

    id = RowId(primary_key=True)
    definition = models.ForeignKey(
        ProcessDefinition, models.PROTECT, related_name="instances", db_index=False
    )
    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="descendants", db_index=False)
    parent_token = models.PositiveIntegerField(null=True)
    tracking_code = models.CharField(max_length=12, unique=True, null=True)
    business_key = models.CharField(max_length=200, blank=True)
    unit_path = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE)
    token_state = models.TextField()
    variables = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    history_seq = models.PositiveIntegerField(default=0)
    history_hash = models.CharField(max_length=64, blank=True)
    started_by = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "engine_process_instance"
        indexes = [
            models.Index(fields=["definition"], name="running_instance", condition=Q(state="active")),
            models.Index(fields=["definition"], name="suspended_instance", condition=Q(state="suspended")),
            models.Index(fields=["started_by", "-id"], name="instance_by_starter"),
            models.Index(
                fields=["unit_path", "-id"],
                name="instance_by_unit",
                opclasses=["varchar_pattern_ops", "int8_ops"],  # PostgreSQL: "this unit and all below it"
            ),
            models.Index(fields=["root"], name="instance_by_root", condition=Q(root__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.tracking_code or str(self.pk)

    @property
    def key(self) -> str:
        """The process key."""
        return self.definition.key

    @property
    def values(self) -> dict[str, Any]:
        """The variables as FEEL values."""
        return cast("dict[str, Any]", from_json_tagged(json.loads(self.variables)))

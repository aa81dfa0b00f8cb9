"""A migration of running cases to another version of their process, and what became of each case."""

from django.db import models

from engine.models.process_definition import ProcessDefinition
from engine.models.process_instance import ProcessInstance


class Migration(models.Model):
    """``mapping``: ids of the old version → ids of the new one, where equal ids do not say it."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        UNDONE = "undone"

    source = models.ForeignKey(ProcessDefinition, models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(ProcessDefinition, models.PROTECT, related_name="+", db_index=False)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RUNNING)
    begun_by = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "engine_migration"

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    def counts(self) -> dict[str, int]:
        """How many cases are in each state of ``MigrationItem``."""
        found = self.items.order_by().values_list("state").annotate(models.Count("pk"))
        return {state: count for state, count in found}


class MigrationItem(models.Model):
    """One case of a migration. ``reasons``: why it was skipped or kept, or what was told when it was done.

    ``before``: the case as it was, JSON, as long as the migration may be undone (``engine.store.migration``);
    ``revision``: the case's after the migration; another one means that it has moved since.
    ``skipped``: not migrated; ``kept``: migrated, and not undone when that was asked for.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        SKIPPED = "skipped"
        UNDONE = "undone"
        KEPT = "kept"

    migration = models.ForeignKey(Migration, models.CASCADE, related_name="items", db_index=False)
    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    reasons = models.JSONField(default=list)
    before = models.TextField(null=True)
    revision = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "engine_migration_item"
        constraints = [models.UniqueConstraint(fields=["migration", "instance"], name="migration_item_once")]
        indexes = [models.Index(fields=["migration", "state", "id"], name="migration_item_by_state")]

    def __str__(self) -> str:
        return f"{self.migration_id}/{self.instance_id}: {self.state}"

"""The part of a case's state that belongs to one instance of a large loop."""

from django.db import models

from engine.models.process_instance import ProcessInstance
from engine.models.row_id import RowId


class ScopeState(models.Model):
    """``scope``: the token of the loop's instance. ``tokens``: those in it, each between blanks, to be found by.

    ``state``: JSON as ``engine.runtime.parts`` makes it. Deleted when the loop is over.
    """

    id = RowId(primary_key=True)
    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="scope_states", db_index=False)
    scope = models.PositiveIntegerField()
    tokens = models.TextField(blank=True)
    state = models.TextField()

    class Meta:
        db_table = "engine_scope_state"
        constraints = [models.UniqueConstraint(fields=["instance", "scope"], name="scope_state_of_instance")]

    def __str__(self) -> str:
        return f"{self.instance_id}/{self.scope}"

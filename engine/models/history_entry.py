"""The hash-chained record of every command."""

import json

from django.db import models

from engine.models.process_instance import ProcessInstance
from engine.models.row_id import RowId


class HistoryEntry(models.Model):
    """One command on a root instance.

    ``hash`` = SHA-256 of canonical metadata, which names ``prev_hash`` and ``commitment``;
    ``commitment`` = SHA-256 of salt and payload. Salt and payload can be erased by order, the chain holds.
    ``command_id``: chosen by who gave the command, so that a repeated one is known; ``intent``: what it was to do.
    """

    id = RowId(primary_key=True)
    root = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="history", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64, blank=True)
    acting_for = models.CharField(max_length=64, blank=True)
    command = models.CharField(max_length=40)
    metadata = models.TextField()
    commitment = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=32, null=True)
    payload = models.TextField(null=True)

    command_id = models.CharField(max_length=100, null=True)
    intent = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "engine_history_entry"
        constraints = [
            models.UniqueConstraint(fields=["root", "seq"], name="history_order"),
            models.UniqueConstraint(fields=["actor", "command_id"], name="command_once"),
        ]

    def __str__(self) -> str:
        return f"{self.root_id}/{self.seq} {self.command}"

    @property
    def instance_id(self) -> int:
        """The instance the command worked on."""
        return int(json.loads(self.metadata)["instance"])

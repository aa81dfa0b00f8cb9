"""Daily signed anchors over the history."""

from django.db import models


class HistoryAnchor(models.Model):
    """``leaves``: JSON list of [root id, last seq, hash] of every chain that grew since the last anchor.

    ``merkle_root`` is taken over them; ``signature`` (Ed25519, hex) over day, previous signature and
    Merkle root, by a key kept outside the database. ``last_entry``: id of the newest entry it covers; it
    only says where to look for the next anchor, and is signed like the rest.
    """

    day = models.DateField(unique=True)
    leaves = models.TextField()
    last_entry = models.PositiveBigIntegerField(default=0)
    merkle_root = models.CharField(max_length=64)
    previous_signature = models.CharField(max_length=128, blank=True)
    signature = models.CharField(max_length=128)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "engine_history_anchor"

    def __str__(self) -> str:
        return str(self.day)

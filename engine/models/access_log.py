"""Who read which case."""

from django.db import models

from engine.models.process_instance import ProcessInstance


class AccessLog(models.Model):
    """One reading of a case's data by a person on a screen."""

    root = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="accesses", db_index=False)
    at = models.DateTimeField()
    person = models.CharField(max_length=64)
    screen = models.CharField(max_length=60)

    class Meta:
        db_table = "engine_access_log"
        indexes = [models.Index(fields=["root", "at"], name="access_by_root")]

    def __str__(self) -> str:
        return f"{self.person} read {self.root_id}"

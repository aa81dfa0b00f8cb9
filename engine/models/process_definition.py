"""One immutable version of a process."""

from django.db import models

from engine.models.deployment import Deployment


class ProcessDefinition(models.Model):
    """The BPMN file as deployed; ``key`` is the process id in it."""

    class State(models.TextChoices):
        PUBLISHED = "published"
        RETIRED = "retired"

    key = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PUBLISHED)
    sha256 = models.CharField(max_length=64)
    xml = models.TextField()
    deployment = models.ForeignKey(Deployment, models.PROTECT, related_name="process_definitions")

    class Meta:
        db_table = "engine_process_definition"
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="process_definition_version")]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"

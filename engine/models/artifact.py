"""Content-addressed versions of forms, decisions and letters."""

from django.db import models


class Artifact(models.Model):
    """An immutable version; the same content under the same key is the same version."""

    class Kind(models.TextChoices):
        FORM = "form"
        DECISION = "decision"
        LETTER = "letter"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.TextField()

    class Meta:
        db_table = "engine_artifact"
        constraints = [models.UniqueConstraint(fields=["kind", "key", "version"], name="artifact_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} v{self.version}"

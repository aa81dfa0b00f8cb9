"""One bundle of definitions deployed together."""

from django.db import models


class Deployment(models.Model):
    """``pins``: JSON list of {kind, key, version, sha256} of everything in the bundle."""

    sha256 = models.CharField(max_length=64, unique=True)
    pins = models.JSONField(default=list)
    deployed_by = models.CharField(max_length=64, blank=True)
    deployed_at = models.DateTimeField()

    class Meta:
        db_table = "engine_deployment"

    def __str__(self) -> str:
        return self.sha256[:12]

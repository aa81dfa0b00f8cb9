"""An uploaded file, kept outside the web root under an opaque reference."""

from django.db import models


class StoredFile(models.Model):
    """ref: random, unguessable, the only name forms and cases know; also the name on disk.

    content_type: found in the content, never what the browser said. attached_at: when a submitted
    case took it; a file never attached may be swept away.
    """

    ref = models.CharField(max_length=64, unique=True)
    owner_id = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    attached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "engine_stored_file"
        indexes = [
            models.Index(
                fields=["created_at"],
                name="stored_file_unattached",
                condition=models.Q(attached_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.ref

"""Bytes that belong to letters: images as they were on the day, and the rendered paper."""

import hashlib

from django.db import models


class FrozenImage(models.Model):
    """A stamp or signature as it was when a letter was issued; the same image is stored once."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256[:12]

    @classmethod
    def of(cls, content: bytes) -> "FrozenImage":
        """The stored image with this content."""
        image, _ = cls.objects.get_or_create(
            sha256=hashlib.sha256(content).hexdigest(), defaults={"content": content}
        )
        return image


class LetterFile(models.Model):
    """The PDF of a letter with its SHA-256 (hex)."""

    letter = models.OneToOneField("letters.Letter", on_delete=models.CASCADE, related_name="file")
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    rendered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]

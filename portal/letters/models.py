"""Look-ups of letters by anybody who checks a paper: logged, without saying who the visitor is."""

from django.db import models

from workflows.letters.models import Letter


class LetterLookup(models.Model):
    """One look-up. ``address``: the visitor's network (last part removed). ``letter`` None: nothing was found."""

    class Way(models.TextChoices):
        QR = "qr"
        CODE = "code"

    class Result(models.TextChoices):
        SHOWN = "shown"
        NAMED = "named"
        WRONG_DIGITS = "wrong-digits"
        UNKNOWN = "unknown"

    letter = models.ForeignKey(Letter, models.CASCADE, null=True, related_name="lookups")
    at = models.DateTimeField()
    way = models.CharField(max_length=4, choices=Way)
    result = models.CharField(max_length=12, choices=Result)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["letter", "-at"], name="lookups_of_letter")]

    def __str__(self) -> str:
        return f"{self.result} by {self.way}"

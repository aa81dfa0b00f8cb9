"""An issued letter: an immutable record of everything that is printed on the paper."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflows.directory.models import Unit
from workflows.letters.models.files import FrozenImage


class Letter(models.Model):
    """``number`` is ``prefix/year/serial`` of the unit's register; a void letter keeps it.

    ``snapshot`` holds the scope the texts were rendered from, as JSON (dates ISO, amounts as text).
    ``template_sha256`` names the exact text of the template. Requirements: SARA-LETTER-01…14.
    """

    class State(models.TextChoices):
        ISSUED = "issued"
        VOID = "void"

    instance_id = models.BigIntegerField(unique=True)
    tracking_code = models.CharField(max_length=20, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters")
    offering_code = models.CharField(max_length=60, db_index=True)
    title_fa = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField(max_length=60, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    issued_at = models.DateTimeField(db_index=True)
    issued_on = models.DateField()
    valid_until = models.DateField()
    state = models.CharField(max_length=6, choices=State, default=State.ISSUED)
    snapshot = models.JSONField()
    body_html = models.TextField()
    letterhead_html = models.TextField()
    template_key = models.CharField(max_length=120)
    template_version = models.CharField(max_length=40)
    size = models.CharField(max_length=2)
    language = models.CharField(max_length=5, default="fa")
    stamp = models.ForeignKey(
        FrozenImage, null=True, on_delete=models.PROTECT, related_name="stamped_letters"
    )
    signature = models.ForeignKey(
        FrozenImage, null=True, on_delete=models.PROTECT, related_name="signed_letters"
    )
    search_key = models.TextField(editable=False)
    void_reason = models.TextField(blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="letters_voided"
    )
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "serial"], name="letter_number_once"),
            models.CheckConstraint(
                condition=Q(state="issued", voided_at=None) | (Q(state="void") & ~Q(void_reason="")),
                name="void_letter_says_why",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-issued_at"], name="letters_of_unit")]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new letter; one that exists is changed only by ``life_cycle``."""
        if not self._state.adding:
            raise TypeError("an issued letter is never written again")
        super().save(*args, **kwargs)

    def title(self, language: str) -> str:
        """The offering's title when the letter was issued."""
        return self.title_fa if language == "fa" else self.title_en

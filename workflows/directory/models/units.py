"""The organisation tree: province → districts → schools, with a materialised path."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from workflows.directory.images import validate_image


class Unit(models.Model):
    """A node of the organisation tree; ``path`` is ``province/district/school`` of unit codes.

    Requirements: SARA-PORTAL-03…08. ``fund_reserve_minimum`` is in rials.
    """

    class Kind(models.TextChoices):
        PROVINCE = "province"
        DISTRICT = "district"
        SCHOOL = "school"

    code = models.CharField(max_length=40, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")])
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=250, unique=True, editable=False)
    time_zone = models.CharField(max_length=40, default="Asia/Tehran")
    fund_reserve_minimum = models.DecimalField(
        max_digits=18, decimal_places=0, default=0, validators=[MinValueValidator(0)]
    )
    stamp = models.ImageField(upload_to="stamps/", blank=True, validators=[validate_image])
    letter_prefix = models.CharField(max_length=20, blank=True)
    first_letter_number = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1)])
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter_prefix"], condition=~Q(letter_prefix=""), name="unit_letter_prefix_once"
            )
        ]

    def __str__(self) -> str:
        return self.path

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Set the path; a unit that exists keeps its place, because cases and inboxes name it."""
        path = f"{self.parent.path}/{self.code}" if self.parent else self.code
        if self.pk and self.path and path != self.path:
            raise ValidationError({"code": ValidationError("A unit keeps its place.", code="unit-moved")})
        self.path = path
        super().save(*args, **kwargs)

    def name(self, language: str) -> str:
        """The unit's name in Persian, or in English for every other language."""
        return self.name_fa if language == "fa" else self.name_en

"""The register of a unit (دفتر اندیکاتور): one row a Jalali year."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from workflows.directory.models import Unit


class LetterRegister(models.Model):
    """Numbers ``first_number``…``last_number`` of the year are taken, without a gap."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letter_registers")
    jalali_year = models.PositiveSmallIntegerField()
    first_number = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1)])
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["unit", "-jalali_year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "jalali_year"], name="register_once_a_year"),
            models.CheckConstraint(
                condition=Q(last_number__gte=F("first_number") - 1), name="register_last_not_before_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.jalali_year}"

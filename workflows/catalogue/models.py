"""Offerings (what a unit offers, to whom, when, how often) and the orders made on them."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from workflows.directory.models import Unit


def validate_ceilings(value: object) -> None:
    """A list of positive whole numbers or their text; the form says of what: rials, months (SARA-FORM-05)."""
    if not isinstance(value, list):
        raise ValidationError("A list of amounts is needed.", code="ceilings-not-a-list")
    for amount in value:
        try:
            number = Decimal(str(amount))
        except InvalidOperation as error:
            raise ValidationError(
                "%(value)s is no amount.", code="ceiling-invalid", params={"value": amount}
            ) from error
        if isinstance(amount, bool | float) or not number.is_finite() or number <= 0 or number % 1:
            raise ValidationError("%(value)s is no amount.", code="ceiling-invalid", params={"value": amount})


class Offering(models.Model):
    """A service that a province or district offers: process, form and letter with their limits.

    ``code`` is the business key of its requests. Requirements: SARA-FORM-04…06, 10…16.
    """

    class Audience(models.TextChoices):
        ACTIVE = "active"
        RETIRED = "retired"
        ALL = "all"

    class PaperSize(models.TextChoices):
        A4 = "A4"
        A5 = "A5"

    code = models.SlugField(max_length=60, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="offerings")
    process_key = models.CharField(max_length=120, default="letter_issuance")
    form_key = models.CharField(max_length=120)
    letter_key = models.CharField(max_length=120)
    title_fa = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    summary_fa = models.CharField(max_length=300, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    preview_fa = models.TextField(blank=True)
    preview_en = models.TextField(blank=True)
    enabled = models.BooleanField(default=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    total_limit = models.PositiveIntegerField(null=True, blank=True)
    per_person_limit = models.PositiveIntegerField(null=True, blank=True)
    ceilings = models.JSONField(default=list, blank=True, validators=[validate_ceilings])
    paper_size = models.CharField(max_length=2, choices=PaperSize, default=PaperSize.A4)
    approval_steps = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")], default=1)
    print_stamp = models.BooleanField(default=True)
    print_signature = models.BooleanField(default=True)
    audience = models.CharField(max_length=7, choices=Audience, default=Audience.ALL)
    validity_days = models.PositiveIntegerField(default=30, validators=[MinValueValidator(1)])
    addressee_fa = models.CharField(max_length=200, blank=True)
    addressee_en = models.CharField(max_length=200, blank=True)
    copies_to = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["title_fa", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(approval_steps__in=(1, 2)), name="offering_steps_1_or_2"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="offering_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def last_moment(self) -> datetime | None:
        """The last moment of the period; ``closes_at`` is the first one after it."""
        return self.closes_at - timedelta(microseconds=1) if self.closes_at else None

    def title(self, language: str) -> str:
        """The title in Persian, or in English for every other language."""
        return self.title_fa if language == "fa" else self.title_en


class Order(models.Model):
    """One request on an offering. Only a released order gives its place back."""

    class State(models.TextChoices):
        OPEN = "open"
        FULFILLED = "fulfilled"
        RELEASED = "released"

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="orders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    instance_id = models.BigIntegerField(unique=True)
    tracking_code = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ordered_at", "-pk"]
        indexes = [
            models.Index(
                fields=["offering", "person"], condition=~Q(state="released"), name="orders_that_count"
            )
        ]

    def __str__(self) -> str:
        return self.tracking_code

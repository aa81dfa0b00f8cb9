"""A form somebody has begun and not yet submitted."""

from django.db import models


class FormDraft(models.Model):
    """One person's answers to one form for one purpose, kept across sessions and browsers.

    purpose: what the form is filled for, chosen by the screen (``order:<offering>``, ``task:<id>``).
    form_pin: sha256 of the definition it was begun with. data: raw answers by page, as typed.
    submitted_at is set in the transaction of the submission; the answers are then erased here,
    because the case holds them, and ``result_url`` answers a second click.
    """

    person_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=200)
    form_key = models.CharField(max_length=200)
    form_pin = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    result_url = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "engine_form_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "purpose"],
                condition=models.Q(submitted_at__isnull=True),
                name="form_draft_one_open",
            )
        ]
        indexes = [models.Index(fields=["person_id", "-updated_at"], name="form_draft_by_person")]

    def __str__(self) -> str:
        return f"{self.form_key} #{self.pk}"

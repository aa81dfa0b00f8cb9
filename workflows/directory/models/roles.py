"""Roles held in units; a role reaches the whole subtree of its unit (SARA-PORTAL-10, 11)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflows.directory.models.units import Unit


class RoleHolding(models.Model):
    """``person`` holds ``role`` in ``unit``. A revoked row stays as the record of who held what, and when."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_holdings"
    )
    role = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="role_holdings")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="roles_granted",
    )
    granted_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="roles_revoked",
    )

    class Meta:
        ordering = ["role", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"], condition=Q(revoked_at=None), name="role_held_once"
            )
        ]
        indexes = [models.Index(fields=["role", "unit"], condition=Q(revoked_at=None), name="role_holders")]

    def __str__(self) -> str:
        return f"{self.role}@{self.unit_id}"

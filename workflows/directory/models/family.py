"""Family members of an employee: for services that ask for them, and for conflicts of interest."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from workflows.directory.models.people import Person


class FamilyMember(models.Model):
    """A relative of ``person``; ``linked_person`` or the national id says who that is in the directory."""

    class Relation(models.TextChoices):
        SPOUSE = "spouse"
        CHILD = "child"
        PARENT = "parent"
        SIBLING = "sibling"
        OTHER = "other"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="family_members")
    relation = models.CharField(max_length=8, choices=Relation)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    national_id = models.CharField(max_length=10, blank=True, validators=[RegexValidator(r"^[0-9]{10}$")])
    birth_date = models.DateField(null=True, blank=True)
    linked_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="family_of"
    )

    class Meta:
        ordering = ["person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "national_id"], condition=~Q(national_id=""), name="family_member_once"
            )
        ]
        indexes = [models.Index(fields=["national_id"], name="family_national_id")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

"""People and their employment; Person is the user model of the whole project."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from workflows.directory.models.units import Unit
from workflows.directory.persian_text import latin_digits


class PersonManager(BaseUserManager["Person"]):
    """Finds a person by what they type at login, in digits of any script."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        """Write a person who logs in with ``username``; without password nobody can log in."""
        person: Person = self.model(username=latin_digits(username).strip(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person whose user name, national id or personnel number this is (in that order)."""
        typed = latin_digits(username or "").strip()
        for condition in (
            {"username": typed},
            {"national_id": typed},
            {"employment__personnel_number": typed},
        ):
            person = self.filter(**condition).first() if typed else None
            if person:
                return person
        raise self.model.DoesNotExist


class Person(AbstractBaseUser):
    """A person known to the administration: employee, retiree or officer.

    ``one_time_until``: the password is a one-time one, good until then; None once it is the person's own.
    """

    class Language(models.TextChoices):
        PERSIAN = "fa"
        ENGLISH = "en"

    class Calendar(models.TextChoices):
        JALALI = "jalali"
        GREGORIAN = "gregorian"

    username = models.CharField(max_length=40, unique=True)
    first_name_fa = models.CharField(max_length=80)
    last_name_fa = models.CharField(max_length=80)
    first_name_en = models.CharField(max_length=80, blank=True)
    last_name_en = models.CharField(max_length=80, blank=True)
    father_name = models.CharField(max_length=80, blank=True)
    national_id = models.CharField(max_length=10, unique=True, validators=[RegexValidator(r"^[0-9]{10}$")])
    birth_date = models.DateField(null=True, blank=True)
    mobile = models.CharField(max_length=11, blank=True, validators=[RegexValidator(r"^09[0-9]{9}$")])
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.PERSIAN)
    calendar = models.CharField(max_length=10, choices=Calendar, default=Calendar.JALALI)
    is_active = models.BooleanField(default=True)
    one_time_until = models.DateTimeField(null=True, blank=True, default=None)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["national_id", "first_name_fa", "last_name_fa"]

    class Meta:
        ordering = ["last_name_fa", "first_name_fa"]

    def __str__(self) -> str:
        return self.full_name("fa")

    def full_name(self, language: str) -> str:
        """First and last name in Persian, or in English where that is known."""
        english = f"{self.first_name_en} {self.last_name_en}".strip()
        if language != "fa" and english:
            return english
        return f"{self.first_name_fa} {self.last_name_fa}".strip()

    def get_full_name(self) -> str:
        """The name in the person's own language (Django's user interface)."""
        return self.full_name(self.language)

    def get_short_name(self) -> str:
        """The first name in the person's own language (Django's user interface)."""
        return self.first_name_en if self.language != "fa" and self.first_name_en else self.first_name_fa


class Employment(models.Model):
    """What a person is, or was, employed as; one record a person."""

    class Status(models.TextChoices):
        ACTIVE = "active"
        RETIRED = "retired"

    class Type(models.TextChoices):
        PERMANENT = "permanent"
        CONTRACT = "contract"
        HOURLY = "hourly"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="employment")
    personnel_number = models.CharField(max_length=8, unique=True, validators=[RegexValidator(r"^[0-9]{8}$")])
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="employments")
    job_title = models.CharField(max_length=120, blank=True)
    employment_type = models.CharField(max_length=10, choices=Type, default=Type.PERMANENT)
    hired_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.personnel_number

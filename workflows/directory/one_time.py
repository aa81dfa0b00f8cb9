"""One-time passwords: made by a users manager, replaced at the first sign-in (SARA-PORTAL-12, 13)."""

import secrets
from datetime import timedelta

from django.db import transaction

from engine import clock
from engine.errors import NotAuthorised
from engine.plugins.directory import reaches
from workflows.directory.access import grantable, units_with_role
from workflows.directory.holdings import holdings
from workflows.directory.models import Employment, Person
from workflows.directory.role_names import USERS_MANAGER

LIFETIME = timedelta(days=3)
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for another sign when dictated
GROUPS, LETTERS = 3, 4


def manages_account(manager: Person, person: Person) -> bool:
    """Whether the manager may open the person's account anew.

    Who knows a password acts as that person: the place of work must be within reach, and every role
    held must be one that the manager could give himself.
    """
    if manager.pk == person.pk or not person.is_active:
        return False
    managed = units_with_role(str(manager.pk), USERS_MANAGER)
    works_at = Employment.objects.filter(person=person).values_list("unit__path", flat=True)
    given = grantable(manager)
    return all(any(reaches(place, path) for place in managed) for path in works_at) and all(
        any(item.role == role and reaches(item.unit_path, place) for item in given)
        for role, place in holdings(str(person.pk))
    )


def check_account(manager: Person, person: Person) -> None:
    """Raises NotAuthorised unless the manager may open the person's account anew."""
    if not manages_account(manager, person):
        raise NotAuthorised(
            reason="the account is out of reach or holds more", reason_code="account-not-managed"
        )


@transaction.atomic
def set_one_time_password(manager: Person, person: Person) -> str:
    """A new password for a person within reach. Raises NotAuthorised."""
    check_account(manager, person)
    return give_one_time_password(person)


def account_state(person: Person) -> str:
    """Changes with every one-time password: a page sent twice is known by it."""
    return person.one_time_until.isoformat() if person.one_time_until else ""


def give_one_time_password(person: Person) -> str:
    """The new password, readable this once; every session and API token of the person ends with the old one."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    password = "-".join(groups)
    person.set_password(password)
    person.one_time_until = clock.now() + LIFETIME
    person.save(update_fields=["password", "one_time_until"])
    return password

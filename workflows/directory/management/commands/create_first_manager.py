"""The beginning of an installation: the province and the one person from whom all roles come."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from engine import clock
from workflows.directory.models import Person, RoleHolding, Unit
from workflows.directory.one_time import give_one_time_password
from workflows.directory.role_names import ROLES

ARGUMENTS = {
    "code": "code of the province in small Latin letters, digits and hyphens; kept for ever",
    "name-fa": "name of the province's office in Persian",
    "name-en": "the same in English",
    "username": "with which the manager signs in",
    "national-id": "of the manager, ten digits; it opens the account too",
    "first-name": "of the manager, in Persian",
    "last-name": "of the manager, in Persian",
}


class Command(BaseCommand):
    help = (
        "Create the province and its first manager, who holds every role (nobody can give a role that he "
        "does not hold), and print a one-time password. Only in an installation without units."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, text in ARGUMENTS.items():
            parser.add_argument(f"--{name}", required=True, help=text)

    def handle(self, *args: Any, **options: Any) -> None:
        if Unit.objects.exists():
            raise CommandError("There are units already: the users manager gives roles in the back office.")
        try:
            password = create_first_manager(options)
        except ValidationError as error:
            faults = (f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
            raise CommandError("Nothing was created. " + "; ".join(faults)) from error
        self.stdout.write(
            f"Sign in as {options['username']} with the one-time password {password}\n"
            "It is shown only now, is valid for three days, and is replaced at the first sign-in."
        )


@transaction.atomic
def create_first_manager(given: dict[str, Any]) -> str:
    """Province, person and roles; the one-time password. Raises ValidationError, then nothing is written."""
    province = Unit(
        code=given["code"], name_fa=given["name_fa"], name_en=given["name_en"], kind=Unit.Kind.PROVINCE
    )
    province.full_clean()
    province.save()
    manager = Person(
        username=given["username"],
        national_id=given["national_id"],
        first_name_fa=given["first_name"],
        last_name_fa=given["last_name"],
    )
    manager.set_unusable_password()
    manager.full_clean()
    manager.save()
    for role in ROLES:
        RoleHolding.objects.create(person=manager, role=role, unit=province, granted_at=clock.now())
    return give_one_time_password(manager)

"""Load the demo data: units, people, offerings, cases. It stands here because it uses all three domains."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from workflows.catalogue.demo_offerings import load_offerings
from workflows.directory.demo_people import DEMO_PASSWORD, PEOPLE, load_people
from workflows.directory.demo_units import load_units
from workflows.letters.demo_cases import DemoCases


class Command(BaseCommand):
    help = "Load demo data (only with KARTABL_DEMO=1); run again, it adds only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.KARTABL_DEMO:
            raise CommandError("Demo accounts have a published password: set KARTABL_DEMO=1 to load them.")
        with transaction.atomic():
            units = load_units()
            people = load_people(units)
            DemoCases(people, load_offerings(units)).load()
        self._print_accounts()

    def _print_accounts(self) -> None:
        self.stdout.write(f'\nDemo accounts, all with the password "{DEMO_PASSWORD}":\n')
        width = max(len(person.username) for person in PEOPLE)
        for person in PEOPLE:
            name = f"{' '.join(person.name_en)} ({' '.join(person.name_fa)})"
            self.stdout.write(f"  {person.username.ljust(width)}  {name} - {person.duty}")
        self.stdout.write("")

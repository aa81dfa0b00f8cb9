"""The answers of the directory to the engine's questions (``engine.plugins.directory``)."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import get_language

from workflows.directory.holdings import Holding, current_holdings, holdings
from workflows.directory.models import FamilyMember, Person
from workflows.directory.remembering import recall
from workflows.directory.working_time import time_zone, working_hours


class PeopleDirectory:
    """Implements ``engine.plugins.directory.Directory`` on the tables of this domain."""

    def holdings(self, person_id: str) -> frozenset[Holding]:
        return holdings(person_id)

    def holders(self, role: str, unit_path: str) -> list[str]:
        rows = current_holdings().filter(role=role, unit__path=unit_path).order_by("person_id")
        return [str(person_id) for person_id in rows.values_list("person_id", flat=True)]

    def is_role_held(self, role: str) -> bool:
        """Before the first role is given to anybody nothing can be said."""
        return current_holdings().filter(role=role).exists() or not current_holdings().exists()

    def is_related(self, person_a: str, person_b: str) -> bool:
        """The same person, or one is listed as the other's family (by link or by national id)."""
        if person_a == person_b:
            return True
        if not (person_a.isdecimal() and person_b.isdecimal()):
            return False
        pair = sorted((int(person_a), int(person_b)))
        return recall(("family", *map(str, pair)), lambda: _is_listed(*pair))

    def time_zone(self, unit_path: str) -> str:
        return time_zone(unit_path)

    def add_working_time(self, start: datetime, duration: str, unit_path: str, calendar: str) -> datetime:
        """``calendar`` names no other calendar yet: every unit follows its own or the nearest above it."""
        return working_hours(unit_path).add(start, duration)

    def display_name(self, person_id: str) -> str:
        if not person_id.isdecimal():
            return person_id
        person = Person.objects.filter(pk=int(person_id)).first()
        return person.full_name(get_language() or "fa") if person else person_id


def _is_listed(person_a: int, person_b: int) -> bool:
    return FamilyMember.objects.filter(
        _is_family(person_a, person_b) | _is_family(person_b, person_a)
    ).exists()


def _is_family(person: int, relative: int) -> Q:
    by_number = Q(national_id__in=Person.objects.filter(pk=relative).values("national_id"))
    return Q(person_id=person) & (Q(linked_person_id=relative) | by_number)

"""The letters list: who sees which letters, filters and free text (SARA-LETTER-02…04, 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from workflows.directory.access import units_reached
from workflows.directory.models import Person
from workflows.directory.persian_text import search_tokens
from workflows.directory.role_names import LETTERS_MANAGER
from workflows.letters.models import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFilters:
    """Empty means no restriction. ``unit_path`` takes in the units below; both days are included."""

    text: str = ""
    state: str = ""
    offering_code: str = ""
    unit_path: str = ""
    issued_from: date | None = None
    issued_to: date | None = None
    year: int | None = None


def letters_managed_by(person_id: str, role: str = LETTERS_MANAGER) -> QuerySet[Letter]:
    """The letters that the person's role reaches."""
    return Letter.objects.filter(unit__in=units_reached(person_id, role)).select_related("unit", "person")


def letters_of(person_id: str) -> QuerySet[Letter]:
    """The person's own letters, void ones too (SARA-LETTER-10)."""
    return Letter.objects.filter(person_id=int(person_id)).select_related("unit")


def filtered(letters: QuerySet[Letter], filters: LetterFilters) -> QuerySet[Letter]:
    """The letters that every filter admits, in the same order."""
    exact = {"state": filters.state, "offering_code": filters.offering_code, "year": filters.year}
    for name, value in exact.items():
        if value:
            letters = letters.filter(**{name: value})
    return _in_period(_below(_containing(letters, filters.text), filters.unit_path), filters)


def letter_search_fields(letter: Letter, person: Person, request: Mapping[str, object]) -> list[str]:
    """What free text looks at: numbers, names, identity, service and the short texts of the request."""
    texts = [value for value in request.values() if isinstance(value, str) and len(value) <= 60]
    names = [person.full_name("fa"), person.full_name("en"), person.national_id, person.username]
    employment = getattr(person, "employment", None)
    number = employment.personnel_number if employment else ""
    return [letter.number, letter.tracking_code, letter.title_fa, letter.title_en, *names, number, *texts]


def _containing(letters: QuerySet[Letter], text: str) -> QuerySet[Letter]:
    for token in search_tokens(text):
        letters = letters.filter(search_key__contains=token)
    return letters


def _below(letters: QuerySet[Letter], path: str) -> QuerySet[Letter]:
    if not path:
        return letters
    return letters.filter(Q(unit__path=path) | Q(unit__path__startswith=f"{path}/"))


def _in_period(letters: QuerySet[Letter], filters: LetterFilters) -> QuerySet[Letter]:
    if filters.issued_from:
        letters = letters.filter(issued_on__gte=filters.issued_from)
    return letters.filter(issued_on__lte=filters.issued_to) if filters.issued_to else letters

"""Which letters a reader may see: those of the units that a letters role reaches; else only the own ones."""

from django.db.models import Q, QuerySet

from engine.errors import NotFound
from portal.inbox.search import tracking_code_in
from workflows.directory.access import holds, units_reached
from workflows.directory.role_names import LETTERS_CHIEF, LETTERS_EXPERT, LETTERS_MANAGER
from workflows.letters.models import Letter

READERS = (LETTERS_MANAGER, LETTERS_EXPERT, LETTERS_CHIEF)


def units_in_reach(person_id: str) -> QuerySet:
    """Units whose letters the person may read as an officer."""
    manager, *others = (units_reached(person_id, role) for role in READERS)
    for units in others:
        manager = manager | units
    return manager.order_by("path")


def is_reader(person_id: str) -> bool:
    """Whether any letters role is held at all."""
    return units_in_reach(person_id).exists()


def letters_in_reach(person_id: str) -> QuerySet[Letter]:
    """Letters of those units, newest first, without the texts that a list does not show."""
    letters = Letter.objects.filter(unit__in=units_in_reach(person_id).order_by())
    return letters.select_related("unit", "person").defer("body_html", "letterhead_html")


def letter_for(tracking_code: str, person_id: str) -> Letter:
    """A letter the person may open: in reach, or the own one. Raises NotFound."""
    allowed = Q(unit__in=units_in_reach(person_id).order_by()) | Q(person_id=int(person_id))
    code = tracking_code_in(tracking_code)
    letter = Letter.objects.filter(allowed, tracking_code=code or tracking_code)
    found = letter.select_related("unit", "person", "voided_by", "stamp", "signature").first()
    if found is None:
        raise NotFound(kind="letter", id=tracking_code)
    return found


def can_void(letter: Letter, person_id: str) -> bool:
    """Nobody voids the own letter."""
    is_issued = letter.state == Letter.State.ISSUED
    return (
        is_issued
        and str(letter.person_id) != person_id
        and holds(person_id, LETTERS_MANAGER, letter.unit.path)
    )

"""Names of many people and units in one query each."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.formatting.reader import language
from workflows.directory.models import Person, Unit


def people_by_id(ids: Iterable[str]) -> dict[str, Person]:
    """The people with these ids (text), by id."""
    keys = {int(key) for key in ids if key and key.isdecimal()}
    return {str(pk): person for pk, person in Person.objects.in_bulk(keys).items()}


def name_of(person_id: str, people: dict[str, Person]) -> str:
    """The name in the reader's language; "the system" for no id."""
    if not person_id:
        return _("the system")
    person = people.get(person_id)
    return person.full_name(language()) if person else person_id


def unit_names(paths: Iterable[str]) -> dict[str, str]:
    """The units' names by path; a path without a unit stands as it is."""
    wanted = set(paths)
    found = {unit.path: unit.name(language()) for unit in Unit.objects.filter(path__in=wanted)}
    return {path: found.get(path, path) for path in wanted}

"""Which accounts a demo installation shows on the sign-in page: the people of the demo data."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.accounts.role_titles import role_title
from portal.formatting.reader import language
from workflows.directory.demo_people import PEOPLE
from workflows.directory.holdings import current_holdings
from workflows.directory.models import Employment, Person

Duties = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of the list: who, and what the account is good for."""

    username: str
    name: str
    duties: tuple[str, ...]


def demo_accounts() -> list[DemoAccount]:
    """The demo people that are loaded, in the order in which a visitor meets them."""
    names = [person.username for person in PEOPLE]
    people = Person.objects.filter(username__in=names, is_active=True).select_related("employment__unit")
    duties = _duties_by_person(names)
    return [
        _account(person, duties.get(person.pk, {}))
        for person in sorted(people, key=lambda person: names.index(person.username))
    ]


def _duties_by_person(names: list[str]) -> dict[int, Duties]:
    duties: dict[int, Duties] = {}
    rows = current_holdings().filter(person__username__in=names).select_related("unit")
    for holding in rows.order_by("person_id", "unit__path", "role"):
        units = duties.setdefault(holding.person_id, {})
        units.setdefault(holding.unit.name(language()), []).append(role_title(holding.role))
    return duties


def _account(person: Person, duties: Duties) -> DemoAccount:
    comma = pgettext("between the items of a list", ", ")
    lines = [f"{comma.join(roles)} · {unit}" for unit, roles in duties.items()] or [_citizen(person)]
    return DemoAccount(person.username, person.full_name(language()), tuple(lines))


def _citizen(person: Person) -> str:
    employment = person.employment
    is_retired = employment.status == Employment.Status.RETIRED
    kind = _("Retired applicant") if is_retired else _("Applicant")
    return f"{kind} · {employment.unit.name(language())}"

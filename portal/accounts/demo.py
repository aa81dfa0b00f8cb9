"""Which accounts a demo installation shows on the sign-in page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.accounts.role_titles import role_title
from portal.formatting.reader import language
from workflows.directory.holdings import current_holdings
from workflows.directory.models import Person

DEMO_PASSWORD = "kartabl-demo"  # noqa: S105  (published on purpose, for demo data only)
MOST = 14


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of the list: who, and what the account is good for."""

    username: str
    name: str
    duties: str


def demo_accounts() -> list[DemoAccount]:
    """People of the demo data: each role holder, and the first few without role."""
    duties: dict[int, list[str]] = {}
    for holding in current_holdings().select_related("unit").order_by("person_id", "role"):
        title = f"{role_title(holding.role)} ({holding.unit.name(language())})"
        duties.setdefault(holding.person_id, []).append(title)
    people = Person.objects.filter(is_active=True).select_related("employment__unit").order_by("pk")
    chosen = sorted(people[:200], key=lambda person: person.pk not in duties)[:MOST]
    return [_account(person, duties.get(person.pk, [])) for person in chosen]


def _account(person: Person, duties: list[str]) -> DemoAccount:
    employment = getattr(person, "employment", None)
    unit = employment.unit.name(language()) if employment else ""
    return DemoAccount(
        person.username, person.full_name(language()), "، ".join(duties) or unit or _("Citizen")
    )

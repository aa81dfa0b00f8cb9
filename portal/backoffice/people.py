"""People of the units a users manager reaches: search, profile (SARA-PORTAL-09, 19, 20)."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.lock_out import is_locked
from portal.accounts.role_titles import role_title
from portal.backoffice.change_list import changes_of
from portal.backoffice.models import SettingChange
from portal.backoffice.people_search import search_people
from portal.backoffice.sections import page
from portal.formatting import day, digits
from portal.formatting.reader import language
from workflows.directory.access import grantable, units_reached
from workflows.directory.holdings import current_holdings
from workflows.directory.models import Employment, FamilyMember, Person, RoleHolding, Unit
from workflows.directory.one_time import account_state, manages_account
from workflows.directory.role_names import ROLES, USERS_MANAGER

PAGE = 30
PERSONAL = (SettingChange.Kind.ROLE, SettingChange.Kind.ACCOUNT)


@require_safe
def list_people(request: HttpRequest) -> HttpResponse:
    """Search by name or number, filters by unit, role and status; keyset paging by id."""
    given = {name: request.GET.get(name, "").strip() for name in ("q", "unit", "role", "status", "after")}
    people = _filtered(people_reached(request.user), given)
    total = people.count()
    if given["after"].isdecimal():
        people = people.filter(pk__gt=int(given["after"]))
    holdings = current_holdings().select_related("unit").order_by("role")
    found = people.select_related("employment__unit").prefetch_related(Prefetch("role_holdings", holdings))
    rows = list(found.order_by("pk")[: PAGE + 1])
    following = request.GET.copy()
    following["after"] = str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    context = {
        "people": [
            (person, [role_title(row.role) for row in person.role_holdings.all()]) for person in rows[:PAGE]
        ],
        "given": given,
        "total": total,
        "next_url": f"?{following.urlencode()}" if len(rows) > PAGE else None,
        "units": units_managed(request.user).exclude(kind=Unit.Kind.SCHOOL),
        "roles": [(role, role_title(role)) for role in ROLES],
        "statuses": [(Employment.Status.ACTIVE, _("Employed")), (Employment.Status.RETIRED, _("Retired"))],
        "is_filtered": any(given[name] for name in ("q", "unit", "role", "status")),
    }
    return page(request, "backoffice/people.html", context)


@require_safe
def profile(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything held on a person: identity, employment, family, roles."""
    person = get_object_or_404(people_reached(request.user).select_related("employment__unit"), pk=person_id)
    rows = current_holdings().filter(person=person).select_related("unit", "granted_by").order_by("role")
    given = {(item.role, item.unit_path) for item in grantable(request.user)}
    context = {
        "person": person,
        "identity": _identity(person),
        "employment": _employment(getattr(person, "employment", None)),
        "family": [(member, relation(member)) for member in person.family_members.all()],
        "holdings": [(row, role_title(row.role), _may_take(row, given)) for row in rows],
        "may_grant": bool(given) and person.pk != request.user.pk,
        "is_self": person.pk == request.user.pk,
        "may_open_account": manages_account(request.user, person),
        "account_state": account_state(person),
        "is_locked": is_locked(person),
        "changes": changes_of(*PERSONAL, subject=person.pk, within=units_managed(request.user)),
    }
    return page(request, "backoffice/person.html", context)


def people_reached(person: Person) -> QuerySet[Person]:
    """People employed in, or holding a role in, a unit whose users the person manages."""
    units = units_managed(person)
    holders = current_holdings().filter(unit__in=units).order_by().values("person")
    return Person.objects.filter(Q(employment__unit__in=units) | Q(pk__in=holders))


def units_managed(person: Person) -> QuerySet[Unit]:
    """The units whose users the person manages."""
    return units_reached(str(person.pk), USERS_MANAGER)


def relation(member: FamilyMember) -> str:
    """The relation of a family member in words."""
    words = {"spouse": _("Spouse"), "child": _("Child"), "parent": _("Parent"), "sibling": _("Sibling")}
    return words.get(member.relation) or _("Relative")


def _filtered(people: QuerySet[Person], given: dict[str, str]) -> QuerySet[Person]:
    people = search_people(people, given["q"])
    if given["unit"]:
        below = Unit.objects.filter(Q(path=given["unit"]) | Q(path__startswith=f"{given['unit']}/"))
        people = people.filter(employment__unit__in=below)
    if given["role"]:
        people = people.filter(
            pk__in=current_holdings().filter(role=given["role"]).order_by().values("person")
        )
    if given["status"]:
        people = people.filter(employment__status=given["status"])
    return people


def _may_take(row: RoleHolding, given: set[tuple[str, str]]) -> bool:
    """Whether one of the grantor's reaches covers this holding; the server checks again."""
    path = row.unit.path
    return any(role == row.role and f"{path}/".startswith(f"{place}/") for role, place in given)


def _identity(person: Person) -> list[tuple[str, str]]:
    return [
        (_("Name in Persian"), person.full_name("fa")),
        (_("Name in English"), f"{person.first_name_en} {person.last_name_en}".strip()),
        (_("Father's name"), person.father_name),
        (_("National id"), digits(person.national_id)),
        (_("Birth date"), day(person.birth_date)),
        (_("Mobile"), digits(person.mobile)),
    ]


def _employment(record: Employment | None) -> list[tuple[str, str]]:
    if record is None:
        return []
    types = {"permanent": _("Permanent"), "contract": _("Contract"), "hourly": _("Hourly")}
    retired = record.status == Employment.Status.RETIRED
    return [
        (_("Personnel number"), digits(record.personnel_number)),
        (_("Status"), _("Retired") if retired else _("Employed")),
        (_("Place of service"), record.unit.name(language())),
        (_("Job title"), record.job_title),
        (_("Kind of employment"), types.get(record.employment_type, record.employment_type)),
        (_("Hired on"), day(record.hired_on)),
        *([(_("Retired on"), day(record.retired_on))] if retired else []),
    ]

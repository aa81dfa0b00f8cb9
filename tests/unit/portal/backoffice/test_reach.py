"""Nobody is told of what the roles do not open: every route of the back office, as everybody else."""

from itertools import chain

import pytest
from django.test import Client
from django.urls import reverse

from portal.backoffice.urls import back_office
from tests.factories.catalogue import OfferingFactory
from tests.factories.directory import make_chief, make_employee, make_officer
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.models import Person, PostHolder, Unit

MANAGERS = ("units.manager", "users.manager", "forms.manager", "studio.administrator")


@pytest.fixture
def routes(units: dict[str, Unit]) -> dict[str, list[str]]:
    """Every address of every section, about things of shahriar, by the role that opens it."""
    teacher = make_employee(units["shahriar"])
    chief = make_chief(units["shahriar"])
    holder = PostHolder.objects.get(person=chief)
    ids = {
        "unit_id": units["shahriar"].pk,
        "post_id": holder.post_id,
        "holder_id": holder.pk,
        "person_id": teacher.pk,
        "holding_id": chief.role_holdings.get().pk,
        "offering_id": OfferingFactory(unit=units["shahriar"]).pk,
        "incident_id": 1,
        "definition_id": 1,
        "code": "123456789012",
    }
    found: dict[str, list[str]] = {}
    for section in back_office.menu_items():
        for route, _view, name in section.pages:
            wanted = {key: value for key, value in ids.items() if f":{key}>" in route}
            address = reverse(f"backoffice:{section.app_name}:{name}", kwargs=wanted)
            found.setdefault(section.role, []).append(address)
    return found


@pytest.mark.django_db
def test_visitor_is_asked_to_sign_in(routes: dict[str, list[str]], client: Client) -> None:
    for address in [reverse("backoffice:home"), *chain.from_iterable(routes.values())]:
        assert client.get(address).headers["Location"].startswith("/accounts/login"), address


@pytest.mark.django_db
def test_who_holds_no_role_finds_no_back_office(routes: dict[str, list[str]], units: dict[str, Unit]) -> None:
    client = signed_in(make_officer(units["shahriar"], "letters.expert", "audit.auditor"))
    for address in [reverse("backoffice:home"), *chain.from_iterable(routes.values())]:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address


@pytest.mark.django_db
@pytest.mark.parametrize("role", MANAGERS)
def test_a_role_opens_its_own_sections_only(
    routes: dict[str, list[str]], units: dict[str, Unit], role: str
) -> None:
    client = signed_in(make_officer(units["shahriar"], role))
    assert client.get(reverse("backoffice:home")).status_code == 200
    for other in set(routes) - {role}:
        for address in routes[other]:
            assert client.get(address).status_code == 404, address


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in MANAGERS if role != "studio.administrator"])
def test_manager_of_another_district_sees_nothing_of_this_one(
    routes: dict[str, list[str]], units: dict[str, Unit], role: str
) -> None:
    client = signed_in(make_officer(units["rey"], role))
    about_things = [address for address in routes[role] if any(part.isdigit() for part in address.split("/"))]
    assert about_things
    for address in about_things:
        assert client.get(address).status_code in (404, 405), address
        assert client.post(address).status_code in (404, 405), address
    for address in set(routes[role]) - set(about_things):
        assert units["shahriar"].name_en not in client.get(address).text, address


@pytest.mark.django_db
def test_role_in_the_district_does_not_reach_the_province(units: dict[str, Unit]) -> None:
    client = signed_in(make_officer(units["shahriar"], "units.manager"))
    assert client.get(reverse("backoffice:units:edit", args=[units["shahriar"].pk])).status_code == 200
    assert client.get(reverse("backoffice:units:edit", args=[units["school-12"].pk])).status_code == 200
    assert client.get(reverse("backoffice:units:edit", args=[units["tehran"].pk])).status_code == 404


@pytest.mark.django_db
def test_province_reaches_its_districts(routes: dict[str, list[str]], units: dict[str, Unit]) -> None:
    person: Person = make_officer(units["tehran"], *MANAGERS)
    client = signed_in(person)
    posts = ("switch", "revoke", "retry", "password", "unlock", "suspend", "resume")
    gets = [address for address in chain.from_iterable(routes.values()) if not address.endswith(posts)]
    missing = ("/stamp", "/signature", "/definitions/1/", "process.bpmn")
    for address in gets:
        if not address.endswith(missing):
            assert client.get(address).status_code == 200, address

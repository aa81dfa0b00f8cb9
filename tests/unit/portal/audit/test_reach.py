"""The audit room is there for auditors only, and each sees the cases of the own units only."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.urls import urlpatterns
from tests.factories.directory import hold, make_officer
from tests.scenarios.letters.office import Office
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.models import Person


@pytest.fixture
def routes(office: Office) -> list[str]:
    """Every address of the room, about a decided case of shahriar."""
    case = office.request(office.loan)
    office.decide(case, office.expert, "approve")
    return [
        reverse(f"audit:{route.name}", args=[case.tracking_code] if "code" in str(route.pattern) else [])
        for route in urlpatterns
    ]


def test_visitor_is_asked_to_sign_in(routes: list[str], client: Client) -> None:
    assert all(client.get(address).headers["Location"].startswith("/accounts/login") for address in routes)


def test_for_all_others_there_is_no_audit_room(routes: list[str], office: Office) -> None:
    for person in (office.teacher, office.expert, office.chief, office.manager):
        client = signed_in(person)
        assert {client.get(address).status_code for address in routes} == {404}


def test_auditor_reads_every_page_of_the_own_reach(routes: list[str], auditor: Person) -> None:
    client = signed_in(auditor)
    for address in routes:
        page = client.post(address) if address.endswith("verify") else client.get(address)
        assert page.status_code == 200, address


def test_auditor_of_another_district_sees_nothing_of_the_case(routes: list[str], office: Office) -> None:
    stranger = make_officer(office.units["rey"], "audit.auditor")
    client = signed_in(stranger)
    code = next(address for address in routes if "/cases/" in address).split("/")[3]
    for address in routes:
        page = client.post(address) if address.endswith("verify") else client.get(address)
        if "/cases/" in address:
            assert page.status_code == 404, address
        else:
            assert code not in page.text, address
            assert office.teacher.last_name_en not in page.text, address


def test_other_roles_do_not_widen_the_auditors_reach(routes: list[str], office: Office) -> None:
    stranger = make_officer(office.units["rey"], "audit.auditor")
    hold(stranger, "letters.manager", office.units["tehran"])
    case_page = next(address for address in routes if "/cases/" in address)
    assert signed_in(stranger).get(case_page).status_code == 404


def test_own_request_in_another_unit_is_no_matter_for_the_audit_room(office: Office) -> None:
    applicant = office.teacher
    hold(applicant, "audit.auditor", office.units["rey"])
    case = office.request(office.loan)
    client = signed_in(applicant)
    assert case.tracking_code not in client.get(reverse("audit:home")).text
    assert client.get(reverse("audit:case", args=[case.tracking_code])).status_code == 404

"""Operators halt a case and let it go on; only in their units, and never without a reason."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from engine import api
from engine.models import ProcessInstance
from tests.factories.directory import make_officer
from tests.scenarios.letters.office import Office
from tests.unit.portal.backoffice.office import signed_in

LIST = "/backoffice/standstill/"


@pytest.fixture
def office(db: None) -> Office:
    call_command("deploy_definitions", verbosity=0)
    return Office()


@pytest.fixture
def case(office: Office) -> ProcessInstance:
    return office.request(office.loan)


def test_case_is_suspended_with_a_reason_and_resumed(office: Office, case: ProcessInstance) -> None:
    client = signed_in(make_officer(office.units["tehran"], "studio.administrator"))
    typed = f"{str(case.tracking_code)[:4]} {str(case.tracking_code)[4:]}"
    page = client.post(f"{LIST}suspend", {"code": typed, "reason": "court order 12"}, follow=True)
    assert api.instance_state(case.pk) == "suspended"
    assert "court order 12" in page.text
    resume = reverse("backoffice:standstill:resume", args=[case.tracking_code])
    assert "The case goes on." in client.post(resume, follow=True).text
    assert api.instance_state(case.pk) == "active"
    assert "it goes on already" in client.post(resume, follow=True).text


@pytest.mark.parametrize(
    ("code", "reason", "told"),
    [("1", "x", "no case with this"), ("", "x", "no case with this"), (None, " ", "Say why")],
)
def test_without_case_or_reason_nothing_happens(
    office: Office, case: ProcessInstance, code: str | None, reason: str, told: str
) -> None:
    client = signed_in(make_officer(office.units["tehran"], "studio.administrator"))
    sent = {"code": case.tracking_code if code is None else code, "reason": reason}
    assert told in client.post(f"{LIST}suspend", sent, follow=True).text
    assert api.instance_state(case.pk) == "active"


def test_what_was_typed_is_kept_when_it_is_refused(office: Office, case: ProcessInstance) -> None:
    client = signed_in(make_officer(office.units["tehran"], "studio.administrator"))
    page = client.post(f"{LIST}suspend", {"code": "12", "reason": "a long <reason>"})
    assert page.status_code == 422
    assert 'value="12"' in page.text
    assert "a long &lt;reason&gt;</textarea>" in page.text
    assert client.get(f"{LIST}suspend").headers["Location"] == LIST


def test_operator_of_another_district_reaches_nothing(office: Office, case: ProcessInstance) -> None:
    client = signed_in(make_officer(office.units["rey"], "studio.administrator"))
    client.post(f"{LIST}suspend", {"code": case.tracking_code, "reason": "x"})
    assert api.instance_state(case.pk) == "active"
    api.suspend(case.pk, by=None, reason="secret reason")
    assert "secret reason" not in client.get(LIST).text
    assert client.post(reverse("backoffice:standstill:resume", args=[case.tracking_code])).status_code == 404


def test_without_the_role_the_section_does_not_exist(office: Office) -> None:
    assert signed_in(office.expert).get(LIST).status_code == 404

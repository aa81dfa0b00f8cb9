"""Operators: technical faults with another try, deployed versions; nothing of a case's data is shown."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from engine import api
from engine.models import Incident, ProcessDefinition
from portal.backoffice.models import SettingChange
from tests.factories.directory import make_chief, make_employee, make_officer
from tests.scenarios.letters.office import Office
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.models import PostHolder


@pytest.fixture
def office(db: None) -> Office:
    call_command("deploy_definitions", verbosity=0)
    return Office()


@pytest.fixture
def stopped(office: Office) -> Incident:
    """A letter that nobody can sign: the post of chief manager is vacant."""
    PostHolder.objects.all().delete()
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    return Incident.objects.get()


def test_fault_is_told_with_step_and_cause_without_data(office: Office, stopped: Incident) -> None:
    client = signed_in(make_officer(office.units["tehran"], "studio.administrator"))
    page = client.get(reverse("backoffice:incidents:list"))
    assert "Letter numbered and registered" in page.text
    assert "Nobody holds the post of chief manager" in page.text
    assert stopped.instance.tracking_code[:4] in page.text
    assert office.teacher.last_name_en not in page.text
    assert "issue_letter" not in page.text


def test_another_try_before_and_after_the_cause_is_removed(office: Office, stopped: Incident) -> None:
    client = signed_in(make_officer(office.units["tehran"], "studio.administrator"))
    retry = reverse("backoffice:incidents:retry", args=[stopped.pk])
    assert "failed again" in client.post(retry, follow=True).text
    make_chief(office.units["shahriar"])
    latest = Incident.objects.get(state="open")
    page = client.post(reverse("backoffice:incidents:retry", args=[latest.pk]), follow=True)
    assert "the case goes on" in page.text
    assert api.instance_state(stopped.instance_id) != "incident"
    assert SettingChange.objects.filter(kind="incident", action="retried").count() == 2


def test_second_click_is_told_clearly(office: Office, stopped: Incident) -> None:
    client = signed_in(make_officer(office.units["tehran"], "studio.administrator"))
    make_chief(office.units["shahriar"])
    retry = reverse("backoffice:incidents:retry", args=[stopped.pk])
    client.post(retry)
    assert "changed in the meantime" in client.post(retry, follow=True).text
    assert SettingChange.objects.filter(kind="incident").count() == 1


def test_operator_of_another_district_neither_sees_nor_retries(office: Office, stopped: Incident) -> None:
    client = signed_in(make_officer(office.units["rey"], "studio.administrator"))
    assert "Letter numbered" not in client.get(reverse("backoffice:incidents:list")).text
    assert client.post(reverse("backoffice:incidents:retry", args=[stopped.pk])).status_code == 404
    assert Incident.objects.get().state == "open"


def test_version_shows_its_diagram_and_what_waits(office: Office) -> None:
    office.request(office.loan)
    definition = ProcessDefinition.objects.get()
    client = signed_in(make_officer(office.units["tehran"], "studio.administrator"))
    page = client.get(reverse("backoffice:definitions:show", args=[definition.pk]))
    assert "Review by the district expert" in page.text
    xml = client.get(reverse("backoffice:definitions:xml", args=[definition.pk]))
    assert (xml.headers["Content-Type"], xml.text) == ("application/xml", definition.xml)
    elsewhere = signed_in(make_officer(office.units["rey"], "studio.administrator"))
    page = elsewhere.get(reverse("backoffice:definitions:show", args=[definition.pk]))
    assert "No case of your units waits" in page.text


def test_employee_without_role_is_no_operator(office: Office, stopped: Incident) -> None:
    client = signed_in(make_employee(office.units["shahriar"]))
    assert client.post(reverse("backoffice:incidents:retry", args=[stopped.pk])).status_code == 404

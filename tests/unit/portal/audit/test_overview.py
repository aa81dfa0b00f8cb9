"""Figures count what is in reach, and only that; changes of settings are shown to the auditor."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import override

from engine import clock
from engine.models import UserTask
from portal.audit.templatetags.audit import duration
from tests.factories.directory import make_employee, make_officer
from tests.scenarios.letters.office import Office
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.models import Person


def test_figures_by_unit_service_and_step(office: Office, auditor: Person) -> None:
    done, running = office.request(office.sticker), office.request(office.loan)
    office.request(office.loan, make_employee(office.units["school-7"]))
    office.decide(done, office.expert, "reject", reason="مدارک کامل نیست")
    UserTask.objects.filter(instance=running).update(due=clock.now() - timedelta(days=1))
    page = signed_in(auditor).get(reverse("audit:overview"))
    totals = page.context["totals"]
    assert (totals.received, totals.running, totals.overdue) == (3, 3 - totals.finished, 1)
    units = {row.key: row.received for row in page.context["groups"][0]["rows"]}
    assert units == {"tehran/shahriar": 2, "tehran/rey": 1}
    services = {row.key: row.overdue for row in page.context["groups"][1]["rows"]}
    assert services[office.loan.code] == 1
    steps = {row.title: (row.finished, row.waiting) for row in page.context["steps"]}
    assert steps["Review by the district expert"] == (1, 2)


def test_a_tile_is_red_only_when_there_is_something_to_see_to(office: Office, auditor: Person) -> None:
    client = signed_in(auditor)
    assert "tile--danger" not in client.get(reverse("audit:overview")).text
    case = office.request(office.loan)
    UserTask.objects.filter(instance=case).update(due=clock.now() - timedelta(days=1))
    assert client.get(reverse("audit:overview")).text.count("tile--danger") == 1


def test_auditor_of_a_district_counts_that_district(office: Office) -> None:
    office.request(office.loan)
    page = signed_in(make_officer(office.units["rey"], "audit.auditor")).get(reverse("audit:overview"))
    assert page.context["totals"].received == 0
    assert "No case in this period." in page.text


def test_changes_of_settings_are_shown_within_the_reach(office: Office, auditor: Person) -> None:
    manager = make_officer(office.units["tehran"], "units.manager")
    unit = office.units["rey"]
    signed_in(manager).post(
        reverse("backoffice:units:edit", args=[unit.pk]),
        {
            "name_fa": unit.name_fa,
            "name_en": "Rey of today",
            "fund_reserve_minimum": "0",
            "first_letter_number": "1",
        },
    )
    html = signed_in(auditor).get(reverse("audit:settings")).text
    assert f"<del>{unit.name_en}</del>" in html
    assert "<ins>Rey of today</ins>" in html
    assert manager.full_name("en") in html
    stranger = make_officer(office.units["shahriar"], "audit.auditor")
    assert "<ins>Rey of today</ins>" not in signed_in(stranger).get(reverse("audit:settings")).text


def test_lengths_of_time_in_words() -> None:
    with override("en"):
        assert duration(timedelta(days=2, hours=3, minutes=5)) == "2 days and 3 hours"
        assert duration(timedelta(minutes=1)) == "1 minute"
        assert duration(timedelta(seconds=4)) == "less than a minute"
    with override("fa"):
        assert duration(timedelta(days=2, hours=3)) == "۲ روز و ۳ ساعت"

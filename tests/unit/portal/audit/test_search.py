"""Cases are found by code in any digits, by applicant, service, unit, state and period."""

from datetime import timedelta

import pytest
from django.urls import reverse

from engine import api, clock
from engine.models import ProcessInstance, UserTask
from portal.formatting import day, use_calendar
from tests.factories.directory import make_employee
from tests.scenarios.letters.office import Office
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.models import Person

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.fixture
def cases(office: Office) -> tuple[ProcessInstance, ProcessInstance]:
    """One of Zahra of shahriar, decided by the expert; one of Reza of rey, new."""
    other = make_employee(office.units["school-7"], first_name_fa="رضا", last_name_fa="ملک‌زاده")
    first, second = office.request(office.loan), office.request(office.sticker, other)
    office.decide(first, office.expert, "approve")
    return first, second


def found(auditor: Person, **query: str) -> set[str]:
    page = signed_in(auditor, "fa").get(reverse("audit:home"), query)
    return {row.tracking_code for row in page.context["rows"]}


def test_by_tracking_code_in_persian_digits_and_groups(
    auditor: Person, cases: tuple[ProcessInstance, ...]
) -> None:
    code = cases[0].tracking_code
    grouped = f"{code[:4]} {code[4:8]} {code[8:]}".translate(PERSIAN)
    assert found(auditor, q=grouped) == {code}
    assert found(auditor, q=code[:6]) == {code}


@pytest.mark.parametrize("name", ["ملک زاده", "رضا ملكزاده"])
def test_by_applicant_however_spelled(auditor: Person, cases: tuple[ProcessInstance, ...], name: str) -> None:
    assert found(auditor, q=name) == {cases[1].tracking_code}


def test_by_service_unit_and_state(
    auditor: Person, office: Office, cases: tuple[ProcessInstance, ...]
) -> None:
    first, second = (case.tracking_code for case in cases)
    assert found(auditor, service=office.sticker.code) == {second}
    assert found(auditor, unit="tehran/rey") == {second}
    assert found(auditor, unit="tehran") == {first, second}
    assert found(auditor, state="active") == {first, second}
    assert found(auditor, state="incident") == {second}  # nobody in rey, and nobody above, may review
    api.cancel(cases[1].pk, by=None, reason="test")
    assert found(auditor, state="terminated") == {second}
    UserTask.objects.filter(instance=cases[0], state="open").update(due=clock.now() - timedelta(hours=1))
    assert found(auditor, state="overdue") == {first}
    assert found(auditor, state="incident") == set()


def test_by_period_in_the_readers_calendar(auditor: Person, cases: tuple[ProcessInstance, ...]) -> None:
    ProcessInstance.objects.filter(pk=cases[0].pk).update(started_at=clock.now() - timedelta(days=40))
    with use_calendar("jalali"):
        recent = day(clock.now() - timedelta(days=2), "short").translate(PERSIAN)
    assert found(auditor, **{"from": recent}) == {cases[1].tracking_code}
    assert found(auditor, to=recent) == {cases[0].tracking_code}


def test_a_day_that_does_not_exist_is_told_and_kept(
    auditor: Person, cases: tuple[ProcessInstance, ...]
) -> None:
    page = signed_in(auditor).get(reverse("audit:home"), {"from": "1404/13/01"})
    assert "There is no such day." in page.text
    assert 'value="1404/13/01"' in page.text


def test_pages_follow_one_another_without_gap_or_repeat(
    auditor: Person, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.audit.case_list.PAGE", 2)
    codes = {office.request(office.loan).tracking_code for _ in range(5)}
    client, address, seen = signed_in(auditor), reverse("audit:home") + "?service=" + office.loan.code, []
    while address:
        page = client.get(address)
        seen += [row.tracking_code for row in page.context["rows"]]
        address = page.context["next_url"] and reverse("audit:home") + page.context["next_url"]
    assert len(seen) == 5
    assert set(seen) == codes


def test_nothing_found_says_what_to_do(auditor: Person) -> None:
    client = signed_in(auditor)
    assert "No case yet" in client.get(reverse("audit:home")).text
    assert "Show all cases" in client.get(reverse("audit:home"), {"q": "nobody"}).text

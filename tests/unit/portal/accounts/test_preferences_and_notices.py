"""Language, calendar, the own data and notices."""

import pytest
from django.test import Client

from engine import clock
from tests.factories.directory import EmploymentFactory, PersonFactory
from workflows.directory.models import Notice, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> Person:
    person = PersonFactory(language="en", calendar="gregorian")
    EmploymentFactory(person=person, personnel_number="30055555")
    client.force_login(person)
    return person


def notice(person: Person, **fields: object) -> Notice:
    values = {"title_key": "letter-issued", "params": {"title_en": "Bank loan"}, "created_at": clock.now()}
    return Notice.objects.create(person=person, **{**values, **fields})


def test_visitor_keeps_language_and_calendar_in_cookies(client: Client) -> None:
    client.post("/accounts/language", {"language": "en", "next": "/accounts/login"})
    client.post("/accounts/calendar", {"calendar": "gregorian"})
    assert client.cookies["kartabl_calendar"].value == "gregorian"
    assert 'lang="en"' in client.get("/").text


def test_person_keeps_the_choice_in_the_account(client: Client, person: Person) -> None:
    answer = client.post("/accounts/language", {"language": "fa", "next": "/accounts/profile"})
    assert answer.headers["Location"] == "/accounts/profile"
    client.post("/accounts/calendar", {"calendar": "jalali"})
    person.refresh_from_db()
    assert (person.language, person.calendar) == ("fa", "jalali")
    assert "۱۴ اردیبهشت ۱۳۶۴" in client.get("/accounts/profile").text


@pytest.mark.parametrize(("name", "value"), [("language", "xx"), ("calendar", "mayan")])
def test_unknown_choice_changes_nothing(client: Client, person: Person, name: str, value: str) -> None:
    client.post(f"/accounts/{name}", {name: value, "next": "https://elsewhere.example/"})
    person.refresh_from_db()
    assert (person.language, person.calendar) == ("en", "gregorian")


def test_switching_needs_a_post(client: Client) -> None:
    assert client.get("/accounts/language").status_code == 405


def test_profile_shows_the_own_data_and_nothing_without_sign_in(client: Client, person: Person) -> None:
    page = client.get("/accounts/profile").text
    assert person.national_id in page
    assert "30055555" in page
    client.logout()
    assert client.get("/accounts/profile").status_code == 302


def test_notices_are_counted_titled_and_lead_on(client: Client, person: Person) -> None:
    row = notice(person, url="/accounts/profile")
    page = client.get("/accounts/notices").text
    assert "Your letter “Bank loan” is ready" in page
    assert 'class="counter">1' in page
    assert client.post(f"/accounts/notices/{row.pk}").headers["Location"] == "/accounts/profile"
    row.refresh_from_db()
    assert row.read_at is not None


def test_notice_of_another_person_is_not_found(client: Client, person: Person) -> None:
    row = notice(PersonFactory())
    assert client.post(f"/accounts/notices/{row.pk}").status_code == 404
    assert "Bank loan" not in client.get("/accounts/notices").text


def test_notice_never_leads_out_of_the_portal(client: Client, person: Person) -> None:
    row = notice(person, url="https://elsewhere.example/")
    assert client.post(f"/accounts/notices/{row.pk}").headers["Location"] == "/accounts/notices"


def test_all_are_marked_read_and_long_lists_page_on(client: Client, person: Person) -> None:
    rows = [notice(person) for _ in range(31)]
    assert f"?before={rows[1].pk}" in client.get("/accounts/notices").text
    client.post("/accounts/notices/read")
    assert not person.notices.filter(read_at=None).exists()


def test_empty_list_says_what_comes_here(client: Client, person: Person) -> None:
    assert "No notices yet" in client.get("/accounts/notices").text

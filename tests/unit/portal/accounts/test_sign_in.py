"""Signing in by any of the three numbers, in any digits; lock-out; the way back."""

from typing import Any

import pytest
from django.test import Client, override_settings

from tests.factories.directory import EmploymentFactory, PersonFactory
from workflows.directory.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def person() -> Person:
    person = PersonFactory(username="m.kazemi", language="en")
    person.set_password(PASSWORD)
    person.save()
    EmploymentFactory(person=person, personnel_number="30012345")
    return person


def sign_in(client: Client, username: str, password: str = PASSWORD, **fields: str) -> Any:
    data = {"username": username, "password": password, **fields}
    return client.post("/accounts/login", data, headers=ENGLISH)


@pytest.mark.parametrize("typed", ["m.kazemi", "30012345", "۳۰۰۱۲۳۴۵", "٣٠٠١٢٣٤٥"])
def test_user_name_and_personnel_number_open_the_account(client: Client, person: Person, typed: str) -> None:
    assert sign_in(client, typed).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_national_id_opens_the_account(client: Client, person: Person) -> None:
    assert sign_in(client, person.national_id).status_code == 302


def test_wrong_password_is_told_with_a_link_to_the_field(client: Client, person: Person) -> None:
    page = sign_in(client, "m.kazemi", "wrong")
    assert page.status_code == 422
    assert "not right" in page.text
    assert 'href="#id_username"' in page.text


def test_way_back_is_kept_and_stays_in_the_portal(client: Client, person: Person) -> None:
    assert sign_in(client, "m.kazemi", next="/accounts/notices").headers["Location"] == "/accounts/notices"
    client.logout()
    assert sign_in(client, "m.kazemi", next="https://elsewhere.example/").headers["Location"] == "/"


def test_three_names_of_one_account_share_the_lock_out(client: Client, person: Person) -> None:
    names = ["m.kazemi", "30012345", person.national_id]
    pages = [sign_in(client, names[attempt % 3], "wrong") for attempt in range(8)]
    assert pages[-1].status_code == 429
    assert "15 minutes" in pages[-1].text
    assert sign_in(client, "m.kazemi").status_code == 429


def test_sign_out_needs_a_post(client: Client, person: Person) -> None:
    client.force_login(person)
    assert client.get("/accounts/logout").status_code == 405
    assert client.post("/accounts/logout").status_code == 302
    assert "_auth_user_id" not in client.session


@override_settings(KARTABL_DEMO=True)
def test_demo_shows_its_own_people_only_and_fills_in_the_chosen_one(client: Client, person: Person) -> None:
    EmploymentFactory(person=PersonFactory(username="teacher", first_name_en="Zahra"))
    page = client.get("/accounts/login?as=teacher", headers=ENGLISH)
    assert 'value="teacher"' in page.text
    assert "Zahra" in page.text
    assert "Maryam" not in page.text


@override_settings(KARTABL_DEMO=False)
def test_nobody_is_listed_outside_the_demo(client: Client, person: Person) -> None:
    page = client.get("/accounts/login?as=m.kazemi", headers=ENGLISH)
    assert 'value="m.kazemi"' not in page.text
    assert "Maryam" not in page.text

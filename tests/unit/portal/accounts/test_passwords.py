"""A one-time password opens only the page that replaces it; an own password is changed with the present one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from engine import clock
from tests.factories.directory import PersonFactory
from tests.integration.scope.routes import all_routes
from workflows.directory.models import Person
from workflows.directory.one_time import give_one_time_password

pytestmark = pytest.mark.django_db
OWN, NEW = "own and known to me", "a sentence nobody guesses"
PAGE = "/accounts/password"


@pytest.fixture
def person() -> Person:
    person = PersonFactory(username="m.kazemi", language="en")
    person.set_password(OWN)
    person.save()
    return person


def sign_in(client: Client, password: str, **fields: str) -> int:
    data = {"username": "m.kazemi", "password": password, **fields}
    return client.post("/accounts/login", data, headers={"Accept-Language": "en"}).status_code


def choose(client: Client, new: str = NEW, again: str = "", **fields: str) -> object:
    return client.post(PAGE, {"new_password1": new, "new_password2": again or new, **fields})


def test_one_time_password_leads_to_the_choice_and_back(client: Client, person: Person) -> None:
    assert sign_in(client, give_one_time_password(person)) == 302
    answer = client.get("/accounts/notices")
    assert answer.headers["Location"] == f"{PAGE}?next=%2Faccounts%2Fnotices"
    assert "only you know" in client.get(answer.headers["Location"]).text
    assert choose(client, next="/accounts/notices").headers["Location"] == "/accounts/notices"
    assert client.get("/accounts/notices").status_code == 200
    assert sign_in(Client(), NEW) == 302


def test_nothing_else_opens_before_the_choice(client: Client, person: Person) -> None:
    sign_in(client, give_one_time_password(person))
    allowed = {PAGE, "/accounts/logout", "/accounts/language", "/accounts/keep-alive", "/healthz"}
    paths = [f"/{route.pattern}" for route in all_routes() if not route.arguments]
    for path in paths:
        if path not in allowed and not path.startswith("/api/"):
            assert client.get(path).headers["Location"].startswith(PAGE), path
    for name in ("services", "requests", "tasks", "letters", "incidents"):
        answer = client.get(f"/api/v1/{name}")
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:kartabl:problem:one-time-password")


def test_one_time_password_gets_no_token(client: Client, person: Person) -> None:
    credentials = {"username": "m.kazemi", "password": give_one_time_password(person)}
    answer = client.post("/api/v1/tokens", credentials, content_type="application/json")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:kartabl:problem:one-time-password")


def test_one_time_password_is_good_for_some_days_only(client: Client, person: Person) -> None:
    password = give_one_time_password(person)
    Person.objects.update(one_time_until=clock.now() - timedelta(minutes=1))
    assert sign_in(client, password) == 422
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [
        ("short", "short", "too short"),
        ("1234567890", "1234567890", "among the first"),
        (NEW, "another sentence", "not the same"),
        ("", "", "Fill this in"),
    ],
)
def test_bad_choice_is_refused_in_clear_words(
    client: Client, person: Person, new: str, again: str, told: str
) -> None:
    sign_in(client, give_one_time_password(person))
    answer = choose(client, new, again)
    assert (answer.status_code, told in answer.text) == (422, True)
    person.refresh_from_db()
    assert person.one_time_until is not None


def test_one_time_password_is_not_kept(client: Client, person: Person) -> None:
    password = give_one_time_password(person)
    sign_in(client, password)
    assert "another password than the present one" in choose(client, password).text


def test_own_password_is_changed_with_the_present_one(client: Client, person: Person) -> None:
    other = Client()
    for browser in (client, other):
        sign_in(browser, OWN)
    assert PAGE in client.get("/accounts/profile").text
    assert "not your present password" in choose(client, old_password="guessed").text
    assert choose(client, old_password=OWN).headers["Location"] == reverse("accounts:profile")
    assert client.get("/accounts/profile").status_code == 200
    assert other.get("/accounts/profile").status_code == 302


def test_passwords_are_never_kept_for_an_ended_session(client: Client, person: Person) -> None:
    sign_in(client, OWN)
    session = client.session
    session["last_seen"] = 1
    session.save()
    choose(client, old_password=OWN, next="/")
    kept = client.session.get("parked_form") or {"fields": []}
    assert [name for name, _value in kept["fields"] if "password" in name] == []

"""Tokens: got with a password, kept as a hash, ended by time, revocation, password or a closed account."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from engine import clock
from portal.api.models import ApiCall, ApiToken
from portal.api.tokens import LIFETIME
from tests.scenarios.letters.office import Office
from tests.unit.portal.api.calling import Caller, is_problem
from workflows.directory.models import Person

PASSWORD = "correct horse battery"


@pytest.fixture
def person(office: Office) -> Person:
    office.teacher.set_password(PASSWORD)
    office.teacher.save()
    return office.teacher


def sign_in(person: Person, password: str = PASSWORD, username: str = "") -> object:
    return Caller().post("/tokens", {"username": username or person.username, "password": password})


def test_password_gives_a_token_that_opens_the_api(person: Person) -> None:
    answer = sign_in(person)
    assert answer.status_code == 201
    assert answer.json()["token_type"] == "Bearer"
    assert Caller(answer.json()["token"]).get("/services").status_code == 200


def test_personnel_number_in_persian_digits_is_a_user_name(person: Person) -> None:
    number = person.employment.personnel_number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert sign_in(person, username=number).status_code == 201


def test_the_secret_is_not_in_the_database(person: Person) -> None:
    secret = sign_in(person).json()["token"]
    row = ApiToken.objects.values().get()
    assert secret not in str(row)
    assert len(row["digest"]) == 64


def test_wrong_password_gives_nothing(person: Person) -> None:
    assert is_problem(sign_in(person, "wrong"), 401, "sign-in-refused")
    assert not ApiToken.objects.exists()


def test_lock_out_of_the_sign_in_page_holds_here_too_and_the_other_way_round(person: Person) -> None:
    answers = [sign_in(person, "wrong") for _attempt in range(8)]
    assert is_problem(answers[-1], 429, "locked-out")
    assert is_problem(sign_in(person), 429, "locked-out")
    assert int(answers[-1].headers["Retry-After"]) == 900
    page = Client().post("/accounts/login", {"username": person.username, "password": PASSWORD})
    assert page.status_code == 429


def test_a_right_password_forgets_the_wrong_ones(person: Person) -> None:
    for _attempt in range(7):
        sign_in(person, "wrong")
    assert sign_in(person).status_code == 201
    for _attempt in range(7):
        sign_in(person, "wrong")
    assert sign_in(person).status_code == 201


def test_many_sign_ins_from_one_address_are_slowed_down(person: Person) -> None:
    answers = [sign_in(person, username=f"nobody-{number}") for number in range(31)]
    assert is_problem(answers[-1], 429, "too-many-calls")
    assert answers[-1].headers["Retry-After"]


def test_a_closed_account_gets_no_token_and_loses_its_old_one(person: Person) -> None:
    caller = Caller.of(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert is_problem(caller.get("/services"), 401, "not-signed-in")
    assert is_problem(sign_in(person), 401, "sign-in-refused")


def test_an_expired_token_is_refused(person: Person) -> None:
    caller = Caller.of(person)
    with clock.travel(clock.now() + LIFETIME + timedelta(seconds=1)):
        answer = caller.get("/services")
    assert is_problem(answer, 401, "not-signed-in")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_is_refused_and_the_others_stay(person: Person) -> None:
    caller, other = Caller.of(person), Caller.of(person)
    assert caller.delete("/tokens/current").status_code == 204
    assert is_problem(caller.get("/services"), 401, "not-signed-in")
    assert is_problem(caller.delete("/tokens/current"), 401, "not-signed-in")
    assert other.get("/services").status_code == 200


def test_a_changed_password_ends_all_tokens(person: Person) -> None:
    caller = Caller.of(person)
    person.set_password("another long password")
    person.save()
    assert is_problem(caller.get("/services"), 401, "not-signed-in")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x y", "Basic eDp5", "kartabl_x", "Bearer ی"])
def test_what_is_no_token_is_refused(office: Office, header: str) -> None:
    answer = Client().get("/api/v1/services", headers={"Authorization": header})
    assert is_problem(answer, 401, "not-signed-in")


def test_a_session_reads_and_writes_only_with_the_csrf_token(office: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.expert)
    task = office.waiting(office.request(office.loan)).pk
    assert client.get("/api/v1/tasks").status_code == 200
    address, key = f"/api/v1/tasks/{task}/claim", {"Idempotency-Key": "1"}
    kind = "application/json"
    assert is_problem(client.post(address, content_type=kind, headers=key), 403, "csrf-failed")
    client.cookies["csrftoken"] = "a" * 32
    signed = {**key, "X-CSRFToken": "a" * 32}
    assert client.post(address, content_type=kind, headers=signed).status_code == 200


def test_a_wrong_token_is_not_mended_by_a_session(office: Office) -> None:
    client = Client()
    client.force_login(office.expert)
    assert is_problem(
        client.get("/api/v1/tasks", headers={"Authorization": "Bearer x"}), 401, "not-signed-in"
    )


def test_a_session_has_no_token_to_revoke(office: Office) -> None:
    client = Client()
    client.force_login(office.expert)
    assert is_problem(client.delete("/api/v1/tokens/current"), 404, "not-found")


@override_settings(KARTABL_IDLE_MINUTES=0)
def test_an_idle_session_is_told_so_in_the_words_of_the_api(office: Office) -> None:
    client = Client()
    client.force_login(office.expert)
    session = client.session
    session["last_seen"] = 1
    session.save()
    assert is_problem(client.get("/api/v1/tasks"), 401, "not-signed-in")


def test_dead_tokens_and_old_answers_are_cleared_after_thirty_days(office: Office, teacher: Caller) -> None:
    task = office.waiting(office.request(office.loan)).pk
    Caller.of(office.expert).post(f"/tasks/{task}/claim")
    call_command("clear_api_records", verbosity=0)
    assert (ApiToken.objects.count(), ApiCall.objects.count()) == (2, 1)
    with clock.travel(clock.now() + timedelta(days=31)):
        call_command("clear_api_records", verbosity=0)
    assert not ApiToken.objects.exists() and not ApiCall.objects.exists()

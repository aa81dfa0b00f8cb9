"""A users manager opens accounts anew, only within the own reach and the own roles (SARA-PORTAL-12, 13)."""

import re
from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from portal.backoffice.models import SettingChange
from tests.factories.directory import hold, make_employee, make_officer
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.models import Person, Unit
from workflows.directory.one_time import give_one_time_password

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def teacher(units: dict[str, Unit]) -> Person:
    person = make_employee(units["school-12"])
    person.set_password("what was forgotten")
    person.save()
    return person


def address(name: str, person: Person) -> str:
    return reverse(f"backoffice:people:{name}", args=[person.pk])


def sign_in(person: Person, password: str) -> tuple[Client, int]:
    client = Client()
    page = client.post(
        "/accounts/login", {"username": person.username, "password": password}, headers=ENGLISH
    )
    return client, page.status_code


def lock(person: Person) -> None:
    for _attempt in range(8):
        sign_in(person, "wrong")


def test_one_time_password_is_shown_once_and_opens_the_account(
    users_manager: Person, teacher: Person
) -> None:
    page = signed_in(users_manager).post(address("password", teacher))
    password = re.search(r'panel__code nowrap">([a-z2-9-]{14})<', page.text)[1]
    assert "no-store" in page.headers["Cache-Control"]
    assert sign_in(teacher, "what was forgotten")[1] == 422
    client, status = sign_in(teacher, password)
    assert status == 302
    assert client.get("/services/").headers["Location"].startswith("/accounts/password?")
    assert password not in signed_in(users_manager).get(address("profile", teacher)).text


def test_page_sent_again_makes_no_second_password(users_manager: Person, teacher: Person) -> None:
    client = signed_in(users_manager)
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(address("profile", teacher)).text)[1]
    page = client.post(address("password", teacher), {"seen": seen})
    again = client.post(address("password", teacher), {"seen": seen}, follow=True)
    assert "Nothing was done" in again.text
    password = re.search(r'panel__code nowrap">([^<]*)<', page.text)[1]
    assert sign_in(teacher, password)[1] == 302
    assert SettingChange.objects.count() == 1


def test_every_session_of_the_person_ends(users_manager: Person, teacher: Person) -> None:
    client, _status = sign_in(teacher, "what was forgotten")
    signed_in(users_manager).post(address("password", teacher))
    assert client.get("/accounts/profile").headers["Location"].startswith("/accounts/login")


def test_it_is_recorded_without_the_password(users_manager: Person, teacher: Person) -> None:
    client = signed_in(users_manager)
    page = client.post(address("password", teacher))
    password = re.search(r'panel__code nowrap">([^<]*)<', page.text)[1]
    change = SettingChange.objects.get()
    assert (change.kind, change.subject, change.person) == ("account", str(teacher.pk), users_manager)
    assert change.unit_path == "tehran/shahriar/school-12"
    assert list(change.after) == ["one_time_until"]
    assert password not in repr(vars(change))
    profile = client.get(address("profile", teacher)).text
    assert "One-time password, valid until" in profile
    assert "1 recorded change" in profile


def test_locked_account_is_seen_and_opened(users_manager: Person, teacher: Person) -> None:
    lock(teacher)
    assert sign_in(teacher, "what was forgotten")[1] == 429
    client = signed_in(users_manager)
    assert "locked after wrong passwords" in client.get(address("profile", teacher)).text
    page = client.post(address("unlock", teacher), follow=True)
    assert "open again" in page.text
    assert "locked after wrong passwords" not in page.text
    assert sign_in(teacher, "what was forgotten")[1] == 302
    assert SettingChange.objects.get().before == {"locked": True}


def test_one_time_password_ends_the_lock_too(users_manager: Person, teacher: Person) -> None:
    lock(teacher)
    signed_in(users_manager).post(address("password", teacher))
    assert not AccessAttempt.objects.filter(username=teacher.username).exists()


@pytest.mark.parametrize("act", ["password", "unlock"])
@pytest.mark.parametrize(
    "refused",
    [
        lambda units: make_officer(units["school-12"], "audit.auditor"),  # holds what the manager lacks
        lambda units: make_officer(units["shahriar"], "letters.chief", "letters.expert"),
        lambda units: holder_elsewhere(units),  # the same role, but in another district too
        lambda units: worker_elsewhere(units),  # works in another district
        lambda units: make_employee(units["school-12"], is_active=False),
    ],
)
def test_account_that_holds_more_or_lies_outside_is_refused(
    users_manager: Person, units: dict[str, Unit], act: str, refused: Callable[[dict[str, Unit]], Person]
) -> None:
    person = refused(units)
    client = signed_in(users_manager)
    assert address(act, person) not in client.get(address("profile", person)).text
    before = person.password
    answer = client.post(address(act, person))
    person.refresh_from_db()
    assert (answer.status_code, person.password) == (403, before)
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize("act", ["password", "unlock"])
def test_strangers_are_not_found_and_nobody_opens_the_own_account(
    users_manager: Person, units: dict[str, Unit], act: str
) -> None:
    client = signed_in(users_manager)
    assert client.post(address(act, make_employee(units["rey"]))).status_code == 404
    assert client.post(address(act, users_manager)).status_code == 403
    assert not SettingChange.objects.exists()


def test_manager_of_the_same_rank_is_helped(users_manager: Person, units: dict[str, Unit]) -> None:
    colleague = make_officer(units["shahriar"], "users.manager", "letters.expert")
    assert signed_in(users_manager).post(address("password", colleague)).status_code == 200


def test_each_one_time_password_is_another(teacher: Person) -> None:
    assert len({give_one_time_password(teacher) for _ in range(5)}) == 5


def holder_elsewhere(units: dict[str, Unit]) -> Person:
    person = make_officer(units["school-12"], "letters.expert")
    hold(person, "letters.expert", units["rey"])
    return person


def worker_elsewhere(units: dict[str, Unit]) -> Person:
    person = make_employee(units["rey"])
    hold(person, "letters.expert", units["shahriar"])
    return person

"""A session ends without activity; what was being sent is kept for its owner."""

import time

import pytest
from django.test import Client, RequestFactory

from portal.accounts.idle import SEEN
from portal.accounts.parked import KEY, LARGEST, OWNER, owner_mark
from tests.factories.directory import PersonFactory
from workflows.directory.models import Person

pytestmark = pytest.mark.django_db
FORM = {"first": "بانک ملی", "rows": ["1", "2"]}


@pytest.fixture
def person() -> Person:
    return PersonFactory(language="en")


@pytest.fixture
def idle(client: Client, person: Person) -> Client:
    """A browser whose session was last used an hour ago."""
    client.force_login(person)
    session = client.session
    session[SEEN] = int(time.time()) - 3600
    session.save()
    return client


def test_idle_session_asks_to_sign_in_and_comes_back(idle: Client) -> None:
    answer = idle.get("/accounts/notices")
    assert answer.headers["Location"] == "/accounts/login?next=%2Faccounts%2Fnotices"
    assert (
        "Your session ended" in idle.get(answer.headers["Location"], headers={"Accept-Language": "en"}).text
    )


def test_session_in_use_goes_on(client: Client, person: Person) -> None:
    client.force_login(person)
    assert client.get("/accounts/notices").status_code == 200
    assert client.get("/accounts/keep-alive").status_code == 204


def test_entries_sent_too_late_are_kept_and_offered_to_their_owner(idle: Client, person: Person) -> None:
    answer = idle.post("/accounts/profile?page=2", {**FORM, "password": "secret", "csrfmiddlewaretoken": "x"})
    assert answer.headers["Location"] == "/accounts/login?next=%2Faccounts%2Fresume"
    idle.force_login(person)
    page = idle.get("/accounts/resume").text
    assert 'action="/accounts/profile?page=2"' in page
    assert 'name="first" value="بانک ملی"' in page
    assert page.count('name="rows"') == 2
    assert "secret" not in page


def test_entries_are_never_shown_to_another_person(idle: Client) -> None:
    idle.post("/accounts/profile", FORM)
    kept = idle.session[KEY]
    idle.force_login(PersonFactory())
    session = idle.session
    session[KEY] = kept
    session.save()
    assert idle.get("/accounts/resume").status_code == 302


def test_entries_are_dropped_once_they_are_sent_again(idle: Client, person: Person) -> None:
    idle.post("/accounts/language", {"language": "en"})
    idle.force_login(person)
    assert KEY in idle.session
    idle.post("/accounts/language", {"language": "en"})
    assert KEY not in idle.session


def test_too_much_is_not_kept(idle: Client) -> None:
    answer = idle.post("/accounts/profile", {"text": "x" * LARGEST})
    assert KEY not in idle.session
    assert answer.headers["Location"].endswith("next=%2F")


def test_htmx_request_is_told_to_leave_the_page(idle: Client) -> None:
    answer = idle.get("/accounts/notices", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/accounts/login")


def test_old_form_of_our_own_page_keeps_its_entries(person: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post("/accounts/language", {"language": "fa"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    assert "/accounts/resume" in answer.text


def test_form_of_another_site_is_refused_and_not_kept(person: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post("/accounts/language", {"language": "fa"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert KEY not in client.session


def test_entries_sent_without_any_session_are_kept_for_whom_the_page_was_drawn(
    client: Client, person: Person, rf: RequestFactory
) -> None:
    request = rf.get("/")
    request.user = person
    answer = client.post("/inbox/1", {**FORM, OWNER: owner_mark(request)})
    assert answer.headers["Location"] == "/accounts/login?next=%2Faccounts%2Fresume"
    client.force_login(person)
    assert 'name="first" value="بانک ملی"' in client.get("/accounts/resume").text


def test_a_forged_mark_keeps_nothing(client: Client, person: Person) -> None:
    answer = client.post("/inbox/1", {**FORM, OWNER: str(person.pk)})
    assert answer.headers["Location"] == "/accounts/login?next=/inbox/1"
    assert KEY not in client.session

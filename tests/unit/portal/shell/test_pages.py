"""The frame of every page, the front page and the pages for what went wrong."""

import re

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils.translation import override

from engine import errors
from portal.context import ROOMS, rooms_of
from portal.error_pages import engine_error_page
from portal.middleware import ErrorPages
from tests.conftest import StaticDirectory
from tests.factories.directory import PersonFactory

pytestmark = pytest.mark.django_db


def test_visitor_learns_what_this_is_in_the_language_of_the_browser(client: Client) -> None:
    page = client.get("/", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert 'lang="en" dir="ltr"' in page.text
    assert 'lang="fa" dir="rtl"' in client.get("/", headers={"Accept-Language": "fa"}).text


@pytest.mark.parametrize("address", ["/", "/accounts/login", "/nowhere"])
def test_no_page_needs_inline_script_or_style(client: Client, address: str) -> None:
    page = client.get(address)
    assert "'unsafe" not in page.headers["Content-Security-Policy"]
    assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son\w+=", page.text)


@override_settings(KARTABL_DEMO=True)
def test_style_guide_renders_every_component(client: Client) -> None:
    page = client.get("/style-guide")
    assert page.status_code == 200
    assert all(
        name in page.text for name in ("timeline__item", "badge--danger", "table--cards", "plate", "empty")
    )


@override_settings(KARTABL_DEMO=False)
def test_style_guide_is_hidden_in_production(client: Client) -> None:
    assert client.get("/style-guide").status_code == 404


@override_settings(KARTABL_DEMO=True)
def test_style_guide_is_offered_to_staff_only(client: Client, organisation: StaticDirectory) -> None:
    assert "/style-guide" not in client.get("/").text
    citizen, expert = PersonFactory(), PersonFactory()
    organisation.give(str(expert.pk), "letters.expert", "tehran")
    for person, offered in ((citizen, False), (expert, True)):
        client.force_login(person)
        assert ("/style-guide" in client.get("/accounts/profile").text) is offered


def test_rooms_follow_the_roles_and_only_them(organisation: StaticDirectory) -> None:
    organisation.give("7", "audit.auditor", "tehran")
    mounted = {room.key for room in ROOMS if room.url}
    assert {room.key for room in rooms_of("7")} == {"services", "audit"} & mounted


def test_signed_in_person_is_led_to_the_own_room(client: Client, organisation: StaticDirectory) -> None:
    person = PersonFactory()
    organisation.give(str(person.pk), "letters.expert", "tehran")
    client.force_login(person)
    assert client.get("/").headers["Location"] == "/inbox/"


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (errors.NotFound(kind="case", id="1"), 404, "This page was not found"),
        (errors.StaleDecision(), 409, "Something happened in the meantime"),
        (errors.FourEyesViolation(node="x"), 403, "a colleague must do this one"),
        (errors.StartRefused(reason_code="closed"), 422, "not offered at present"),
    ],
)
def test_engine_error_becomes_a_page_that_says_what_to_do(
    rf: RequestFactory, error: errors.EngineError, status: int, words: str
) -> None:
    request = rf.get("/inbox/7", headers={"Referer": "http://testserver/inbox/"})
    request.user = PersonFactory.build(pk=1, language="en")
    with override("en"):
        page = engine_error_page(request, error)
    assert page.status_code == status
    assert words in page.content.decode()


def test_way_back_never_leaves_the_portal(rf: RequestFactory) -> None:
    request = rf.get("/inbox/7", headers={"Referer": "https://elsewhere.example/"})
    request.user = PersonFactory.build(pk=1)
    assert "elsewhere" not in engine_error_page(request, errors.StaleDecision()).content.decode()


def test_unreachable_database_asks_to_come_back(rf: RequestFactory) -> None:
    middleware = ErrorPages(lambda request: HttpResponse())
    page = middleware.process_exception(rf.get("/"), OperationalError("database is locked"))
    assert page is not None
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")


def test_api_answers_errors_itself(rf: RequestFactory) -> None:
    middleware = ErrorPages(lambda request: HttpResponse())
    assert middleware.process_exception(rf.get("/api/tasks"), errors.NotFound()) is None


@override_settings(KARTABL_MAINTENANCE=True)
def test_maintenance_closes_pages_but_not_the_health_check(rf: RequestFactory) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    middleware = ErrorPages(answer)
    assert middleware(rf.get("/")).status_code == 503
    assert middleware(rf.get("/healthz")).content == b"open"

"""One letter: page, print, PDF, void; who may see it."""

from collections.abc import Callable

import pytest
from django.test import Client

from engine.models import AccessLog
from tests.factories.directory import make_employee, make_officer
from tests.scenarios.letters.office import Office
from workflows.letters.models import Letter

Browser = Callable[..., Client]


@pytest.fixture
def letter(office: Office) -> Letter:
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    return office.letter(case)


def test_the_page_says_who_approved_and_the_reading_is_logged(
    office: Office, letter: Letter, browser: Browser
) -> None:
    page = browser(office.manager).get(f"/letters/{letter.tracking_code}").content.decode()
    assert office.expert.full_name("en") in page
    assert letter.number in page
    entry = AccessLog.objects.get(root_id=letter.instance_id)
    assert (entry.person, entry.screen) == (str(office.manager.pk), "letters:letter")


def test_the_pdf_is_shown_inline_and_never_cached(office: Office, letter: Letter, browser: Browser) -> None:
    for person in (office.teacher, office.expert, office.manager):
        answer = browser(person, "fa").get(f"/letters/{letter.tracking_code}.pdf")
        assert answer.content.startswith(b"%PDF")
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert answer.headers["Content-Disposition"].startswith("inline; filename*=utf-8''")
    saved = browser(office.teacher).get(f"/letters/{letter.tracking_code}.pdf?download=1")
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_the_printable_page_holds_the_frozen_text_and_the_qr_code(
    office: Office, letter: Letter, browser: Browser
) -> None:
    page = browser(office.teacher).get(f"/letters/{letter.tracking_code}/print").content.decode()
    assert letter.body_html in page
    assert 'src="data:image/png;base64,' in page
    assert "style=" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("tail", ["", "/print", ".pdf", "/void"])
def test_another_district_and_a_colleague_without_role_get_404(
    office: Office, letter: Letter, browser: Browser, tail: str
) -> None:
    stranger = make_officer(office.units["rey"], "letters.expert", "letters.chief", "letters.manager")
    for person in (stranger, make_employee(office.units["school-12"])):
        client = browser(person)
        assert client.get(f"/letters/{letter.tracking_code}{tail}").status_code == 404
        assert client.post(f"/letters/{letter.tracking_code}{tail}").status_code in (404, 405)
    assert Client().get(f"/letters/{letter.tracking_code}{tail}").status_code == 302


def test_voiding_asks_for_the_reason_then_once_more(office: Office, letter: Letter, browser: Browser) -> None:
    client, address = browser(office.manager), f"/letters/{letter.tracking_code}/void"
    assert client.post(address, {"reason": " "}).status_code == 422
    asked = client.post(address, {"reason": "اشتباه در مبلغ"}).content.decode()
    assert "Really void letter" in asked
    assert office_letter(letter).state == "issued"
    back = client.post(address, {"reason": "اشتباه در مبلغ", "sure": "no"}).content.decode()
    assert "اشتباه در مبلغ" in back
    assert office_letter(letter).state == "issued"
    client.post(address, {"reason": "اشتباه در مبلغ", "sure": "yes"})
    assert office_letter(letter).state == "void"
    page = client.get(f"/letters/{letter.tracking_code}").content.decode()
    assert "اشتباه در مبلغ" in page
    assert "Void this letter" not in page


def test_voiding_twice_says_that_it_is_void(office: Office, letter: Letter, browser: Browser) -> None:
    client, address = browser(office.manager), f"/letters/{letter.tracking_code}/void"
    client.post(address, {"reason": "اشتباه در مبلغ", "sure": "yes"})
    assert client.post(address, {"reason": "بار دوم باطل", "sure": "yes"}).status_code == 409
    assert "already void" in client.get(address).content.decode()


@pytest.mark.parametrize("role", ["letters.expert", "letters.chief"])
def test_only_the_letters_manager_voids(office: Office, letter: Letter, browser: Browser, role: str) -> None:
    client = browser(make_officer(office.units["shahriar"], role))
    assert "Void this letter" not in client.get(f"/letters/{letter.tracking_code}").content.decode()
    answer = client.post(f"/letters/{letter.tracking_code}/void", {"reason": "اشتباه", "sure": "yes"})
    assert answer.status_code == 404
    assert office_letter(letter).state == "issued"


def office_letter(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)

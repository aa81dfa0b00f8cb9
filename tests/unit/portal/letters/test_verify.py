"""Verification without login: genuine, void, expired, unknown, tampered; the name only for who knows four digits."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from engine import clock
from engine.documents import make_token
from portal.letters.masking import masked
from portal.letters.models import LetterLookup
from tests.scenarios.letters.office import Office, actor
from workflows.letters.life_cycle import void
from workflows.letters.models import Letter

Browser = Callable[..., Client]


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def letter(office: Office) -> Letter:
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    return office.letter(case)


@pytest.fixture
def visitor() -> Client:
    client = Client()
    client.cookies["kartabl_language"] = "en"
    return client


def address(letter: Letter) -> str:
    return f"/verify/{make_token(letter.pk, letter.issued_at)}"


def last_four(office: Office) -> str:
    return office.teacher.national_id[-4:]


def test_a_genuine_letter_is_valid_and_its_holder_masked(
    office: Office, letter: Letter, visitor: Client
) -> None:
    answer = visitor.get(address(letter))
    page = answer.content.decode()
    assert "This letter is genuine and valid until" in page
    assert letter.number in page
    assert masked(office.teacher.full_name("en")) in page
    assert office.teacher.last_name_en not in page
    assert office.teacher.national_id not in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_last_four_digits_reveal_the_name(office: Office, letter: Letter, visitor: Client) -> None:
    persian = last_four(office).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for typed in (last_four(office), persian):
        assert (
            office.teacher.full_name("en")
            in visitor.post(address(letter), {"digits": typed}).content.decode()
        )


@pytest.mark.parametrize("typed", ["", "12", "abcd", "12345"])
def test_other_digits_reveal_nothing(office: Office, letter: Letter, visitor: Client, typed: str) -> None:
    answer = visitor.post(address(letter), {"digits": typed})
    assert answer.status_code == 422
    assert office.teacher.last_name_en not in answer.content.decode()


def test_a_void_letter_says_so(office: Office, letter: Letter, visitor: Client) -> None:
    void(letter.pk, by=actor(office.manager), reason="علت محرمانه")
    page = visitor.get(address(letter)).content.decode()
    assert "the office voided it on" in page
    assert "is genuine and valid" not in page
    assert "علت محرمانه" not in page


def test_an_expired_letter_says_so(letter: Letter, visitor: Client) -> None:
    with clock.travel(clock.now() + timedelta(days=400)):
        assert "it was valid only until" in visitor.get(address(letter)).content.decode()


def test_on_its_last_day_a_letter_is_valid(letter: Letter, visitor: Client) -> None:
    with clock.travel(letter.issued_at + (letter.valid_until - letter.issued_on)):
        assert "This letter is genuine and valid" in visitor.get(address(letter)).content.decode()


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t[:9] + ("A" if t[9] != "A" else "B") + t[10:]]
)
def test_a_tampered_code_is_told_in_words(
    letter: Letter, visitor: Client, change: Callable[[str], str]
) -> None:
    token = make_token(letter.pk, letter.issued_at)
    answer = visitor.get(f"/verify/{change(token)}")
    assert answer.status_code == 404
    assert "belongs to no letter of this administration" in answer.content.decode()


def test_a_genuine_token_of_another_time_is_unknown(letter: Letter, visitor: Client) -> None:
    token = make_token(letter.pk, letter.issued_at - timedelta(days=1))
    assert visitor.get(f"/verify/{token}").status_code == 404


def test_the_tracking_code_needs_the_four_digits(office: Office, letter: Letter, visitor: Client) -> None:
    code = letter.tracking_code
    shown = visitor.post(
        "/verify/", {"code": f"{code[:4]} {code[4:8]}-{code[8:]}", "digits": last_four(office)}
    )
    assert office.teacher.full_name("en") in shown.content.decode()
    wrong = "0000" if last_four(office) != "0000" else "1111"
    refused = visitor.post("/verify/", {"code": code, "digits": wrong})
    unknown = visitor.post("/verify/", {"code": "123456789012", "digits": wrong})
    assert refused.status_code == unknown.status_code == 404
    assert letter.number not in refused.content.decode()


def test_what_is_missing_is_said_at_its_field(visitor: Client, db: None) -> None:
    page = visitor.post("/verify/", {"code": "12", "digits": ""})
    assert page.status_code == 422
    assert 'href="#code"' in page.content.decode()
    assert 'href="#digits"' in page.content.decode()


def test_guessing_is_slowed_down(office: Office, letter: Letter, visitor: Client) -> None:
    for _guess in range(10):
        visitor.post("/verify/", {"code": letter.tracking_code, "digits": "0000"})
    answer = visitor.post("/verify/", {"code": letter.tracking_code, "digits": last_four(office)})
    assert answer.status_code == 429
    assert visitor.post(address(letter), {"digits": last_four(office)}).status_code == 429
    assert visitor.get(address(letter)).status_code == 200


def test_look_ups_are_logged_without_the_visitors_address(
    office: Office, letter: Letter, visitor: Client
) -> None:
    visitor.get(address(letter), REMOTE_ADDR="203.0.113.77")
    visitor.post(address(letter), {"digits": "0"}, REMOTE_ADDR="203.0.113.77")
    visitor.get("/verify/nonsense", REMOTE_ADDR="2001:db8:1:2::7")
    rows = list(LetterLookup.objects.order_by("pk").values_list("way", "result", "address", "letter"))
    assert rows == [
        ("qr", "shown", "203.0.113.0", letter.pk),
        ("qr", "wrong-digits", "203.0.113.0", letter.pk),
        ("qr", "unknown", "2001:db8:1::", None),
    ]


def test_the_letters_manager_sees_the_look_ups(
    office: Office, letter: Letter, visitor: Client, browser: Browser
) -> None:
    visitor.get(address(letter))
    page = browser(office.manager).get(f"/letters/{letter.tracking_code}").content.decode()
    assert "shown with the name masked" in page

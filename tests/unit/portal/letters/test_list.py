"""The letters list: reach, search, filters, Excel of exactly what is filtered, own letters, register."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from engine import clock
from tests.factories.directory import make_chief, make_employee, make_officer
from tests.scenarios.letters.office import Office, actor
from workflows.letters.life_cycle import void
from workflows.letters.models import Letter

Browser = Callable[..., Client]


@pytest.fixture
def letters(office: Office) -> dict[str, Letter]:
    """One expired, one void, one valid in shahriar; one in rey."""
    made = {}
    with clock.travel(clock.now() - timedelta(days=120)):
        made["expired"] = issue(office)
    made["void"] = issue(office)
    void(made["void"].pk, by=actor(office.manager), reason="به درخواست متقاضی")
    made["valid"] = issue(office)
    rey = office.units["rey"]
    make_chief(rey)
    other = office.request(office.sticker, by=make_employee(office.units["school-7"], last_name_fa="موسوي"))
    office.decide(other, make_officer(rey, "letters.expert"), "approve")
    made["rey"] = office.letter(other)
    return {name: Letter.objects.get(pk=letter.pk) for name, letter in made.items()}


def issue(office: Office) -> Letter:
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    return office.letter(case)


def listed(client: Client, query: str = "") -> set[str]:
    return {letter.number for letter, _state in client.get(f"/letters/{query}").context["rows"]}


def sheet(client: Client, query: str = "") -> list[str]:
    content = client.get(f"/letters/export.xlsx{query}").content
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True)
    return [row[0] for row in rows]


def numbers(letters: dict[str, Letter], *names: str) -> set[str]:
    return {letters[name].number for name in names}


def test_officers_see_the_letters_in_their_reach(
    office: Office, letters: dict[str, Letter], browser: Browser
) -> None:
    own = numbers(letters, "expired", "void", "valid")
    assert listed(browser(office.manager)) == own | numbers(letters, "rey")
    assert listed(browser(office.expert)) == own
    assert listed(browser(office.chief)) == own


def test_who_holds_no_letters_role_is_shown_the_own_letters(
    office: Office, letters: dict[str, Letter], browser: Browser
) -> None:
    client = browser(office.teacher)
    answer = client.get("/letters/")
    assert answer.headers["Location"] == "/letters/mine"
    rows = client.get("/letters/mine").context["rows"]
    assert {letter.number for letter, _state in rows} == numbers(letters, "expired", "void", "valid")
    assert client.get("/letters/register").status_code == 302


def test_before_the_last_approval_the_applicant_has_no_letter(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    office.decide(case, office.expert, "approve")
    client = browser(office.teacher)
    assert client.get("/letters/mine").context["rows"] == []
    assert client.get(f"/letters/{case.tracking_code}.pdf").status_code == 404


@pytest.mark.parametrize("written", ["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", " {0}‌{1} {2} "])
def test_a_letter_is_found_by_its_tracking_code(
    office: Office, letters: dict[str, Letter], browser: Browser, written: str
) -> None:
    code = letters["valid"].tracking_code
    text = written.format(code[:4], code[4:8], code[8:])
    client = browser(office.manager)
    for typed in (text, text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))):
        rows = client.get("/letters/", {"q": typed}).context["rows"]
        assert [letter.number for letter, _state in rows] == [letters["valid"].number]


def test_free_text_folds_letter_variants(
    office: Office, letters: dict[str, Letter], browser: Browser
) -> None:
    assert listed(browser(office.manager), "?q=موسوی") == numbers(letters, "rey")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?state=valid", {"valid", "rey"}),
        ("?state=expired", {"expired"}),
        ("?state=void", {"void"}),
        ("?unit=tehran/rey", {"rey"}),
        ("?unit=tehran/shahriar&state=valid", {"valid"}),
        ("?size=A5", set()),
        ("?service=nothing", set()),
        ("?since=1300/01/01&until=1399/12/29", set()),
        ("?until=1403/12/50", set()),
    ],
)
def test_filters_and_excel_agree(
    office: Office, letters: dict[str, Letter], browser: Browser, query: str, names: set[str]
) -> None:
    client = browser(office.manager)
    assert listed(client, query) == numbers(letters, *names)
    assert set(sheet(client, query)) == numbers(letters, *names)


def test_days_are_read_in_either_calendar(
    office: Office, letters: dict[str, Letter], browser: Browser
) -> None:
    old = letters["expired"].issued_on
    client = browser(office.manager)
    assert listed(client, f"?until={old:%Y/%m/%d}") == numbers(letters, "expired")
    assert letters["expired"].number not in listed(client, f"?since={old + timedelta(days=1):%Y-%m-%d}")


def test_excel_of_everything_holds_nothing_of_another_district(
    office: Office, letters: dict[str, Letter], browser: Browser
) -> None:
    assert set(sheet(browser(office.expert))) == numbers(letters, "expired", "void", "valid")
    stranger = browser(make_officer(office.units["rey"], "letters.manager"))
    assert set(sheet(stranger)) == numbers(letters, "rey")


def test_the_excel_file_is_not_kept_by_any_cache(
    office: Office, letters: dict[str, Letter], browser: Browser
) -> None:
    answer = browser(office.manager, "fa").get("/letters/export.xlsx")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]


def test_the_register_names_its_gaps(office: Office, letters: dict[str, Letter], browser: Browser) -> None:
    client = browser(office.manager)
    year = letters["valid"].year
    address = f"/letters/register?register=tehran/shahriar:{year}"
    assert "No gap" in client.get(address).content.decode()
    Letter.objects.filter(pk=letters["void"].pk).delete()
    assert "Numbers are missing" in client.get(address).content.decode()


def test_the_register_of_another_district_does_not_exist(
    office: Office, letters: dict[str, Letter], browser: Browser
) -> None:
    stranger = browser(make_officer(office.units["rey"], "letters.manager"))
    assert (
        stranger.get(f"/letters/register?register=tehran/shahriar:{letters['valid'].year}").status_code == 404
    )

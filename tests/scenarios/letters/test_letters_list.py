"""The letters list: who sees what, search, filters, Excel of exactly what is filtered (SARA-LETTER-02…05, 10)."""

import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.factories.directory import make_chief, make_employee, make_officer
from tests.scenarios.letters.office import Office, actor
from workflows.letters.life_cycle import void
from workflows.letters.models import Letter
from workflows.letters.reports import letters_workbook
from workflows.letters.search import LetterFilters, filtered, letters_managed_by, letters_of


@pytest.fixture
def letters(office: Office) -> dict[str, Letter]:
    """One letter of shahriar, one of rey."""
    rey = office.units["rey"]
    make_chief(rey, roles=["letters.expert"])
    other = make_employee(rey, first_name_fa="علی", last_name_fa="علی‌زاده")
    cases = {"shahriar": office.request(office.sticker), "rey": office.request(office.sticker, by=other)}
    office.decide(cases["shahriar"], office.expert, "approve")
    office.decide(cases["rey"], rey.role_holdings.get().person, "approve")
    return {name: office.letter(case) for name, case in cases.items()}


def found(office: Office, **filters: Any) -> set[str]:
    listed = filtered(letters_managed_by(str(office.manager.pk)), LetterFilters(**filters))
    return {letter.unit.code for letter in listed}


def rows(content: bytes) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(content))
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_manager_sees_the_letters_of_his_reach_and_nobody_elses(
    office: Office, letters: dict[str, Letter]
) -> None:
    district = make_officer(office.units["rey"], "letters.manager")
    assert {letter.unit.code for letter in letters_managed_by(str(office.manager.pk))} == {"shahriar", "rey"}
    assert [letter.unit.code for letter in letters_managed_by(str(district.pk))] == ["rey"]
    assert not letters_managed_by(str(office.teacher.pk)).exists()
    assert list(letters_of(str(office.teacher.pk))) == [letters["shahriar"]]


def test_search_finds_by_code_number_name_and_identity_however_typed(
    office: Office, letters: dict[str, Letter]
) -> None:
    rey = letters["rey"]
    code = rey.tracking_code
    grouped = f"{code[:4]}-{code[4:8]}-{code[8:]}"
    persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for typed in (
        code,
        grouped,
        grouped.replace("-", " "),
        persian,
        rey.number,
        "علي زاده",
        "علیزاده",
        "عليزاده علی",
    ):
        assert found(office, text=typed) == {"rey"}, typed
    assert found(office, text=rey.person.national_id) == {"rey"}
    assert found(office, text="وام") == {"shahriar", "rey"}
    assert found(office, text="نیست") == set()


def test_filters_narrow_together(office: Office, letters: dict[str, Letter]) -> None:
    day = letters["rey"].issued_on
    void(letters["rey"].pk, by=actor(office.manager), reason="اشتباه")
    assert found(office, state="void") == {"rey"}
    assert found(office, state="issued") == {"shahriar"}
    assert found(office, unit_path="tehran/rey") == {"rey"}
    assert found(office, unit_path="tehran") == {"shahriar", "rey"}
    assert found(office, issued_from=day, issued_to=day) == {"shahriar", "rey"}
    assert found(office, issued_to=day - timedelta(days=1)) == set()
    assert found(office, offering_code=office.loan.code) == set()
    assert found(office, state="void", unit_path="tehran/shahriar") == set()


def test_excel_holds_exactly_the_filtered_letters(office: Office, letters: dict[str, Letter]) -> None:
    listed = filtered(letters_managed_by(str(office.manager.pk)), LetterFilters(unit_path="tehran/rey"))
    content = rows(letters_workbook(listed, language="en", calendar="gregorian"))
    assert len(content) == 2
    assert content[1][:2] == (letters["rey"].number, letters["rey"].tracking_code)
    assert content[1][7] == letters["rey"].issued_on.isoformat()


def test_text_that_looks_like_a_formula_stays_text_in_excel(
    office: Office, letters: dict[str, Letter]
) -> None:
    void(letters["rey"].pk, by=actor(office.manager), reason='=HYPERLINK("http://evil.example";"x")')
    listed = filtered(letters_managed_by(str(office.manager.pk)), LetterFilters(state="void"))
    book = load_workbook(io.BytesIO(letters_workbook(listed)))
    cell = book.worksheets[0].cell(row=2, column=11)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert str(cell.value).startswith("=HYPERLINK")
    assert book.worksheets[0].sheet_view.rightToLeft

"""Lists out of the register: Excel of exactly the filtered letters, and the printed register.

Requirement: SARA-LETTER-05.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from workflows.directory.models import Unit
from workflows.letters.models import Letter, LetterRegister
from workflows.letters.numbering import jalali, missing_serials

WIDTHS = (24, 18, 34, 26, 14, 14, 24, 14, 14, 12, 40)


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """One year of a unit's register; ``missing`` is empty when it has no gap."""

    unit: Unit
    year: int
    first: int
    last: int
    letters: QuerySet[Letter]
    missing: list[int]


def register_report(unit: Unit, year: int) -> RegisterReport:
    """The register of the year in the order of its numbers, void letters in their place."""
    register = LetterRegister.objects.filter(unit=unit, jalali_year=year).first()
    letters = Letter.objects.filter(unit=unit, year=year).select_related("person").order_by("serial")
    first, last = (register.first_number, register.last_number) if register else (1, 0)
    return RegisterReport(unit, year, first, last, letters, missing_serials(unit, year))


def letters_workbook(letters: QuerySet[Letter], *, language: str = "fa", calendar: str = "jalali") -> bytes:
    """An .xlsx file of the letters, in their order, with the texts and the calendar of the reader."""
    book = Workbook(write_only=True)
    with override(language):
        sheet: Any = book.create_sheet(gettext("Letters"))
        sheet.sheet_view.rightToLeft = language == "fa"
        sheet.freeze_panes = "A2"
        for column, width in enumerate(WIDTHS, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.append([_bold(sheet, title) for title in _titles()])
        for letter in letters.iterator(chunk_size=500):
            sheet.append([_text(sheet, value) for value in _row(letter, language, calendar)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _titles() -> list[str]:
    return [
        gettext("Letter number"),
        gettext("Tracking code"),
        gettext("Service"),
        gettext("Name"),
        gettext("National id"),
        gettext("Personnel number"),
        gettext("Unit"),
        gettext("Issued on"),
        gettext("Valid until"),
        gettext("State"),
        gettext("Reason for voiding"),
    ]


def _row(letter: Letter, language: str, calendar: str) -> Iterator[str]:
    person = letter.snapshot["person"]
    yield letter.number
    yield letter.tracking_code
    yield letter.title(language)
    yield person["full_name" if language == "fa" else "full_name_en"]
    yield person["national_id"]
    yield letter.snapshot["employment"].get("personnel_number", "")
    yield letter.unit.name(language)
    yield _day(letter.issued_on, calendar)
    yield _day(letter.valid_until, calendar)
    yield gettext("Void") if letter.state == Letter.State.VOID else gettext("Issued")
    yield letter.void_reason


def _day(day: date, calendar: str) -> str:
    return str(jalali(day).strftime("%Y/%m/%d")) if calendar == "jalali" else day.isoformat()


def _text(sheet: Any, value: str) -> Any:
    """A cell that stays text: what begins like a formula is quoted the way Excel itself does."""
    cell: Any = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    if value[:1] in tuple("=+-@\t\r"):
        cell.quotePrefix = True
    return cell


def _bold(sheet: Any, title: str) -> Any:
    cell = _text(sheet, title)
    cell.font = Font(bold=True)
    return cell

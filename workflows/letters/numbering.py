"""Letter numbers: gapless in each unit and Jalali year, restarting on 1 Farvardin.

The number is taken in the transaction of the last approval; when that rolls back, the number is free
again. The register's row is locked until the commit.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from persiantools.jdatetime import JalaliDate

from workflows.directory.models import Unit
from workflows.letters.models import Letter, LetterRegister


@dataclass(frozen=True, slots=True)
class LetterNumber:
    """``text`` is ``prefix/year/serial`` in Latin digits; ``day`` is the unit's local date."""

    text: str
    year: int
    serial: int
    day: date


@transaction.atomic
def take_number(unit: Unit, at: datetime) -> LetterNumber:
    """The next number of the unit's register for the Jalali year of ``at``."""
    day = local_day(unit, at)
    year = int(jalali(day).year)
    _open_register(unit, year)
    register = LetterRegister.objects.filter(unit=unit, jalali_year=year)
    register.update(last_number=F("last_number") + 1)
    serial = register.values_list("last_number", flat=True).get()
    return LetterNumber(f"{unit.letter_prefix or unit.code}/{year}/{serial}", year, serial, day)


def jalali(day: date) -> Any:
    """The ``persiantools`` date of a Gregorian day."""
    return JalaliDate(day)  # type: ignore[no-untyped-call]


def local_day(unit: Unit, at: datetime) -> date:
    """The date on the unit's wall calendar."""
    return at.astimezone(ZoneInfo(unit.time_zone)).date()


def missing_serials(unit: Unit, year: int) -> list[int]:
    """Serials that the register gave but no letter carries; an empty list proves there is no gap."""
    register = LetterRegister.objects.filter(unit=unit, jalali_year=year).first()
    if register is None:
        return []
    present = set(Letter.objects.filter(unit=unit, year=year).values_list("serial", flat=True))
    return [n for n in range(register.first_number, register.last_number + 1) if n not in present]


def _open_register(unit: Unit, year: int) -> None:
    """The unit's very first register begins at its ``first_letter_number``, those of later years at 1."""
    if LetterRegister.objects.filter(unit=unit, jalali_year=year).exists():
        return
    is_first = not LetterRegister.objects.filter(unit=unit).exists()
    first = unit.first_letter_number if is_first else 1
    LetterRegister.objects.get_or_create(
        unit=unit, jalali_year=year, defaults={"first_number": first, "last_number": first - 1}
    )

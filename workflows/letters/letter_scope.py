"""The names a letter template sees, and their frozen form kept with the letter."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.forms import get_form
from engine.plugins import CalculatorContext
from workflows.directory.models import Person, PostHolder, Unit
from workflows.directory.records import employment_record, identity_record
from workflows.letters.numbering import LetterNumber


def build_scope(
    variables: dict[str, Any],
    person: Person,
    *,
    unit: Unit,
    signer: PostHolder,
    number: LetterNumber,
    valid_until: date,
    context: CalculatorContext,
) -> dict[str, Any]:
    """``letter``, ``person``, ``employment``, ``request``, ``offering``, ``unit``, ``signer``.

    Identity and employment are those of the day of issue; ``request`` holds the fields of the form and
    nothing else of the case, so that no internal note can get onto paper (SARA-FORM-07…09).
    """
    offering = dict(variables["offering"])
    return {
        "letter": {
            "number": number.text,
            "date": number.day,
            "tracking_code": context.tracking_code,
            "valid_until": valid_until,
            "addressee": offering.get("addressee") or "",
            "subject": offering["title"],
            "copies": _lines(offering.get("copies_to")),
            "attachment": "",
        },
        "person": identity_record(person),
        "employment": employment_record(person),
        "request": _request(variables, offering["form_key"]),
        "offering": offering,
        "unit": {
            "path": unit.path,
            "name": unit.name_fa,
            "name_en": unit.name_en,
            "province_name": _province(unit),
        },
        "signer": {
            "name": signer.person.full_name("fa"),
            "name_en": signer.person.full_name("en"),
            "post": signer.post.title_fa,
            "post_en": signer.post.title_en,
            "on_behalf": "",
        },
    }


def frozen_scope(value: Any) -> Any:
    """The scope as JSON: amounts as text, dates and times in ISO 8601."""
    if isinstance(value, dict):
        return {key: frozen_scope(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [frozen_scope(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | timedelta) else value


def _request(variables: dict[str, Any], form_key: str) -> dict[str, Any]:
    fields = get_form(form_key).fields
    return {name: value for name, value in variables.items() if name in fields}


def _province(unit: Unit) -> str:
    while unit.parent is not None:
        unit = unit.parent
    return unit.name_fa


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]

"""The names a letter template sees, and their frozen form kept with the letter."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.forms import FormDefinition, display_values
from engine.forms.typed_values import neutral_value
from engine.plugins import CalculatorContext
from workflows.directory.models import Person, Unit
from workflows.directory.records import employment_record, family_records, identity_record
from workflows.letters.numbering import LetterNumber
from workflows.letters.pinned import request_form
from workflows.letters.signing import Signer


def build_scope(
    variables: dict[str, Any],
    person: Person,
    *,
    unit: Unit,
    signer: Signer,
    number: LetterNumber,
    valid_until: date,
    context: CalculatorContext,
) -> dict[str, Any]:
    """The names of ``engine.documents``: letter, person, employment, family, request, shown, offering, unit, signer.

    Identity and employment are those of the day of issue; ``request`` (FEEL values) and ``shown`` (texts)
    hold the fields of the form and nothing else of the case: no internal note gets onto paper.
    """
    offering = dict(variables["offering"])
    form = request_form(offering["form_key"], context)
    request = {name: value for name, value in variables.items() if name in form.fields}
    return {
        "letter": {
            "number": number.text,
            "date": number.day,
            "tracking_code": context.tracking_code,
            "valid_until": valid_until,
            "addressee": offering.get("addressee") or "",
            "subject": offering["title"],
            "copies": _parts(offering.get("copies_to")),
            "attachment": "",
        },
        "person": identity_record(person),
        "employment": employment_record(person),
        "family": family_records(person),
        "request": request,
        "shown": display_values(form, _neutral(form, request), "fa"),
        "offering": offering,
        "unit": {
            "path": unit.path,
            "name": unit.name_fa,
            "name_en": unit.name_en,
            "province_name": _province(unit),
        },
        "signer": signer.scope(),
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


def _neutral(form: FormDefinition, request: dict[str, Any]) -> dict[str, Any]:
    properties = form.schema["properties"]
    return {name: neutral_value(value, properties[name]) for name, value in request.items()}


def _province(unit: Unit) -> str:
    while unit.parent is not None:
        unit = unit.parent
    return unit.name_fa


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in re.split(r"[\n,،]", text or "") if part.strip()]

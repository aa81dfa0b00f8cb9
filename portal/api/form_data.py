"""Neutral JSON answers, judged by the form: FEEL values for the engine, or a problem that names every fault."""

from collections.abc import Mapping
from typing import Any

from engine.errors import FormInvalid
from engine.forms import FormContext, FormDefinition, error_text, typed, validate
from engine.forms.normalise import clean_lines
from engine.forms.uploads import StoredFiles
from portal.api.problems import ApiProblem, ProblemError, field_pointer
from portal.formatting.reader import calendar, language


def context_of(person_id: str, unit: str, values: Mapping[str, Any]) -> FormContext:
    """Who answers; ``values``: FEEL values of the names that the form lists under ``context``."""
    return FormContext(
        person_id=person_id,
        unit=unit,
        locale=language(),
        calendar=calendar(),
        values=values,
        files=StoredFiles(person_id),
    )


def judged(form: FormDefinition, data: Mapping[str, Any], context: FormContext) -> dict[str, Any]:
    """FEEL values of answers that the form accepts. Raises ApiProblem(form-invalid)."""
    try:
        clean = validate(form, as_typed_by_hand(data), context=context)
    except FormInvalid as error:
        raise ApiProblem("form-invalid", errors=_errors(error, form, context)) from error
    return typed(form, clean.data)


def as_typed_by_hand(value: Any) -> Any:
    """Texts as the screens store them: Persian letters, Latin digits, no direction marks."""
    if isinstance(value, str):
        return clean_lines(value)
    if isinstance(value, list):
        return [as_typed_by_hand(item) for item in value]
    if isinstance(value, Mapping):
        return {name: as_typed_by_hand(item) for name, item in value.items()}
    return value


def _errors(error: FormInvalid, form: FormDefinition, context: FormContext) -> list[ProblemError]:
    return [
        ProblemError(pointer=field_pointer(path), code=one.code, detail=error_text(one, form, context))
        for path, found in error.errors.items()
        for one in found
    ]

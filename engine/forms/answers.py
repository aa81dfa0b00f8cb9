"""Raw answers → neutral data, with an error for each answer that cannot be read."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.forms.errors import FieldError, InvalidValue
from engine.forms.fields import FieldUse, field_type
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FieldDefinition, FormDefinition


def type_of(field: FieldDefinition) -> Any:
    """The field type that handles the field: read-only ones are shown, looked-up keys are text."""
    if field.read_only:
        return field_type("computed") if field.widget == "text" else field_type(field.widget)
    return field_type("text" if field.widget == "lookup" else field.widget)


def parse_answers(
    form: FormDefinition, fields: Iterable[FieldDefinition], raw: Mapping[str, Any], context: FormContext
) -> tuple[dict[str, Any], list[FieldError]]:
    """Neutral values of the answered fields, and the errors of those that cannot be read."""
    return _parse(form, fields, raw, context, "")


def _parse(
    form: FormDefinition,
    fields: Iterable[FieldDefinition],
    raw: Mapping[str, Any],
    context: FormContext,
    prefix: str,
) -> tuple[dict[str, Any], list[FieldError]]:
    data: dict[str, Any] = {}
    errors: list[FieldError] = []
    for field in fields:
        path, answer = prefix + field.name, raw.get(field.name)
        if field.read_only or type_of(field).is_blank(answer):
            continue
        if field.children:
            data[field.name], found = _parse_rows(form, field, answer, context)
            errors += found
            continue
        try:
            value = type_of(field).parse(answer, FieldUse(form, field, context))
        except InvalidValue as error:
            errors.append(FieldError(path, error.code, error.params))
        else:
            if value is not None:
                data[field.name] = value
    return data, errors


def _parse_rows(
    form: FormDefinition, field: FieldDefinition, rows: Any, context: FormContext
) -> tuple[list[dict[str, Any]], list[FieldError]]:
    data, errors = [], []
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        values, found = _parse(form, field.children, row, context, f"{field.name}[{number}].")
        data.append(values)
        errors += found
    return data, errors


def raw_answers(
    form: FormDefinition, fields: Iterable[FieldDefinition], data: Mapping[str, Any], context: FormContext
) -> dict[str, Any]:
    """Neutral data as raw answers, so that a person can go on editing them."""
    return {
        field.name: type_of(field).raw(data[field.name], FieldUse(form, field, context))
        for field in fields
        if not field.read_only and data.get(field.name) is not None
    }

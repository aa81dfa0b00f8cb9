"""Validates the data of a whole form: by its logic, then by its JSON Schema, then file by file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import ValidationError

from engine.errors import FormInvalid
from engine.forms.errors import FieldError
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FieldDefinition, FormDefinition
from engine.forms.logic import Resolved, failed_rules, resolve

_LIMITS = {
    "maxLength": "too-long",
    "minLength": "too-short",
    "minimum": "number-minimum",
    "maximum": "number-maximum",
    "exclusiveMinimum": "number-above",
    "exclusiveMaximum": "number-below",
    "minItems": "rows-few",
    "maxItems": "rows-many",
}
_CODES = {"enum": "choice-unknown", "const": "choice-unknown", "additionalProperties": "key-unknown"}
_BY_FORMAT = {
    "date": "date-form",
    "decimal": "number-form",
    "file-ref": "file-unknown",
    "ir-national-id": "national-id-check",
    "ir-mobile": "mobile-form",
}


@dataclass(frozen=True, slots=True)
class CleanData:
    """Neutral data that the form accepts, without hidden fields. hidden: the paths left out."""

    data: dict[str, Any]
    hidden: frozenset[str]


def validate(form: FormDefinition, data: Mapping[str, Any], *, context: FormContext) -> CleanData:
    """Neutral data as the server accepts them: hidden fields removed, computed and read-only ones set.

    Raises FormInvalid with ``errors``: path → FieldErrors. Unknown keys are refused.
    """
    unknown = list(_unknown_keys(form, data))
    resolved = resolve(form, data, context)
    errors = [*unknown, *check_resolved(form, resolved, context)]
    if errors:
        raise FormInvalid(by_path(errors))
    return CleanData(resolved.data, frozenset(resolved.hidden))


def check_resolved(form: FormDefinition, resolved: Resolved, context: FormContext) -> list[FieldError]:
    """What is wrong with decided data: first missing answers, then schema, options and files, then rules."""
    missing = [
        FieldError(path, "required") for path in sorted(resolved.required) if _is_missing(resolved, path)
    ]
    wrong = [*_schema_errors(form, resolved.data), *_supplied_errors(form, resolved.data, context)]
    told = {error.path for error in (*missing, *wrong)}
    broken = [error for error in failed_rules(form, resolved, context) if error.path not in told]
    return [*missing, *wrong, *broken]


def by_path(errors: Iterable[FieldError]) -> dict[str, list[FieldError]]:
    """Errors grouped by path, in their order."""
    grouped: dict[str, list[FieldError]] = {}
    for error in errors:
        grouped.setdefault(error.path, []).append(error)
    return grouped


def _unknown_keys(form: FormDefinition, data: Mapping[str, Any]) -> Iterator[FieldError]:
    for name, value in data.items():
        if name not in form.schema["properties"]:
            yield FieldError(str(name), "key-unknown")
        elif (field := form.fields.get(name)) and field.children and isinstance(value, list):
            known = {child.name for child in field.children}
            for number, row in enumerate(value):
                keys = row if isinstance(row, dict) else ()
                yield from (
                    FieldError(f"{name}[{number}].{key}", "key-unknown") for key in keys if key not in known
                )


def _is_missing(resolved: Resolved, path: str) -> bool:
    value = value_at(resolved.data, path)
    return value is None or value in ("", [])


def value_at(data: Mapping[str, Any], path: str) -> Any:
    """The value at ``amount`` or ``family[0].relation``; None when there is none."""
    name, bracket, rest = path.partition("[")
    value = data.get(name)
    if not bracket:
        return value
    number, _, inner = rest.partition("].")
    if not isinstance(value, list) or int(number) >= len(value) or not isinstance(value[int(number)], dict):
        return None
    return value[int(number)].get(inner)


def _schema_errors(form: FormDefinition, data: Mapping[str, Any]) -> list[FieldError]:
    """At most one error per path; required ones are the logic's business (hidden fields have none)."""
    found: dict[str, FieldError] = {}
    for error in form.judge.errors(dict(data)):
        if not _is_logics_business(error):
            one = _schema_error(error)
            found.setdefault(one.path, one)
    return list(found.values())


def _is_logics_business(error: ValidationError) -> bool:
    """A missing field of the form or of a row; inside a value (a plate) a missing part is an error."""
    path = list(error.absolute_path)
    return error.validator == "required" and (not path or (len(path) == 2 and isinstance(path[1], int)))


def _schema_error(error: ValidationError) -> FieldError:
    path = _field_path(list(error.absolute_path))
    keyword = str(error.validator)
    if keyword in _LIMITS:
        return FieldError(path, _LIMITS[keyword], {"limit": error.validator_value})
    if keyword == "format":
        return FieldError(path, _BY_FORMAT.get(str(error.validator_value), "value-form"))
    return FieldError(path, _CODES.get(keyword, "value-form"))


def _field_path(parts: list[Any]) -> str:
    """``["family", 0, "relation"]`` → ``family[0].relation``; inside a value only the field counts."""
    if len(parts) >= 3 and isinstance(parts[1], int):
        return f"{parts[0]}[{parts[1]}].{parts[2]}"
    return str(parts[0]) if parts else ""


def _supplied_errors(
    form: FormDefinition, data: Mapping[str, Any], context: FormContext
) -> Iterator[FieldError]:
    """Options that the opener supplies, and files that the person may refer to."""
    for path, field, value in each_value(form, data):
        source = field.settings.get("optionsFrom")
        if source and value not in (context.values.get(source) or ()):
            yield FieldError(path, "choice-unknown")
        if field.widget == "file":
            refs = value if isinstance(value, list) else [value]
            if any(context.files.facts(str(ref)) is None for ref in refs):
                yield FieldError(path, "file-unknown")


def each_value(form: FormDefinition, data: Mapping[str, Any]) -> Iterator[tuple[str, FieldDefinition, Any]]:
    """(path, field, value) of every answered field, rows included."""
    for name, value in data.items():
        field = form.fields.get(name)
        if field is None or value is None:
            continue
        yield name, field, value
        if field.children and isinstance(value, list):
            for number, row in enumerate(value):
                for child in field.children:
                    if isinstance(row, dict) and row.get(child.name) is not None:
                        yield f"{name}[{number}].{child.name}", child, row[child.name]

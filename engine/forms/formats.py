"""The formats of our JSON Schemas, asserted by ``jsonschema`` on every stored value."""

import re
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from engine.forms.fields.mobile import is_mobile
from engine.forms.fields.national_id import is_national_id
from engine.forms.numbers import is_decimal

FORMAT_CHECKER = FormatChecker(("email", "time", "date-time"))
_REFERENCE = re.compile(r"[A-Za-z0-9_-]{32,64}", re.ASCII)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@FORMAT_CHECKER.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return _ISO_DATE.fullmatch(value) is not None and bool(date.fromisoformat(value))


@FORMAT_CHECKER.checks("decimal")
def _is_decimal(value: object) -> bool:
    return not isinstance(value, str) or is_decimal(value)


@FORMAT_CHECKER.checks("file-ref")
def _is_file_reference(value: object) -> bool:
    return not isinstance(value, str) or _REFERENCE.fullmatch(value) is not None


@FORMAT_CHECKER.checks("ir-national-id")
def _is_national_id(value: object) -> bool:
    return not isinstance(value, str) or is_national_id(value)


@FORMAT_CHECKER.checks("ir-mobile")
def _is_mobile(value: object) -> bool:
    return not isinstance(value, str) or is_mobile(value)


def schema_validator(schema: Any) -> Draft202012Validator:
    """A validator of JSON Schema 2020-12 that asserts our formats."""
    return Draft202012Validator(dict(schema), format_checker=FORMAT_CHECKER)

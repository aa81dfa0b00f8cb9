"""JSON Schema 2020-12 with our formats, asserted on every stored value.

``jsonschema-rs`` answers whether data fit, in a twentieth of the time; why they do not, ``jsonschema``
says, whose errors our messages are made of. Both ask the same format checks.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from referencing import Registry

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


def _refuse(address: str) -> Any:
    raise ValueError(f"{address}: a schema may refer only to its own parts")


class SchemaJudge:
    """Judges data by one schema. Raises ValueError for a schema that is none."""

    __slots__ = ("_quick", "_thorough")

    def __init__(self, schema: Mapping[str, Any]) -> None:
        formats: dict[str, Callable[..., bool]] = {
            name: partial(FORMAT_CHECKER.conforms, format=name) for name in FORMAT_CHECKER.checkers
        }
        self._quick = jsonschema_rs.Draft202012Validator(
            dict(schema), validate_formats=True, formats=formats, retriever=_refuse
        )
        self._thorough = Draft202012Validator(
            dict(schema), format_checker=FORMAT_CHECKER, registry=Registry()
        )

    def errors(self, data: dict[str, Any]) -> Iterable[ValidationError]:
        """What does not fit; nothing for data that do."""
        return () if self._quick.is_valid(data) else self._thorough.iter_errors(data)

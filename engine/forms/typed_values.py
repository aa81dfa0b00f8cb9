"""Stored neutral values ↔ FEEL values, by the JSON Schema of the field (FEEL numbers are Decimal)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.forms.form_definition import FormDefinition
from engine.forms.numbers import is_decimal, neutral_decimal

_NEUTRAL = frozenset({str, int, bool, type(None)})
_BY_FORMAT: dict[str, Callable[[str], Any]] = {
    "decimal": lambda text: Decimal(text) if is_decimal(text) else None,
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
    "time": time.fromisoformat,
}


def typed(form: FormDefinition, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a form as FEEL values; every field of the form is there, unanswered ones as None.

    Files stay references, plates contexts of strings.
    """
    properties = form.schema["properties"]
    return {name: typed_value(data.get(name), fragment) for name, fragment in properties.items()}


def typed_value(value: Any, schema: Mapping[str, Any]) -> Any:
    """One neutral value as FEEL value; what does not fit its schema is None, as FEEL has it."""
    if value is None or isinstance(value, bool) or (type(value) is str and "format" not in schema):
        return value
    if isinstance(value, list):
        return [typed_value(item, schema.get("items", {})) for item in value]
    if isinstance(value, dict):
        return _typed_context(value, schema)
    if isinstance(value, int | float):
        number = Decimal(str(value))
        return number if number.is_finite() else None
    convert = _BY_FORMAT.get(schema.get("format", ""))
    if convert is None or not isinstance(value, str):
        return value
    try:
        return convert(value)
    except ValueError:
        return None


def _typed_context(value: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties", {})
    return {name: typed_value(value.get(name), fragment) for name, fragment in properties.items()}


def neutral_value(value: Any, schema: Mapping[str, Any]) -> Any:
    """A FEEL value as it is stored in a field of this schema."""
    if type(value) in _NEUTRAL:
        return value
    if isinstance(value, Decimal):
        if schema.get("type") == "integer":
            return int(value) if value == value.to_integral_value() else neutral_decimal(value)
        return neutral_decimal(value)
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [neutral_value(item, schema.get("items", {})) for item in value]
    if isinstance(value, Mapping):
        properties = schema.get("properties", {})
        return {name: neutral_value(item, properties.get(name, {})) for name, item in value.items()}
    return value

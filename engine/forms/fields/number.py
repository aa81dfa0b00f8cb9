"""Numbers: whole (stored as JSON integer) and decimal (stored as decimal text)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Raw, as_text
from engine.forms.numbers import format_number, localise_digits, neutral_decimal, parse_decimal

LARGEST_INTEGER = 2**53 - 1


class DecimalField(FieldType):
    name = "decimal"
    schemas = ({"type": "string", "format": "decimal"},)

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        return neutral_decimal(read_number(raw))

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return localise_digits(neutral_decimal(Decimal(str(value))), use.locale)

    def format(self, value: Any, use: FieldUse) -> str:
        return format_number(str(value), use.locale)

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {"type": "text", "inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}


class IntegerField(DecimalField):
    name = "integer"
    schemas = ({"type": "integer"},)

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        number = read_number(raw)
        if number != number.to_integral_value():
            raise InvalidValue("number-whole")
        if abs(number) > LARGEST_INTEGER:
            raise InvalidValue("number-size")
        within_bounds(int(number), use.field.schema)
        return int(number)

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {**super().attributes(use), "inputmode": "numeric"}


def read_number(raw: Raw) -> Decimal:
    """The number of a raw answer. Raises InvalidValue."""
    try:
        return parse_decimal(as_text(raw))
    except ValueError:
        raise InvalidValue("number-form") from None


def within_bounds(number: int, schema: Mapping[str, Any]) -> None:
    """Raises InvalidValue when the schema's bounds exclude the number."""
    if "minimum" in schema and number < schema["minimum"]:
        raise InvalidValue("number-minimum", limit=schema["minimum"])
    if "maximum" in schema and number > schema["maximum"]:
        raise InvalidValue("number-maximum", limit=schema["maximum"])

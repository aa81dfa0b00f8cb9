"""A value that the form's own rule computes; shown, never typed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from engine.forms.calendars import format_date
from engine.forms.fields.field_type import FieldType, FieldUse, Posted, Raw
from engine.forms.form_definition import FieldDefinition
from engine.forms.numbers import format_number, localise_digits


class ComputedField(FieldType):
    """Also any other read-only field without a widget of its own."""

    name = "computed"
    template = "engine/forms/fields/output.html"

    def problems(self, field: FieldDefinition) -> Iterator[str]:
        if not field.read_only:
            yield "a computed field must be readOnly in the schema"

    def read(self, posted: Posted, name: str, use: FieldUse, before: Raw) -> Raw:
        return None

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        return None

    def format(self, value: Any, use: FieldUse) -> str:
        schema = use.field.schema
        if isinstance(value, bool):
            return use.option_text(value)
        if schema.get("format") == "date":
            return format_date(date.fromisoformat(value), use.context.calendar, use.locale)
        if schema.get("format") == "decimal" or isinstance(value, int | Decimal):
            return format_number(value, use.locale)
        if use.field.options:
            return localise_digits(use.option_text(value), use.locale)
        return localise_digits(str(value), use.locale)

"""A date, typed in the Jalali or Gregorian calendar, stored ISO Gregorian."""

from datetime import date
from typing import Any

from engine.forms.calendars import UnreadableDate, edit_date, format_date, parse_date
from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Raw, as_text
from engine.forms.fields.text import autocomplete


class DateField(FieldType):
    name = "date"
    schemas = ({"type": "string", "format": "date"},)

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        try:
            return parse_date(as_text(raw)).isoformat()
        except UnreadableDate as unreadable:
            example = edit_date(use.context.now.date(), use.context.calendar, use.locale)
            raise InvalidValue(unreadable.code, example=example) from None

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return edit_date(date.fromisoformat(value), use.context.calendar, use.locale)

    def format(self, value: Any, use: FieldUse) -> str:
        return format_date(date.fromisoformat(value), use.context.calendar, use.locale)

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {
            "type": "text",
            "inputmode": "numeric",
            "dir": "ltr",
            "data-calendar": use.context.calendar,
            "autocomplete": "off",
            **autocomplete(use),
        }

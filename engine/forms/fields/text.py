"""Text on one line: names, titles, codes."""

from typing import Any

from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Raw, as_text
from engine.forms.normalise import clean_line
from engine.forms.numbers import localise_digits


class TextField(FieldType):
    name = "text"

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        return within_length(clean_line(as_text(raw)), use)

    def format(self, value: Any, use: FieldUse) -> str:
        if use.field.settings.get("direction") == "ltr":
            return str(value)
        return localise_digits(str(value), use.locale)

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {"type": "text", **direction(use), **autocomplete(use)}


def within_length(text: str, use: FieldUse) -> str | None:
    """The text if the schema allows its length; None when empty. Raises InvalidValue."""
    limit = use.field.schema.get("maxLength")
    if limit is not None and len(text) > limit:
        raise InvalidValue("too-long", limit=limit, length=len(text))
    return text or None


def direction(use: FieldUse) -> dict[str, str]:
    """The ``dir`` attribute the form asks for."""
    asked = use.field.settings.get("direction")
    return {"dir": asked} if asked else {}


def autocomplete(use: FieldUse) -> dict[str, str]:
    """The ``autocomplete`` attribute the form asks for (WCAG 1.3.5)."""
    asked = use.field.settings.get("autocomplete")
    return {"autocomplete": asked} if asked else {}

"""One of several: as radios or as a drop-down list."""

from collections.abc import Iterator
from typing import Any

from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Raw, as_text
from engine.forms.form_definition import FieldDefinition
from engine.forms.normalise import clean_line
from engine.forms.numbers import localise_digits


class SelectField(FieldType):
    name = "select"
    is_choice = True
    template = "engine/forms/fields/select.html"

    def problems(self, field: FieldDefinition) -> Iterator[str]:
        if not field.options and "optionsFrom" not in field.settings:
            yield f"the widget {self.name} needs an enum or optionsFrom"
        if any(not isinstance(option, str | int) for option in field.options):
            yield "the options of an enum must be texts or whole numbers"

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        asked = clean_line(as_text(raw))
        for value in use.choices():
            if str(value) == asked:
                return value
        raise InvalidValue("choice-unknown")

    def format(self, value: Any, use: FieldUse) -> str:
        return localise_digits(use.option_text(value), use.locale)

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {}

    def details(self, raw: Raw, use: FieldUse, name: str) -> dict[str, Any]:
        chosen = str(raw) if raw is not None else ""
        return {
            "options": [
                {"value": str(value), "text": self.format(value, use), "selected": str(value) == chosen}
                for value in use.choices()
            ]
        }


class RadioField(SelectField):
    name = "radio"
    template = "engine/forms/fields/radio.html"
    grouped = True

"""An agreement, as one checkbox: only "yes" is an answer; stored as true."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Raw
from engine.forms.form_definition import FieldDefinition


class ConsentField(FieldType):
    name = "consent"
    is_choice = True
    template = "engine/forms/fields/consent.html"

    def problems(self, field: FieldDefinition) -> Iterator[str]:
        if field.schema.get("const") is not True:
            yield "the widget consent needs a schema with const: true"

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        if raw != "true":
            raise InvalidValue("consent-needed")
        return True

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return "true" if value else ""

    def format(self, value: Any, use: FieldUse) -> str:
        return _("I agree") if value else _("I do not agree")

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {"type": "checkbox", "value": "true"}

    def details(self, raw: Raw, use: FieldUse, name: str) -> dict[str, Any]:
        return {"checked": raw == "true"}

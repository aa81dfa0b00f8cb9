"""Yes or no, as two radios; stored as a boolean."""

from typing import Any

from django.utils.translation import gettext as _

from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Raw


class YesNoField(FieldType):
    name = "yesno"
    is_choice = True
    template = "engine/forms/fields/radio.html"
    grouped = True
    schemas = ({"type": "boolean"},)

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        if raw not in ("true", "false"):
            raise InvalidValue("choice-unknown")
        return raw == "true"

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return "true" if value else "false"

    def format(self, value: Any, use: FieldUse) -> str:
        own = use.form.text(
            f"option.{use.field.path.replace('[]', '')}.{self.raw(value, use)}", use.locale, ""
        )
        return own or (_("Yes") if value else _("No"))

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {}

    def details(self, raw: Raw, use: FieldUse, name: str) -> dict[str, Any]:
        return {
            "inline": True,
            "options": [
                {"value": text, "text": self.format(text == "true", use), "selected": raw == text}
                for text in ("true", "false")
            ],
        }

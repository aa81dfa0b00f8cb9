"""Text of several lines: reasons, descriptions."""

from typing import Any

from engine.forms.fields.field_type import FieldUse, Raw, as_text
from engine.forms.fields.text import TextField, autocomplete, direction, within_length
from engine.forms.normalise import clean_lines


class LongTextField(TextField):
    name = "longtext"
    template = "engine/forms/fields/textarea.html"

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        return within_length(clean_lines(as_text(raw)), use)

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {"rows": str(use.field.settings.get("rows", 5)), **direction(use), **autocomplete(use)}

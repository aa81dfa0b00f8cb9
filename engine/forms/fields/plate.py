"""The plate of a car in Iran: two digits, a letter, three digits, the two digits of the region.

Stored as an object ``{two_digits, letter, three_digits, region}``. A whole plate pasted into the
first box is understood.
"""

import re
from collections.abc import Iterator
from typing import Any

from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Posted, Raw
from engine.forms.form_definition import FieldDefinition
from engine.forms.normalise import clean_code
from engine.forms.numbers import localise_digits

PARTS = ("two_digits", "letter", "three_digits", "region")
LETTERS = (
    "الف", "ب", "پ", "ت", "ث", "ج", "د", "ز", "ژ", "س", "ش", "ص",
    "ط", "ع", "ف", "ق", "ک", "گ", "ل", "م", "ن", "و", "ه", "ی", "D", "S",
)  # fmt: skip
_RULES = {
    "two_digits": re.compile("[1-9][0-9]", re.ASCII),
    "three_digits": re.compile("[1-9][0-9]{2}", re.ASCII),
    "region": re.compile("[1-9][0-9]", re.ASCII),
}
_WHOLE = re.compile(r"([0-9]{2})([^\W\d]+?)([0-9]{3})(?:ایران|iran|ir|/|\||,|،)*([0-9]{2})", re.IGNORECASE)
_LETTER_VARIANTS = {"ا": "الف", "آ": "الف", "أ": "الف", "إ": "الف", "ة": "ه", "ۀ": "ه", "d": "D", "s": "S"}
_LEFT_TO_RIGHT, _ISOLATE, _END = "\u200e", "\u2066", "\u2069"


class PlateField(FieldType):
    name = "plate"
    is_code = True
    template = "engine/forms/fields/plate.html"
    grouped = True
    schemas = ({"type": "object"},)

    def problems(self, field: FieldDefinition) -> Iterator[str]:
        yield from super().problems(field)
        if set(field.schema.get("properties", {})) != set(PARTS):
            yield f"the schema of a plate has exactly the properties {', '.join(PARTS)}"

    def read(self, posted: Posted, name: str, use: FieldUse, before: Raw) -> Raw:
        return {part: (list(posted.texts(f"{name}-{part}")) or [""])[-1] for part in PARTS}

    def is_blank(self, raw: Raw) -> bool:
        return not isinstance(raw, dict) or not any(str(part).strip() for part in raw.values())

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        typed = {part: clean_code(str(raw.get(part) or "")) for part in PARTS}
        if whole := _WHOLE.fullmatch("".join(typed.values())):
            typed = dict(zip(PARTS, whole.groups(), strict=True))
        typed["letter"] = _LETTER_VARIANTS.get(typed["letter"], typed["letter"])
        wrong = [part for part, rule in _RULES.items() if not rule.fullmatch(typed[part])]
        if typed["letter"] not in LETTERS:
            wrong.append("letter")
        if wrong:
            raise InvalidValue("plate-form", parts=sorted(wrong, key=PARTS.index))
        return typed

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return {part: localise_digits(value[part], use.locale) for part in PARTS}

    def format(self, value: Any, use: FieldUse) -> str:
        """Left to right as on the car, whatever the direction of the page."""
        region = "ایران" if use.locale == "fa" else "Iran"
        text = (
            f"{value['two_digits']} {value['letter']}{_LEFT_TO_RIGHT} {value['three_digits']} "
            f"{region}{_LEFT_TO_RIGHT} {value['region']}"
        )
        return f"{_ISOLATE}{localise_digits(text, use.locale)}{_END}"

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {"type": "text", "dir": "ltr", "autocomplete": "off"}

    def details(self, raw: Raw, use: FieldUse, name: str) -> dict[str, Any]:
        values = raw if isinstance(raw, dict) else {}
        return {
            "parts": {part: {"name": f"{name}-{part}", "value": values.get(part, "")} for part in PARTS},
            "letters": LETTERS,
        }

"""The national id of Iran: ten digits, the last a check digit."""

from typing import Any

from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Raw, as_text
from engine.forms.normalise import clean_code
from engine.forms.numbers import localise_digits


class NationalIdField(FieldType):
    name = "national_id"
    is_code = True
    schemas = ({"type": "string", "format": "ir-national-id"},)

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        code = clean_code(as_text(raw)).replace("/", "").replace(".", "")
        if not (code.isascii() and code.isdigit() and len(code) == 10):
            raise InvalidValue("national-id-form")
        if not is_national_id(code):
            raise InvalidValue("national-id-check")
        return code

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return localise_digits(str(value), use.locale)

    def format(self, value: Any, use: FieldUse) -> str:
        return localise_digits(str(value), use.locale)

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {"type": "text", "inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "size": "12"}


def is_national_id(code: object) -> bool:
    """Ten digits, not all the same, with the right check digit (weights 10 to 2, modulo 11)."""
    if not (isinstance(code, str) and len(code) == 10 and code.isascii() and code.isdigit()):
        return False
    if len(set(code)) == 1:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(code, range(10, 1, -1), strict=False)) % 11
    return int(code[9]) == (rest if rest < 2 else 11 - rest)

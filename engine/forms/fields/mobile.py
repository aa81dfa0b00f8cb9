"""A mobile phone number of Iran; stored as ``09123456789``."""

import re
from typing import Any

from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Raw, as_text
from engine.forms.normalise import clean_code
from engine.forms.numbers import localise_digits

_TYPED = re.compile(r"(?:\+98|0098|98|0)?(9[0-9]{9})", re.ASCII)
_STORED = re.compile(r"09[0-9]{9}", re.ASCII)


class MobileField(FieldType):
    name = "mobile"
    is_code = True
    schemas = ({"type": "string", "format": "ir-mobile"},)

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        match = _TYPED.fullmatch(re.sub(r"[().]", "", clean_code(as_text(raw))))
        if not match:
            raise InvalidValue("mobile-form")
        return "0" + match[1]

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return localise_digits(str(value), use.locale)

    def format(self, value: Any, use: FieldUse) -> str:
        return localise_digits(str(value), use.locale)

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {"type": "tel", "inputmode": "tel", "dir": "ltr", "autocomplete": "tel"}


def is_mobile(text: object) -> bool:
    """Whether a stored value is a mobile number."""
    return isinstance(text, str) and _STORED.fullmatch(text) is not None

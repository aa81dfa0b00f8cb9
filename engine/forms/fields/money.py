"""An amount in rial, stored as decimal text; beside it the toman amount in words."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from engine.forms.amount_words import toman_in_words
from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldUse, Raw, as_text
from engine.forms.fields.number import DecimalField, read_number
from engine.forms.normalise import clean_line
from engine.forms.numbers import format_number, localise_digits, neutral_decimal

_UNIT = re.compile(r"(?P<amount>.*?)[ ]*(?P<unit>ریال|تومان|rials?|tomans?|IRR)?", re.IGNORECASE)
_LARGEST = Decimal(10) ** 15


class MoneyField(DecimalField):
    name = "money"
    template = "engine/forms/fields/money.html"

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        amount = _rial(clean_line(as_text(raw)))
        if amount != amount.to_integral_value():
            raise InvalidValue("money-whole")
        if amount < 0:
            raise InvalidValue("money-negative")
        if amount >= _LARGEST:
            raise InvalidValue("number-size")
        return neutral_decimal(amount)

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return format_number(str(value), use.locale)

    def format(self, value: Any, use: FieldUse) -> str:
        return _("%(amount)s rial") % {"amount": format_number(str(value), use.locale)}

    def aside(self, value: Any, use: FieldUse) -> str:
        return toman_in_words(Decimal(str(value)), use.locale)

    def attributes(self, use: FieldUse) -> dict[str, str]:
        return {**super().attributes(use), "inputmode": "numeric", "data-money": "IRR"}

    def details(self, raw: Raw, use: FieldUse, name: str) -> dict[str, Any]:
        text = as_text(raw)
        try:
            words = self.aside(self.parse(text, use), use) if text.strip() else ""
        except InvalidValue:
            words = ""
        return {"value": localise_digits(text, use.locale), "words": words}


def _rial(text: str) -> Decimal:
    """``۵۰۰۰ تومان`` is 50,000 rial; without a unit the amount is rial."""
    match = _UNIT.fullmatch(text)
    amount, unit = (match["amount"], match["unit"] or "") if match else (text, "")
    number = read_number(amount)
    return number * 10 if unit.casefold() in ("تومان", "toman", "tomans") else number

"""Form fields that read what an Iranian office types: digits of three scripts, days of both calendars, rials."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.formatting import day, digits, latin_digits, number, parse_day

_SEPARATORS = re.compile(r"[\s,٬،]")


class DayField(forms.Field):
    """A day typed as year/month/day in either calendar; shown in the reader's."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Enter a day that exists as year/month/day, such as 1404/08/30 or 2025-11-21.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"class": "input input--date", "dir": "ltr", "autocomplete": "off"})

    def to_python(self, value: object) -> date | None:
        if isinstance(value, date) or value in self.empty_values:
            return value or None  # type: ignore[return-value]
        found = parse_day(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def prepare_value(self, value: object) -> object:
        return day(value, "short") if isinstance(value, date) else value

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class WholeNumberField(forms.IntegerField):
    """A whole number in digits of any script."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Enter a whole number."),
        "min_value": _("Enter a number that is not below %(limit_value)s."),
        "max_value": _("Enter a number that is not above %(limit_value)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"class": "input input--short", "dir": "ltr", "inputmode": "numeric"})

    def to_python(self, value: object) -> int | None:
        text = _SEPARATORS.sub("", latin_digits(str(value))) if value not in self.empty_values else value
        return super().to_python(text)

    def prepare_value(self, value: object) -> object:
        return digits(value)


class AmountField(WholeNumberField):
    """An amount in rials, typed with or without separators; a Decimal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 10**15, **kwargs})
        self.widget.attrs["class"] = "input input--medium"

    def clean(self, value: object) -> Any:
        amount = super().clean(value)
        return None if amount is None else Decimal(amount)

    def prepare_value(self, value: object) -> object:
        return number(value) if isinstance(value, int | Decimal) else value


class AmountListField(forms.CharField):
    """Amounts in rials, one a line; a list of their texts, ascending, each once."""

    widget = forms.Textarea
    default_error_messages = {
        "amount": _("“%(line)s” is no amount in whole rials. Write one amount on each line.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"class": "input input--medium", "dir": "ltr", "rows": 4})

    def clean(self, value: object) -> list[str]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        return [str(amount) for amount in sorted({self._amount(line) for line in lines})]

    def prepare_value(self, value: object) -> object:
        return "\n".join(number(item) for item in value) if isinstance(value, list) else value

    def _amount(self, line: str) -> int:
        text = _SEPARATORS.sub("", latin_digits(line))
        if not text.isdecimal() or not 0 < int(text) <= 10**15:
            raise ValidationError(self.error_messages["amount"], code="amount", params={"line": line.strip()})
        return int(text)


def start_of(chosen: date) -> datetime:
    """The first moment of a day in the office's time zone."""
    return timezone.make_aware(datetime.combine(chosen, time.min))

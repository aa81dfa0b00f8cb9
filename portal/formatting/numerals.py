"""Digits of the language, and numbers in groups of three."""

from decimal import Decimal

from portal.formatting.reader import language

PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ARABIC = "٠١٢٣٤٥٦٧٨٩"
_TO_PERSIAN = str.maketrans("0123456789", PERSIAN)
_TO_LATIN = str.maketrans(PERSIAN + ARABIC, "0123456789" * 2)


def digits(value: object) -> str:
    """The text with the digits of the reader's language."""
    text = "" if value is None else str(value)
    return text.translate(_TO_PERSIAN) if language() == "fa" else text


def latin_digits(text: str) -> str:
    """The text with Latin digits, whatever script they were typed in."""
    return text.translate(_TO_LATIN)


def number(value: object) -> str:
    """A number in groups of three: ``۴٬۵۰۰٬۰۰۰`` or ``4,500,000``; decimals kept as they are."""
    if value is None or value == "":
        return ""
    text = format(Decimal(str(value)), ",f")
    if language() == "fa":
        text = text.replace(",", "٬").replace(".", "٫")
    return digits(text)

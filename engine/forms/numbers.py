"""Numbers as people type and read them; stored as plain decimal text."""

import re
from decimal import Decimal, InvalidOperation

from engine.forms.normalise import clean_line, persian_digits

_MINUS = str.maketrans("−–", "--")
_NUMBER = re.compile(r"[+-]?[0-9]{1,28}(\.[0-9]{1,10})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([,٬،'’ ][0-9]{3})+(\.[0-9]+)?", re.ASCII)


def parse_decimal(text: str) -> Decimal:
    """``۱٬۲۳۴٫۵``, ``1,234.5`` and ``1 234.5`` are all Decimal 1234.5.

    Raises ValueError when the text is no number, or when a comma could mean two things (``1,5``).
    """
    plain = clean_line(text).translate(_MINUS).replace("٫", ".").replace("\u200c", "")
    if _GROUPED.fullmatch(plain):
        plain = re.sub("[,٬،'’ ]", "", plain)
    if not _NUMBER.fullmatch(plain):
        raise ValueError(text)
    return Decimal(plain)


def neutral_decimal(number: Decimal) -> str:
    """The shortest plain text of a number: ``100``, ``0.5``; never an exponent."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def is_decimal(text: object) -> bool:
    """Whether a stored value is decimal text."""
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        return False
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def format_number(number: Decimal | int | str, locale: str) -> str:
    """With thousands separators and in the digits of the language."""
    text = f"{Decimal(neutral_decimal(Decimal(number))):,f}"
    if locale == "fa":
        return persian_digits(text).replace(",", "٬").replace(".", "٫")
    return text


def localise_digits(text: str, locale: str) -> str:
    """Text with the digits of the language."""
    return persian_digits(text) if locale == "fa" else text

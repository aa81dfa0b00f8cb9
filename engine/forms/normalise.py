"""Typed text made neutral: Latin digits, Persian letters, no direction marks, no odd spaces.

People paste from Word, Excel and messengers; what they mean is clear, so it is understood.
"""

import unicodedata

ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
LATIN_DIGITS = "0123456789"

_TO_LATIN = str.maketrans(PERSIAN_DIGITS + ARABIC_DIGITS, LATIN_DIGITS * 2)
_TO_PERSIAN = str.maketrans(LATIN_DIGITS, PERSIAN_DIGITS)
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": None})
_MARKS = dict.fromkeys(
    [0x00AD, 0x061C, 0x200B, 0x200D, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
_HALF_SPACE = "\u200c"


def latin_digits(text: str) -> str:
    """Persian and Arabic digits as Latin ones; all other characters as they were."""
    return text.translate(_TO_LATIN)


def persian_digits(text: str) -> str:
    """Latin digits as Persian ones."""
    return text.translate(_TO_PERSIAN)


def clean_line(text: str) -> str:
    """One line: digits and letters neutral, marks gone, every run of white space one space."""
    return " ".join(_clean(text).split()).strip(_HALF_SPACE + " ")


def clean_lines(text: str) -> str:
    """Several lines: as ``clean_line``, but line breaks stay (at most one empty line in a row)."""
    lines = [clean_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip("\n")


def clean_code(text: str) -> str:
    """A code or number: as ``clean_line``, without any space, half-space or dash."""
    return "".join(char for char in clean_line(text) if char not in " -‐‑‒–—_" + _HALF_SPACE)


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(_MARKS)
    text = latin_digits(text.translate(_LETTERS))
    return "".join(
        char for char in text if char in "\t\n " or unicodedata.category(char) not in ("Cc", "Cs", "Co")
    )

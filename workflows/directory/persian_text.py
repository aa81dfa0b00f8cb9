"""Persian text as people type it: digits of three scripts, Arabic letter forms, half-spaces.

Search keys drop all spaces inside a field, so that علی‌زاده, علی زاده and علیزاده find each other.
"""

import unicodedata

_DIGITS = {ord(digit): str(index % 10) for index, digit in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
_LETTERS = {
    ord("ي"): "ی", ord("ى"): "ی", ord("ئ"): "ی",
    ord("ك"): "ک",
    ord("ة"): "ه", ord("ۀ"): "ه",
    ord("أ"): "ا", ord("إ"): "ا", ord("آ"): "ا", ord("ٱ"): "ا",
    ord("ؤ"): "و",
    ord("\u00a0"): " ", ord("\u200c"): None,
    ord("\u200d"): None, ord("\u200e"): None, ord("\u200f"): None, ord("ـ"): None,
}  # fmt: skip
_MARKS = {code: None for code in range(0x064B, 0x0653)}
_FOLDING: dict[int, str | None] = {**_DIGITS, **_LETTERS, **_MARKS}


def latin_digits(text: str) -> str:
    """``۱۲٣`` → ``123``; everything else stays."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """The form in which two spellings of one Persian word are equal; never for display."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FOLDING).casefold().split())


def search_key(*fields: str) -> str:
    """What ``search_tokens`` are looked for in: the folded fields without spaces and hyphens."""
    return "|".join("".join(_tokens(field)) for field in fields)


def search_tokens(query: str) -> list[str]:
    """The parts of a query; each must occur in the search key."""
    return _tokens(query)


def _tokens(text: str) -> list[str]:
    return fold(text.replace("-", " ")).split()

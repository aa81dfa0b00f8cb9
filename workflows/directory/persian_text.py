"""Persian text as people type it: digits of three scripts, Arabic letter forms, half-spaces."""

_DIGITS = {ord(digit): str(index % 10) for index, digit in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
_LETTERS = {
    ord("ي"): "ی", ord("ى"): "ی", ord("ئ"): "ی",
    ord("ك"): "ک",
    ord("ة"): "ه", ord("ۀ"): "ه",
    ord("أ"): "ا", ord("إ"): "ا", ord("آ"): "ا", ord("ٱ"): "ا",
    ord("ؤ"): "و",
    ord("\u200c"): " ", ord("\u00a0"): " ",
    ord("\u200d"): None, ord("\u200e"): None, ord("\u200f"): None, ord("ـ"): None,
}  # fmt: skip
_MARKS = {code: None for code in range(0x064B, 0x0653)}
_FOLDING: dict[int, str | None] = {**_DIGITS, **_LETTERS, **_MARKS}


def latin_digits(text: str) -> str:
    """``۱۲٣`` → ``123``; everything else stays."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """The form in which two spellings of one Persian word are equal; for search keys, never for display."""
    return " ".join(text.translate(_FOLDING).casefold().split())

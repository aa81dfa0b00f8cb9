"""Sets of characters: \\d, \\p{L}, [a-z-[aeiou]] (XML Schema part 2, appendix F)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

CharTest = Callable[[str], bool]


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


def _is_name_start(char: str) -> bool:
    return char in "_:" or unicodedata.category(char)[0] == "L" or unicodedata.category(char) == "Nl"


def _is_name_part(char: str) -> bool:
    return _is_name_start(char) or char in "-.·" or unicodedata.category(char) in ("Nd", "Mn", "Mc", "Lm")


_ESCAPES: dict[str, CharTest] = {
    "d": lambda char: unicodedata.category(char) == "Nd",
    "s": lambda char: char in " \t\n\r",
    "w": _is_word,
    "i": _is_name_start,
    "c": _is_name_part,
}
_SINGLE = {"n": "\n", "r": "\r", "t": "\t"}
_LITERAL = frozenset("\\|.-^?*+{}()[]$/\"'")


def is_exactly(wanted: str) -> CharTest:
    return lambda char: char == wanted


def negate(test: CharTest) -> CharTest:
    return lambda char: not test(char)


def any_of(tests: list[CharTest]) -> CharTest:
    return lambda char: any(test(char) for test in tests)


def ignore_case(test: CharTest) -> CharTest:
    """The test for either case of a character."""
    return lambda char: test(char) or test(char.lower()[:1]) or test(char.upper()[:1])


def escape_class(letter: str) -> CharTest | None:
    """The class of \\d, \\W and their like."""
    test = _ESCAPES.get(letter.lower())
    return None if test is None else negate(test) if letter.isupper() else test


def escape_char(letter: str) -> str:
    """The character that an escape stands for; ValueError for back references and unknown escapes."""
    if letter in _SINGLE:
        return _SINGLE[letter]
    if letter not in _LITERAL:
        raise ValueError(f"unknown escape \\{letter}")
    return letter


def property_class(name: str, *, is_negated: bool) -> CharTest:
    """\\p{L}, \\p{Lu}; blocks as \\p{IsArabic} by the Unicode name of the character."""
    if name.startswith("Is") and len(name) > 2:
        block = name[2:].upper()
        test: CharTest = lambda char: unicodedata.name(char, "").startswith(block)  # noqa: E731
    elif 1 <= len(name) <= 2 and name[0] in "LMNPZSC":
        test = lambda char: unicodedata.category(char).startswith(name)  # noqa: E731
    else:
        raise ValueError(f"unknown property {name[:20]}")
    return negate(test) if is_negated else test


def span(first: str, last: str) -> CharTest:
    if first > last:
        raise ValueError("range of characters in the wrong order")
    return lambda char: first <= char <= last

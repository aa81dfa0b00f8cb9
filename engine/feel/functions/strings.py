"""Functions of strings (DMN 1.5, 10.3.4.3); those with patterns are in ``regular_expressions``."""

from __future__ import annotations

from decimal import Decimal

from engine.errors import FeelError
from engine.feel.functions.registry import builtin
from engine.feel.limits import MAX_STRING
from engine.feel.numbers import to_int
from engine.feel.types import Value


@builtin("string length", "string: string")
def string_length(string: str) -> Decimal:
    return Decimal(len(string))


@builtin("upper case", "string: string")
def upper_case(string: str) -> str:
    return string.upper()


@builtin("lower case", "string: string")
def lower_case(string: str) -> str:
    return string.lower()


@builtin("trim", "string: string")
def trim(string: str) -> str:
    return string.strip()


@builtin("substring", "string: string, start position: number, length?: number|null")
def substring(string: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """Counted in characters from 1, or from -1 backwards."""
    place, count = to_int(start), len(string) if length is None else to_int(length)
    if place == 0 or abs(place) > len(string) or count < 1:
        return None
    first = place - 1 if place > 0 else len(string) + place
    return string[first : first + count]


@builtin("substring before", "string: string, match: string")
def substring_before(string: str, match: str) -> str:
    return string.partition(match)[0] if match and match in string else ""


@builtin("substring after", "string: string, match: string")
def substring_after(string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@builtin("contains", "string: string, match: string")
def contains(string: str, match: str) -> bool:
    return match in string


@builtin("starts with", "string: string, match: string")
def starts_with(string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with", "string: string, match: string")
def ends_with(string: str, match: str) -> bool:
    return string.endswith(match)


@builtin("string join", "list: list, delimiter?: string|null, prefix?: string|null, suffix?: string|null")
def string_join(
    items: list[Value], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> str | None:
    """Null items are left out; anything else that is no string makes the result null."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        return None
    length = sum(map(len, texts)) + len(delimiter or "") * len(texts)
    if length > MAX_STRING:
        raise FeelError("a string is too long", reason_code="too-large", limit=MAX_STRING)
    return (prefix or "") + (delimiter or "").join(texts) + (suffix or "")

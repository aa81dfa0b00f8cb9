"""The functions a letter template may call besides those of FEEL, in the language of the letter."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from engine.documents import formatting
from engine.documents.number_words import money_in_words, number_in_words
from engine.feel import Value
from engine.feel.functions.registry import Builtin, read_signature

_DATE, _NUMBER = "date: date|moment", "number: number"


def _jalali(value: date, language: str) -> str:
    return formatting.jalali(value, language)


def _code(text: str | Decimal, language: str) -> str:
    return formatting.grouped_code(str(text), language)


def _persian_digits(value: Value, _language: str) -> str:
    return formatting.persian_digits(formatting.display(value, "en"))


def _left_to_right(value: Value, language: str) -> str:
    return formatting.isolated(formatting.display(value, language))


_FUNCTIONS: Final[dict[str, tuple[Callable[..., str], str]]] = {
    "jalali": (_jalali, _DATE),
    "long jalali": (formatting.long_jalali, _DATE),
    "money": (formatting.money, _NUMBER),
    "grouped": (formatting.grouped, _NUMBER),
    "money in words": (money_in_words, _NUMBER),
    "number in words": (number_in_words, _NUMBER),
    "persian digits": (_persian_digits, "value: any"),
    "grouped code": (_code, "code: string|number"),
    "left to right": (_left_to_right, "value: any"),
}
"""Name → (function of value and language, FEEL signature)."""

FUNCTION_NAMES: Final = frozenset(_FUNCTIONS)


@lru_cache(maxsize=8)
def functions_of(language: str) -> dict[str, Value]:
    """FEEL functions by name; they give null for a value they cannot write."""
    return {
        name: _bound(name, function, signature, language)
        for name, (function, signature) in _FUNCTIONS.items()
    }


def _bound(name: str, function: Callable[..., str], signature: str, language: str) -> Builtin:
    def call(value: Value) -> Value:
        return None if value is None else function(value, language)

    return Builtin(name, call, (read_signature(signature),), needs_run=False)

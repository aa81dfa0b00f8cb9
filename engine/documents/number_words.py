"""Amounts in words, as a bank wants them beside the digits: «دو میلیارد و پانصد هزار»."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from engine.documents.formatting import currency

_words = str.split
_FA_BELOW_TWENTY: Final = _words(
    "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده"
)
_FA_TENS: Final = _words(". . بیست سی چهل پنجاه شصت هفتاد هشتاد نود")
_FA_HUNDREDS: Final = _words(". صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد")
_FA_SCALES: Final = ("", "هزار", "میلیون", "میلیارد", "تریلیون", "کوادریلیون")
_EN_BELOW_TWENTY: Final = _words(
    "zero one two three four five six seven eight nine "
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_EN_TENS: Final = _words(". . twenty thirty forty fifty sixty seventy eighty ninety")
_EN_SCALES: Final = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_LIMIT: Final = 10 ** (3 * len(_FA_SCALES))


def money_in_words(amount: Decimal | int, language: str) -> str:
    """A whole amount of rials in words with its currency; ValueError beyond 10^18 or with fractions."""
    return f"{number_in_words(amount, language)} {currency(amount, language)}"


def number_in_words(number: Decimal | int, language: str) -> str:
    """A whole number in Persian ("fa") or English words."""
    whole = int(number)
    if whole != number or abs(whole) >= _LIMIT:
        raise ValueError(f"only whole numbers below {_LIMIT:e} are written in words")
    minus, join = ("منفی ", _join_persian) if language == "fa" else ("minus ", _join_english)
    return (minus if whole < 0 else "") + join(abs(whole))


def _groups(number: int) -> Iterator[tuple[int, int]]:
    """(three digits as a number, index of their scale), greatest first, zeros left out."""
    groups = []
    scale = 0
    while number:
        number, group = divmod(number, 1000)
        groups.append((group, scale))
        scale += 1
    return ((group, scale) for group, scale in reversed(groups) if group)


def _join_persian(number: int) -> str:
    if not number:
        return _FA_BELOW_TWENTY[0]
    parts = []
    for group, scale in _groups(number):
        parts.append(f"{' و '.join(_persian_group(group))} {_FA_SCALES[scale]}".strip())
    return " و ".join(parts)


def _persian_group(group: int) -> Iterator[str]:
    hundreds, rest = divmod(group, 100)
    if hundreds:
        yield _FA_HUNDREDS[hundreds]
    if rest >= 20:
        yield _FA_TENS[rest // 10]
        rest %= 10
    if rest:
        yield _FA_BELOW_TWENTY[rest]


def _join_english(number: int) -> str:
    if not number:
        return _EN_BELOW_TWENTY[0]
    return ", ".join(
        f"{_english_group(group)} {_EN_SCALES[scale]}".strip() for group, scale in _groups(number)
    )


def _english_group(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    parts = [f"{_EN_BELOW_TWENTY[hundreds]} hundred"] if hundreds else []
    if rest:
        parts.append(_english_below_hundred(rest))
    return " and ".join(parts)


def _english_below_hundred(number: int) -> str:
    if number < 20:
        return _EN_BELOW_TWENTY[number]
    tens, ones = divmod(number, 10)
    return _EN_TENS[tens] + (f"-{_EN_BELOW_TWENTY[ones]}" if ones else "")

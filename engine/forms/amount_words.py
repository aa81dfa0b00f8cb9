"""Whole amounts in words (fa, en), and a rial amount in toman, as people speak of money."""

from decimal import Decimal

_FA_ONES = [
    "صفر",
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
]
_FA_TENS = ["-", "-", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
_FA_HUNDREDS = ["-", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]
_FA_SCALES = ("", "هزار", "میلیون", "میلیارد", "تریلیون", "کوادریلیون")
_EN_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
LIMIT = 10**18


def toman_in_words(rial: Decimal, locale: str) -> str:
    """The amount spoken in toman (10 rial); empty for what is not a whole amount from 0 to 10^18."""
    if rial != rial.to_integral_value() or not 0 <= rial < LIMIT:
        return ""
    toman, rest = divmod(int(rial), 10)
    units = ("تومان", "ریال", " و ") if locale == "fa" else ("toman", "rial", " and ")
    parts = [f"{number_in_words(toman, locale)} {units[0]}"] if toman or not rest else []
    parts += [f"{number_in_words(rest, locale)} {units[1]}"] if rest else []
    return units[2].join(parts)


def number_in_words(number: int, locale: str) -> str:
    """A whole number from 0 to 10^18 in words."""
    persian = locale == "fa"
    if number == 0:
        return _FA_ONES[0] if persian else _EN_ONES[0]
    triple, scales = (_persian_triple, _FA_SCALES) if persian else (_english_triple, _EN_SCALES)
    parts, scale = [], 0
    while number:
        number, three = divmod(number, 1000)
        if three:
            words = "" if persian and (three, scale) == (1, 1) else triple(three)
            parts.append(f"{words} {scales[scale]}".strip())
        scale += 1
    return (" و " if persian else " ").join(reversed(parts))


def _persian_triple(three: int) -> str:
    hundreds, rest = divmod(three, 100)
    parts = [_FA_HUNDREDS[hundreds]] if hundreds else []
    if rest >= 20:
        parts.append(_FA_TENS[rest // 10])
        rest %= 10
    if rest:
        parts.append(_FA_ONES[rest])
    return " و ".join(parts)


def _english_triple(three: int) -> str:
    hundreds, rest = divmod(three, 100)
    parts = [f"{_EN_ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        ones = f"-{_EN_ONES[rest % 10]}" if rest % 10 else ""
        parts.append(_EN_TENS[rest // 10] + ones)
    elif rest:
        parts.append(_EN_ONES[rest])
    return " ".join(parts)

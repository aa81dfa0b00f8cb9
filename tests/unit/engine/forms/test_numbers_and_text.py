from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms.amount_words import number_in_words, toman_in_words
from engine.forms.normalise import clean_code, clean_line, clean_lines, persian_digits
from engine.forms.numbers import format_number, neutral_decimal, parse_decimal


@pytest.mark.parametrize(
    ("typed", "neutral"),
    [
        ("علي كريمي", "علی کریمی"),
        ("\u200fعلی\u202c  کریمی\u00a0", "علی کریمی"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200cنیم\u200c", "نیم"),
        ("پلاک ۱۲٣", "پلاک 123"),
        ("a\x00b\x07", "ab"),
    ],
)
def test_typed_text_becomes_neutral(typed: str, neutral: str) -> None:
    assert clean_line(typed) == neutral


def test_lines_stay_lines_with_at_most_one_empty_between() -> None:
    assert clean_lines(" یک \r\n\r\n\r\nدو\u200f") == "یک\n\nدو"


def test_codes_lose_spaces_and_dashes() -> None:
    assert clean_code(" ۰۰۱ – ۲۳ ") == "00123"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1250", "1250"),
        ("۱٬۲۵۰٫۵", "1250.5"),
        ("1,250,000", "1250000"),
        ("1 250 000", "1250000"),
        ("٣٤", "34"),
        ("\u200f۱۲\u200e", "12"),
        ("−5", "-5"),
        ("۱۲۳،۴۵۶", "123456"),
    ],
)
def test_numbers_are_understood_as_people_write_them(typed: str, number: str) -> None:
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "abc", "1,5", "1e5", "NaN", "12.3.4", "1,25,000", "۱۲ هزار", "9" * 40])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_decimal(typed)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_a_shown_number_is_read_back(number: Decimal) -> None:
    for locale in ("fa", "en"):
        assert parse_decimal(format_number(number, locale)) == number
    assert Decimal(neutral_decimal(number)) == number


@pytest.mark.parametrize(
    ("rial", "fa", "en"),
    [
        ("500000000", "پنجاه میلیون تومان", "fifty million toman"),
        ("10000", "هزار تومان", "one thousand toman"),
        (
            "12345",
            "هزار و دویست و سی و چهار تومان و پنج ریال",
            "one thousand two hundred thirty-four toman and five rial",
        ),
        ("7", "هفت ریال", "seven rial"),
        ("0", "صفر تومان", "zero toman"),
        ("10010000000", "یک میلیارد و یک میلیون تومان", "one billion one million toman"),
        ("1.5", "", ""),
        ("-10", "", ""),
    ],
)
def test_a_rial_amount_is_spoken_in_toman(rial: str, fa: str, en: str) -> None:
    assert toman_in_words(Decimal(rial), "fa") == fa
    assert toman_in_words(Decimal(rial), "en") == en


@given(st.integers(0, 10**18 - 1))
def test_every_amount_has_words_without_digits(number: int) -> None:
    for locale in ("fa", "en"):
        words = number_in_words(number, locale)
        assert words and not any(char.isdigit() for char in words) and "  " not in words


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once
    assert clean_line(persian_digits(once)) == once

"""Amounts in words."""

from decimal import Decimal

import pytest

from engine.documents.number_words import money_in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "fa", "en"),
    [
        (0, "صفر", "zero"),
        (7, "هفت", "seven"),
        (19, "نوزده", "nineteen"),
        (20, "بیست", "twenty"),
        (21, "بیست و یک", "twenty-one"),
        (100, "صد", "one hundred"),
        (115, "صد و پانزده", "one hundred and fifteen"),
        (999, "نهصد و نود و نه", "nine hundred and ninety-nine"),
        (1_000, "یک هزار", "one thousand"),
        (1_000_001, "یک میلیون و یک", "one million, one"),
        (2_500_000_000, "دو میلیارد و پانصد میلیون", "two billion, five hundred million"),
        (-5, "منفی پنج", "minus five"),
    ],
)
def test_whole_numbers_in_words(number, fa, en):
    assert number_in_words(number, "fa") == fa
    assert number_in_words(Decimal(number), "en") == en


def test_an_amount_names_its_currency():
    assert money_in_words(1, "en") == "one rial"
    assert money_in_words(2, "en") == "two rials"
    assert money_in_words(2, "fa") == "دو ریال"


@pytest.mark.parametrize("number", [Decimal("1.5"), 10**18, -(10**18)])
def test_fractions_and_numbers_without_a_name_are_refused(number):
    with pytest.raises(ValueError, match="whole"):
        number_in_words(number, "fa")

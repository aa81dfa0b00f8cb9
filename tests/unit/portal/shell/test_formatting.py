"""Values as the reader reads them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from engine import clock
from portal.formatting import (
    day,
    digits,
    latin_digits,
    moment,
    money,
    money_words,
    number,
    parse_day,
    since,
    tracking,
    tracking_in_text,
    use_calendar,
)

NOON = datetime(2025, 11, 21, 8, 30, tzinfo=UTC)


def test_persian_reader_sees_the_jalali_day_in_persian_digits() -> None:
    with override("fa"):
        assert day(date(2025, 11, 21)) == "۳۰ آبان ۱۴۰۴"
        assert day(date(2025, 11, 21), "short") == "۱۴۰۴/۰۸/۳۰"


def test_calendar_and_language_are_chosen_apart() -> None:
    with override("en"), use_calendar("jalali"):
        assert day("2025-11-21") == "30 Aban 1404"
    with override("fa"), use_calendar("gregorian"):
        assert day("2025-11-21") == "۲۱ نوامبر ۲۰۲۵"
    with override("en"):
        assert day("2025-11-21", "short") == "2025-11-21"


def test_moment_is_told_in_the_time_zone_of_the_office() -> None:
    with override("en"):
        assert moment(NOON) == "21 November 2025 at 12:00"
    with override("fa"):
        assert moment(NOON.isoformat(), "short") == "۱۴۰۴/۰۸/۳۰، ۱۲:۰۰"


def test_day_of_a_moment_near_midnight_is_the_day_of_the_office() -> None:
    with override("en"), use_calendar("gregorian"):
        assert day(datetime(2025, 11, 20, 21, 0, tzinfo=UTC)) == "21 November 2025"


@pytest.mark.parametrize("empty", [None, ""])
def test_nothing_is_shown_as_nothing(empty: str | None) -> None:
    assert [f(empty) for f in (day, moment, since, money, money_words, number, tracking, digits)] == [""] * 8


def test_since_counts_in_the_largest_whole_unit() -> None:
    with override("en"), clock.travel(NOON):
        assert since(NOON) == "just now"
        assert since(NOON - timedelta(minutes=1)) == "1 minute ago"
        assert since(NOON - timedelta(hours=23, minutes=59)) == "23 hours ago"
        assert since(NOON - timedelta(days=6)) == "6 days ago"
        assert since(NOON - timedelta(days=8)) == "13 November 2025"
    with override("fa"), clock.travel(NOON):
        assert since(NOON - timedelta(hours=3)) == "۳ ساعت پیش"


def test_money_is_grouped_and_told_in_tomans_in_words() -> None:
    with override("fa"):
        assert money("4500000") == "۴٬۵۰۰٬۰۰۰ ریال"
        assert money_words("4500000") == "چهارصد و پنجاه هزار تومان"
    with override("en"):
        assert money(4500000) == "4,500,000 rials"
        assert money_words(4500000) == "450,000 tomans"
        assert money_words(15) == "1.5 tomans"


def test_tracking_code_is_grouped_by_four() -> None:
    with override("fa"):
        assert tracking("123456789012") == "۱۲۳۴ ۵۶۷۸ ۹۰۱۲"


def test_digits_of_any_script_are_read() -> None:
    assert latin_digits("۱۲٣٤5") == "12345"


@pytest.mark.parametrize("typed", ["۱۴۰۴/۰۸/۳۰", "1404-8-30", " 1404.08.30 ", "2025-11-21", "٢٠٢٥/١١/٢١"])
def test_day_is_read_in_either_calendar(typed: str) -> None:
    assert parse_day(typed) == date(2025, 11, 21)


@pytest.mark.parametrize("typed", ["1404/13/01", "1404/12/30", "2025-02-29", "1404/8", "soon", ""])
def test_day_that_does_not_exist_is_no_day(typed: str) -> None:
    assert parse_day(typed) is None


def test_tracking_code_in_a_sentence_is_an_island() -> None:
    with override("fa"):
        assert tracking_in_text("192652607773") == "\u2066۱۹۲۶ ۵۲۶۰ ۷۷۷۳\u2069"

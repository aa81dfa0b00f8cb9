import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms.calendars import UnreadableDate, edit_date, format_date, parse_date
from engine.forms.normalise import persian_digits

DAYS = st.dates(date(1822, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "۱۴۰۴/۰۸/۳۰",
        "1404/8/30",
        "١٤٠٤-٠٨-٣٠",
        "30.8.1404",
        "14040830",
        "۳۰ آبان ۱۴۰۴",
        "\u200f۱۴۰۴ / ۰۸ / ۳۰ ",
        "2025-11-21",
        "21/11/2025",
        "۲۰۲۵/۱۱/۲۱",
        "21 November 2025",
        "30 Aban 1404",
    ],
)
def test_one_day_in_many_spellings(typed: str) -> None:
    assert parse_date(typed) == date(2025, 11, 21)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date-form"),
        ("فردا", "date-form"),
        ("1404/08", "date-form"),
        ("1404/08/30/1", "date-form"),
        ("30 ابانن 1404", "date-form"),
        ("85/1/1", "date-year"),
        ("1700/1/1", "date-year"),
        ("0000/01/01", "date-year"),
        ("1404/12/30", "date-day"),
        ("1404/07/31", "date-day"),
        ("1404/13/01", "date-day"),
        ("2025/02/29", "date-day"),
    ],
)
def test_what_is_no_date_is_named(typed: str, code: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        parse_date(typed)
    assert refused.value.code == code


def test_leap_day_of_a_jalali_leap_year() -> None:
    assert parse_date("1403/12/30") == date(2025, 3, 20)


@given(DAYS, st.sampled_from(["jalali", "gregorian"]), st.sampled_from(["fa", "en"]), st.booleans())
def test_a_shown_date_is_read_back(day: date, calendar: str, locale: str, is_long: bool) -> None:
    show = format_date if is_long else edit_date
    text = show(day, calendar, locale)
    assert parse_date(text) == day
    assert parse_date(persian_digits(text)) == day


@given(DAYS)
def test_the_next_day_is_read_as_the_next_day(day: date) -> None:
    following = day + timedelta(days=1)
    assert parse_date(edit_date(following, "jalali", "fa")) - parse_date(
        edit_date(day, "jalali", "fa")
    ) == timedelta(1)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with contextlib.suppress(UnreadableDate):
        assert isinstance(parse_date(text), date)

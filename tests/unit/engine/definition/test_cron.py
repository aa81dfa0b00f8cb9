"""Times of day in five fields, also where clocks change (POSIX crontab)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.definition.cron import is_cron, parse_cron

BERLIN = ZoneInfo("Europe/Berlin")  # clocks leave out 02:00–03:00 on 30 March 2031, repeat it on 26 October
MONDAY = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 9 * * *", "2031-03-04T09:00"),
        ("30 9 * * *", "2031-03-03T09:30"),
        ("*/20 * * * *", "2031-03-03T09:20"),
        ("5/25 10 * * *", "2031-03-03T10:05"),
        ("0 8 * * 1-5", "2031-03-04T08:00"),
        ("0 8 * * 0", "2031-03-09T08:00"),
        ("0 8 * * 7", "2031-03-09T08:00"),
        ("0 8 * * 1,3", "2031-03-05T08:00"),
        ("0 0 1 1 *", "2032-01-01T00:00"),
        ("0 0 29 2 *", "2032-02-29T00:00"),
        ("0 0 13 * 5", "2031-03-07T00:00"),
        ("59 23 31 */2 *", "2031-03-31T23:59"),
    ],
)
def test_the_next_matching_minute_comes_after_the_start(text, expected):
    assert parse_cron(text).after(MONDAY) == datetime.fromisoformat(f"{expected}Z")


def test_seconds_within_the_minute_are_past():
    start = datetime(2031, 3, 3, 9, 0, 30, tzinfo=UTC)
    assert parse_cron("0 9 * * *").after(start) == datetime(2031, 3, 4, 9, tzinfo=UTC)
    assert parse_cron("1 9 * * *").after(start) == datetime(2031, 3, 3, 9, 1, tzinfo=UTC)


def test_a_time_of_day_stays_when_clocks_change():
    day = parse_cron("0 8 * * *")
    first = day.after(datetime(2031, 3, 29, 9, tzinfo=BERLIN))
    assert (first.tzinfo, first.hour, first.astimezone(UTC).hour) == (BERLIN, 8, 6)


def test_a_time_that_clocks_leave_out_happens_an_hour_later_and_once():
    night = parse_cron("30 2 * * *")
    first = night.after(datetime(2031, 3, 30, 0, tzinfo=BERLIN))
    assert first == datetime(2031, 3, 30, 3, 30, tzinfo=BERLIN)
    assert night.after(first).day == 31


def test_a_time_that_clocks_repeat_happens_once_but_every_hour_is_every_hour():
    night = parse_cron("30 2 * * *")
    first = night.after(datetime(2031, 10, 26, 0, tzinfo=BERLIN))
    assert first.astimezone(UTC) == datetime(2031, 10, 26, 0, 30, tzinfo=UTC)
    assert night.after(first).day == 27
    hourly, moment, seen = parse_cron("30 * * * *"), datetime(2031, 10, 26, 0, tzinfo=BERLIN), []
    for _ in range(4):
        moment = hourly.after(moment)
        seen.append(moment.astimezone(UTC).hour)
    assert seen == [22, 23, 0, 1]


@pytest.mark.parametrize(
    "text",
    ["", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
     "5-1 * * * *", "*/0 * * * *", "a * * * *", "1,,2 * * * *", "-1 * * * *", "0 0 31 2 *", "0 0 30 2 *",
     "0 0 31 4,6,9,11 *", "@daily", "١ * * * *"],
)  # fmt: skip
def test_what_is_no_line_of_a_crontab_or_never_occurs_is_refused(text):
    with pytest.raises(ValueError, match=r"fields|crontab|from|never"):
        parse_cron(text)
    assert not is_cron(text)


def test_what_no_year_has_left_is_an_overflow():
    with pytest.raises(OverflowError):
        parse_cron("0 0 1 1 *").after(datetime(9999, 6, 1, tzinfo=UTC))

"""Durations and repetitions of timers (BPMN 10.5.5)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.definition.iso8601 import parse_cycle, parse_duration, parse_moment


def test_a_month_keeps_the_day_where_the_month_has_it():
    month = parse_duration("P1M")
    start = datetime(2031, 1, 31, tzinfo=UTC)
    assert month.after(start) == datetime(2031, 2, 28, tzinfo=UTC)
    assert month.after(start, 2) == datetime(2031, 3, 31, tzinfo=UTC)
    assert parse_duration("P1Y").after(datetime(2032, 2, 29, tzinfo=UTC)) == datetime(2033, 2, 28, tzinfo=UTC)


def test_a_day_keeps_the_local_time_and_24_hours_are_exact_when_clocks_change():
    before = datetime(2031, 3, 29, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert parse_duration("P1D").after(before) == datetime(2031, 3, 30, 10, tzinfo=UTC)
    assert parse_duration("PT24H").after(before) == datetime(2031, 3, 30, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "months", "days", "rest"),
    [
        ("PT0S", 0, 0, timedelta()),
        ("P2W", 0, 14, timedelta()),
        ("P1Y2M3DT4H5M6.5S", 14, 3, timedelta(hours=4, minutes=5, seconds=6.5)),
        (" PT60S ", 0, 0, timedelta(minutes=1)),
    ],
)
def test_every_part_of_a_duration_is_read(text, months, days, rest):
    duration = parse_duration(text)
    assert (duration.months, duration.days, duration.rest) == (months, days, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "-P1D",
        "1D",
        "P1H",
        "PT1D",
        "P٣D",
        "P99999999Y",
        "P" + "9" * 5000 + "Y",
        "P1M2Y",
    ],
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match=r"duration|years"):
        parse_duration(text)


def test_a_cycle_has_a_count_or_no_end():
    assert parse_cycle("R4/PT10S").count == 4
    assert parse_cycle("R/P1D").count is None


def test_a_cycle_may_name_its_first_occurrence():
    cycle = parse_cycle("R4/2031-01-01T00:00:00Z/PT10S")
    assert (cycle.count, cycle.start) == (4, datetime(2031, 1, 1, tzinfo=UTC))
    assert parse_cycle("R/2031-01-01T08:00/P1D").start == datetime(2031, 1, 1, 8)  # noqa: DTZ001
    assert parse_cycle("R4/PT10S").start is None


@pytest.mark.parametrize(
    "text", ["R4/", "R0/P1D", "R2/PT0S", "4/P1D", "R-1/P1D", "R2/2031-01-01/P1D", "R2/2031-13-01T00:00/P1D"]
)
def test_what_repeats_nothing_is_refused(text):
    with pytest.raises(ValueError, match=r"repeti|repeats|duration|month"):
        parse_cycle(text)


def test_a_moment_needs_a_time():
    assert parse_moment("2031-03-03T09:00:00Z") == datetime(2031, 3, 3, 9, tzinfo=UTC)
    with pytest.raises(ValueError, match="no ISO 8601"):
        parse_moment("2031-03-03")

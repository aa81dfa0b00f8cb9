"""Repeated timers however they are written (BPMN 10.5.5, Table 10.101; design: engine.md, "Timers")."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.runtime.recurrence import begin, next_of
from engine.runtime.run import Failed

TEHRAN = ZoneInfo("Asia/Tehran")
NOON = datetime(2031, 3, 3, 12, tzinfo=TEHRAN)  # a Monday


def test_a_crontab_line_means_the_time_of_day_of_the_unit():
    first, count, every = begin("30 8 * * 1-5", NOON)
    assert first == datetime(2031, 3, 4, 8, 30, tzinfo=TEHRAN)
    assert first.tzinfo is UTC
    assert (count, every) == (None, "30 8 * * 1-5")


def test_missed_mornings_collapse_into_one():
    previous = datetime(2031, 3, 3, 8, 30, tzinfo=TEHRAN)
    due_at, missed = next_of("30 8 * * *", previous, previous + timedelta(days=3, hours=1))
    assert (due_at, missed) == (datetime(2031, 3, 7, 8, 30, tzinfo=TEHRAN), 3)


def test_a_minute_that_was_missed_for_years_is_found_again_at_once():
    now = NOON + timedelta(days=3000)
    due_at, missed = next_of("* * * * *", NOON, now)
    assert due_at == now + timedelta(minutes=1)
    assert missed == 100


def test_a_cycle_with_a_beginning_occurs_first_at_it():
    first, count, every = begin("R4/2031-03-10T08:00:00/PT10S", NOON)
    assert (first, count, every) == (datetime(2031, 3, 10, 8, tzinfo=TEHRAN), 4, "PT10S")


def test_a_cycle_without_one_occurs_after_its_first_pause():
    assert begin("R4/PT10S", NOON)[0] == NOON + timedelta(seconds=10)


@pytest.mark.parametrize("value", ["", "0 0 31 2 *", "61 * * * *", "PT1H", 5, None])
def test_what_is_no_repetition_is_refused(value):
    with pytest.raises(Failed):
        begin(value, NOON)

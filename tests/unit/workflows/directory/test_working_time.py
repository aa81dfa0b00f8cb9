"""Days are working days, hours are working hours, on the unit's own calendar."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.factories.directory import make_tree
from workflows.directory.models import Holiday, WorkingCalendar
from workflows.directory.working_time import WorkingHours, working_hours

TEHRAN = ZoneInfo("Asia/Tehran")
HOURS = WorkingHours()  # rest on Thursday and Friday, open 07:30 to 14:30


def tehran(day: int, hour: int, minute: int = 0) -> datetime:
    """In June 2025: the 2nd is a Monday, the 5th a Thursday, the 7th a Saturday."""
    return datetime(2025, 6, day, hour, minute, tzinfo=TEHRAN)


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        (tehran(2, 10), "P1D", tehran(3, 10)),
        (tehran(4, 10), "P1D", tehran(7, 10)),  # Wednesday → Saturday
        (tehran(4, 10), "P2D", tehran(8, 10)),
        (tehran(5, 10), "P1D", tehran(8, 7, 30)),  # asked on Thursday: counts from Saturday's opening
        (tehran(4, 16), "P1D", tehran(8, 7, 30)),  # asked after closing time
        (tehran(2, 5), "P1D", tehran(3, 7, 30)),  # asked before opening time
        (tehran(2, 10), "PT2H", tehran(2, 12)),
        (tehran(2, 13, 30), "PT2H", tehran(3, 8, 30)),
        (tehran(4, 13, 30), "PT2H", tehran(7, 8, 30)),
        (tehran(2, 7, 30), "PT14H", tehran(3, 14, 30)),
        (tehran(2, 10), "P1DT30M", tehran(3, 10, 30)),
        (tehran(2, 10), "P1W", tehran(9, 10)),
        (tehran(2, 10), "PT0S", tehran(2, 10)),
    ],
)
def test_time_is_counted_in_office_hours(start: datetime, duration: str, expected: datetime) -> None:
    assert HOURS.add(start, duration) == expected.astimezone(UTC)


@pytest.mark.parametrize("text", ["", "P", "PT", "P1Y", "P1M", "-P1D", "1D", "P1.5D", "tomorrow"])
def test_duration_without_length_in_working_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        HOURS.add(tehran(2, 10), text)


def test_calendar_without_any_working_day_is_refused_instead_of_hanging() -> None:
    with pytest.raises(ValueError, match="no working day"):
        WorkingHours(rest_weekdays=frozenset(range(7))).add(tehran(2, 10), "P1D")


@pytest.mark.django_db
def test_nearest_calendar_above_the_unit_decides_and_holidays_are_skipped() -> None:
    units = make_tree()
    province = WorkingCalendar.objects.create(unit=units["tehran"])
    Holiday.objects.create(calendar=province, day=date(2025, 6, 3), name_fa="تعطیل رسمی")
    WorkingCalendar.objects.create(unit=units["rey"], rest_weekdays=[4], opens=time(8), closes=time(16))
    assert working_hours("tehran/shahriar/school-12").add(tehran(2, 10), "P1D") == tehran(4, 10)
    assert working_hours("tehran/rey/school-7").add(tehran(4, 10), "P1D") == tehran(5, 10)
    assert working_hours("unknown") == HOURS

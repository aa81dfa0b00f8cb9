"""Which calendar the present reader uses; set per request by the middleware, as Django does for language."""

from collections.abc import Iterator
from contextlib import contextmanager

from asgiref.local import Local
from django.utils.translation import get_language

JALALI, GREGORIAN = "jalali", "gregorian"
CALENDARS = (JALALI, GREGORIAN)
_reader = Local()


def language() -> str:
    """The active language without its region, such as ``fa``."""
    return (get_language() or "en").split("-")[0]


def calendar() -> str:
    """The reader's calendar; who has not chosen gets the one usual in the language."""
    chosen = getattr(_reader, "calendar", None)
    return chosen or (JALALI if language() == "fa" else GREGORIAN)


def activate_calendar(name: str | None) -> None:
    """Set the calendar for this request; None or an unknown name means the usual one."""
    _reader.calendar = name if name in CALENDARS else None


@contextmanager
def use_calendar(name: str | None) -> Iterator[None]:
    """The calendar inside the block, for letters, exports and tests."""
    before = getattr(_reader, "calendar", None)
    activate_calendar(name)
    try:
        yield
    finally:
        activate_calendar(before)

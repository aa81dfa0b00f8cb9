"""When a timer begins a case: the first moment after the deployment, and the next one of a cycle."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from engine.definition import TimerDefinition
from engine.plugins import directory
from engine.runtime import recurrence, timing

ANYWHERE = ""  # a case that a timer begins lies in no unit


class Plan(NamedTuple):
    """``remaining``: occurrences to come, this one included, None without end; ``every``: what a cycle repeats."""

    due: datetime
    remaining: int | None = 1
    every: str = ""
    calendar: str = ""


def first(definition: TimerDefinition, now: datetime) -> Plan | None:
    """The first occurrence; None when a date has passed, lest every new version begin a case for it again.

    Raises FeelError, or Failed of the runtime for a value that is no time.
    """
    local_now = now.astimezone(ZoneInfo(directory.current().time_zone(ANYWHERE)))
    value = definition.value.evaluate({}, local_now)
    if definition.kind == "date":
        due = timing.moment_of(value, local_now)
        return Plan(due) if due > now else None
    if definition.kind == "cycle":
        return _begin_cycle(value, local_now, definition.calendar)
    duration = timing.duration_of(value)
    due = timing.instant_after(local_now, duration)
    return Plan(_in_working_time(due, now, duration.text, definition.calendar))


def following(plan: Plan, now: datetime) -> Plan | None:
    """The occurrence after this one; those missed meanwhile count as one with it. None when it was the last."""
    if plan.remaining == 1 or not plan.every:
        return None
    zone = ZoneInfo(directory.current().time_zone(ANYWHERE))
    due, missed = recurrence.next_of(plan.every, plan.due.astimezone(zone), now)
    left = None if plan.remaining is None else plan.remaining - 1 - missed
    if left is not None and left < 1:
        return None
    since = now if missed else plan.due
    return Plan(_in_working_time(due, since, plan.every, plan.calendar), left, plan.every, plan.calendar)


def payload_of(definition_id: int, plan: Plan) -> dict[str, Any]:
    """What the job keeps, as JSON."""
    return {"definition": definition_id, **plan._asdict(), "due": plan.due.isoformat()}


def plan_of(payload: Mapping[str, Any]) -> Plan:
    """The inverse of ``payload_of``."""
    due = datetime.fromisoformat(payload["due"])
    return Plan(due, payload["remaining"], payload["every"], payload["calendar"])


def _begin_cycle(value: Any, local_now: datetime, calendar: str) -> Plan | None:
    """A cycle with a first moment of its own goes on from there, also when that has passed."""
    due, count, every = recurrence.begin(value, local_now)
    if due <= local_now:
        return following(Plan(due, count, every, calendar), local_now.astimezone(UTC))
    return Plan(_in_working_time(due, local_now.astimezone(UTC), every, calendar), count, every, calendar)


def _in_working_time(due: datetime, since: datetime, every: str, calendar: str) -> datetime:
    """``due``, or what the calendar makes of the duration."""
    if not calendar:
        return due
    return directory.current().add_working_time(since, every, ANYWHERE, calendar)

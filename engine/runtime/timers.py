"""Timers: their first occurrence and those after it (BPMN Table 10.101; design: engine.md, "Timers")."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.definition import TimerDefinition
from engine.runtime import recurrence
from engine.runtime.commands import ScheduleTimer
from engine.runtime.run import Failed, Run
from engine.runtime.scope import Catch
from engine.runtime.timing import duration_of, instant_after, moment_of


def plan_timer(
    run: Run,
    owner: int,
    trigger: str,
    definition: TimerDefinition,
    variables: Mapping[str, Any],
    *,
    is_interrupting: bool,
) -> tuple[ScheduleTimer, Catch]:
    """The timer from now on. Raises Failed("timer-invalid") or FeelError."""
    value = definition.value.evaluate(variables, run.local_now)
    calendar, catch = definition.calendar, Catch(trigger)
    if definition.kind == "date":
        due_at: datetime | None = moment_of(value, run.local_now)
        text, calendar = str(value), ""
    elif definition.kind == "duration":
        duration = duration_of(value)
        due_at, text = instant_after(run.local_now, duration), duration.text
    else:
        due_at, count, text = recurrence.begin(value, run.local_now)
        catch = Catch(trigger, remaining=count, every=text)
    due_at = None if calendar else due_at
    return ScheduleTimer(owner, trigger, due_at, text, is_interrupting, run.now, calendar), catch


def plan_next(
    run: Run, owner: int, catch: Catch, definition: TimerDefinition, previous: datetime
) -> tuple[int, tuple[ScheduleTimer, Catch] | None]:
    """How many occurrences of a cycle were missed (they collapse into the one that fires now), and the next one."""
    try:
        due_at, missed = recurrence.next_of(catch.every, previous.astimezone(run.local_now.tzinfo), run.now)
    except Failed:  # beyond the last year there is
        return 0, None
    left = None if catch.remaining is None else catch.remaining - 1 - missed
    if left is not None and left < 1:
        return missed, None
    # In working time the caller finds the instant; after a long stop it counts anew from now.
    since = run.now if missed else previous
    is_in_working_time = bool(definition.calendar)
    following = ScheduleTimer(
        owner,
        catch.trigger,
        None if is_in_working_time else due_at,
        catch.every,
        False,
        since,
        definition.calendar,
    )
    return missed, (following, Catch(catch.trigger, remaining=left, every=catch.every))

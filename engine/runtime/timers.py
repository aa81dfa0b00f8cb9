"""Boundary timers: scheduled when their activity begins to wait, cancelled when it ends (BPMN 13.5.3)."""

from datetime import datetime
from typing import cast

from engine.definition import BoundaryEvent, IntermediateCatchEvent, TimerDefinition
from engine.definition.iso8601 import parse_duration
from engine.runtime import events
from engine.runtime.commands import CancelTimer, ScheduleTimer
from engine.runtime.instance_state import OpenTimer, Token
from engine.runtime.run import Run
from engine.runtime.timing import cycle_of, duration_of, instant_after, moment_of, next_occurrence

TimedEvent = BoundaryEvent | IntermediateCatchEvent


def arm(run: Run, token: Token) -> tuple[OpenTimer, ...] | None:
    """Schedule the timers of the token's activity unless that is done already; all of them or none.

    Answers the open timers of the token. Raises Failed("timer-invalid") or FeelError.
    """
    activity = run.activity(token)
    if token.timers is not None or activity is None or not activity.boundary_events:
        return token.timers
    timed = [event for event in activity.boundary_events if type(event.definition) is TimerDefinition]
    planned = [_plan(run, token, event) for event in timed]
    for command, _ in planned:
        _schedule(run, command)
    return tuple(timer for _, timer in planned)


def arm_event(run: Run, token: Token, event: IntermediateCatchEvent) -> tuple[OpenTimer]:
    """Schedule the timer that the token waits for at the event. Raises as ``arm``."""
    command, timer = _plan(run, token, event)
    _schedule(run, command)
    return (timer,)


def disarm(run: Run, token: Token) -> None:
    """Cancel the timers still open."""
    for timer in token.timers or ():
        run.effects.append(CancelTimer(token.id, timer.node))


def fire(run: Run, token: Token, event: TimedEvent, due_at: datetime | None) -> Token:
    """Take note of a timer that fell due; a cycle goes on. Answers the token as it now is."""
    timer = next(timer for timer in token.timers or () if timer.node == event.id)
    others = tuple(other for other in token.timers or () if other is not timer)
    missed = 0
    if timer.every and timer.remaining != 1 and not event.interrupting:
        missed, following = _plan_next(run, token, event, timer, due_at or run.now)
    else:
        following = None
    run.events.append(events.TimerFired(token.id, event.id, missed))
    if following is not None:
        _schedule(run, following[0])
        others += (following[1],)
    kept = token.with_timers(others)
    run.state.tokens[token.id] = kept
    return kept


def _plan(run: Run, token: Token, event: TimedEvent) -> tuple[ScheduleTimer, OpenTimer]:
    definition = cast(TimerDefinition, event.definition)
    value = definition.value.evaluate(run.variables(token), run.local_now)
    if definition.kind == "date":
        text = value if isinstance(value, str) else str(value)
        due_at = moment_of(value, run.local_now)
        return ScheduleTimer(token.id, event.id, due_at, text, event.interrupting, run.now), OpenTimer(
            event.id
        )
    if definition.kind == "duration":
        duration, timer = duration_of(value), OpenTimer(event.id)
    else:
        cycle = cycle_of(value)
        duration, timer = cycle.duration, OpenTimer(event.id, cycle.count, cycle.duration.text)
    wall = None if definition.calendar else instant_after(run.local_now, duration)
    command = ScheduleTimer(
        token.id, event.id, wall, duration.text, event.interrupting, run.now, definition.calendar
    )
    return command, timer


def _plan_next(
    run: Run, token: Token, event: TimedEvent, timer: OpenTimer, previous: datetime
) -> tuple[int, tuple[ScheduleTimer, OpenTimer] | None]:
    """How many occurrences were missed (they collapse into the one that fires now), and the next one."""
    calendar = cast(TimerDefinition, event.definition).calendar
    every = parse_duration(timer.every)
    due_at, missed = next_occurrence(previous.astimezone(run.local_now.tzinfo), every, run.now)
    left = None if timer.remaining is None else timer.remaining - 1 - missed
    if left is not None and left < 1:
        return missed, None
    # In working time the caller finds the instant; after a long stop it counts anew from now.
    since = run.now if missed else previous
    command = ScheduleTimer(
        token.id, event.id, None if calendar else due_at, timer.every, event.interrupting, since, calendar
    )
    return missed, (command, OpenTimer(event.id, left, timer.every))


def _schedule(run: Run, command: ScheduleTimer) -> None:
    run.effects.append(command)
    run.events.append(events.TimerScheduled(command.token, command.timer, command.due_at, command.expression))

"""What is waited for: armed when the wait begins, disarmed when it ends (BPMN 13.5.2–13.5.4).

Who waits is the token at an activity (its boundary events), at an event or at an event-based gateway, or
the owner of a scope with event sub-processes (their start events). Errors, escalations, compensation and
cancellation need no arming: ``propagation`` finds who catches them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.definition import (
    ConditionalDefinition,
    EventDefinition,
    MessageDefinition,
    Node,
    SignalDefinition,
    TimerDefinition,
    definitions_of,
    trigger_name,
)
from engine.runtime import events
from engine.runtime.commands import CancelTimer, Effect, ScheduleTimer, Subscribe, Unsubscribe
from engine.runtime.instance_state import Token
from engine.runtime.run import Failed, Run
from engine.runtime.scope import Catch
from engine.runtime.timers import plan_timer

Plan = list[tuple[Effect | None, Catch]]


def arm(run: Run, token: Token) -> tuple[Catch, ...] | None:
    """Begin to wait for the boundary events of the token's activity unless that is done already.

    All of them or none; answers the catches of the token. Raises Failed or FeelError. The instances of a
    loop wait for nothing: the boundary belongs to the activity as a whole (10.3.8).
    """
    if token.catches is not None:
        return token.catches
    activity = run.activity(token)
    if activity is None or not activity.boundary_events or run.is_inner_instance(token):
        return token.catches
    return carry_out(
        run, token.id, plan(run, token.id, activity.boundary_events, run.variables_around(token))
    )


def plan(run: Run, owner: int, waiting: Iterable[Node], variables: Mapping[str, Any]) -> Plan:
    """What waiting at these nodes takes; nothing is changed yet. Raises Failed or FeelError."""
    return [
        planned
        for node in waiting
        for index, definition in enumerate(definitions_of(node))
        if (planned := _plan_one(run, owner, node, trigger_name(node.id, index), definition, variables))
    ]


def carry_out(run: Run, owner: int, planned: Plan) -> tuple[Catch, ...]:
    """Let ``owner`` begin to wait."""
    for effect, catch in planned:
        if effect is not None:
            run.effects.append(effect)
        if isinstance(effect, ScheduleTimer):
            run.events.append(
                events.TimerScheduled(effect.token, effect.timer, effect.due_at, effect.expression)
            )
        elif catch.kind == "condition":
            run.is_changed = True
    catches = tuple(catch for _, catch in planned)
    run.index.waits(owner, catches)
    return catches


def disarm(run: Run, owner: int, catches: Iterable[Catch] | None) -> None:
    """Wait no longer."""
    for catch in catches or ():
        if catch.kind == "timer":
            if not catch.is_met:
                run.effects.append(CancelTimer(owner, catch.trigger))
        elif catch.kind != "condition":
            run.effects.append(Unsubscribe(owner, catch.trigger))


def key_of(run: Run, definition: MessageDefinition, variables: Mapping[str, Any]) -> str | None:
    """The correlation key as this side of the message computes it, None for a message without.

    Raises Failed("correlation-key-empty") when the expression finds none.
    """
    if definition.correlation_key is None:
        return None
    value = definition.correlation_key.evaluate(variables, run.local_now)
    if value is None or isinstance(value, bool | list | dict):
        raise Failed("correlation-key-empty", message=definition.name)
    return str(value)


def _plan_one(
    run: Run,
    owner: int,
    node: Node,
    trigger: str,
    definition: EventDefinition,
    variables: Mapping[str, Any],
) -> tuple[Effect | None, Catch] | None:
    match definition:
        case TimerDefinition():
            is_interrupting = getattr(node, "interrupting", True)
            return plan_timer(run, owner, trigger, definition, variables, is_interrupting=is_interrupting)
        case MessageDefinition(name=name):
            key = key_of(run, definition, variables)
            return Subscribe(owner, trigger, "message", name, key), Catch(trigger, "message", key)
        case SignalDefinition(name=name):
            return Subscribe(owner, trigger, "signal", name), Catch(trigger, "signal")
        case ConditionalDefinition():
            return None, Catch(trigger, "condition")
        case _:
            return None

"""A trigger that is waited for has happened: who waited goes on, is interrupted, or gets company (BPMN 13.5)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.definition import (
    BoundaryEvent,
    CatchEvent,
    ConditionalDefinition,
    EventBasedGateway,
    EventDefinition,
    Node,
    ReceiveTask,
    StartEvent,
    TimerDefinition,
    definitions_of,
    split_trigger,
)
from engine.errors import TokenGone
from engine.runtime import events
from engine.runtime.catching import carry_out, disarm
from engine.runtime.conditions import holds
from engine.runtime.data import keep_payload
from engine.runtime.incidents import FAILURES, open_incident_for
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.scope import Catch
from engine.runtime.scopes import begin_event_sub_process
from engine.runtime.timers import plan_next
from engine.runtime.visits import finish, leave
from engine.runtime.withdrawal import withdraw


@dataclass(frozen=True, slots=True)
class Waiting:
    """``owner`` waits for ``catch`` at ``node``; ``is_inside``: for an event sub-process of its scope."""

    owner: int
    catch: Catch
    node: Node
    is_inside: bool

    @property
    def definition(self) -> EventDefinition:
        return definitions_of(self.node)[split_trigger(self.catch.trigger)[1]]


def all_waiting(run: Run, kind: str) -> list[Waiting]:
    """Everything in the case that waits for this kind of trigger, oldest first. Raises IncompleteState."""
    run.require_all()
    return [
        waiting
        for owner in run.index.who_waits(kind)
        for waiting in _of_owner(run, owner)
        if waiting.catch.kind == kind
    ]


def find_waiting(run: Run, owner: int, trigger: str) -> Waiting:
    """Raises TokenGone when nobody waits for it any more."""
    for waiting in _of_owner(run, owner):
        if waiting.catch.trigger == trigger:
            return waiting
    raise TokenGone(token=owner, trigger=trigger)


def is_waiting(run: Run, waiting: Waiting) -> bool:
    """Whether it is still as it was: what happened before may have ended the wait."""
    return any(other.catch == waiting.catch for other in _of_owner(run, waiting.owner))


def happen(run: Run, waiting: Waiting, payload: Mapping[str, Any], due_at: datetime | None = None) -> None:
    """The trigger has happened; ``payload``: what a message or a signal carries, ``due_at``: of a timer."""
    catch = waiting.catch
    if catch.kind == "timer":
        waiting = _go_on_with_timer(run, waiting, due_at or run.now)
    else:
        run.events.append(events.TriggerHappened(waiting.owner, catch.trigger, catch.kind))
    if _waits_for_more(run, waiting):
        _keep_part(run, waiting, payload)
        return
    if isinstance(waiting.node, StartEvent):
        _begin_sub_process(run, waiting.owner, waiting.node, payload, catch.kind)
    elif isinstance(waiting.node, BoundaryEvent):
        _leave_by_boundary(run, run.state.tokens[waiting.owner], waiting.node, payload, catch.kind)
    else:
        arrived(run, _at_node(run, waiting), waiting.node, payload)


def arrived(run: Run, token: Token, node: Node, payload: Mapping[str, Any]) -> None:
    """What the token waited for in the normal flow is there: keep what it carries and go on."""
    if isinstance(node, ReceiveTask):
        finish(run, token, node, dict(payload))
        return
    assert isinstance(node, CatchEvent)
    try:
        keep_payload(run, token, node, payload)
    except FAILURES as failure:
        open_incident_for(run, token, failure, resume="complete", value=dict(payload))
        return
    leave(run, token, node)


def fire_conditions(run: Run) -> None:
    """Every condition that has become true since it was last asked happens (10.5.5 Conditional)."""
    while run.is_changed:
        run.is_changed = False
        for waiting in all_waiting(run, "condition"):
            if is_waiting(run, waiting):
                _ask(run, waiting)


def _ask(run: Run, waiting: Waiting) -> None:
    definition = waiting.definition
    assert isinstance(definition, ConditionalDefinition)
    token = run.state.tokens.get(waiting.owner)
    scope = waiting.owner if token is None or waiting.is_inside else token.scope
    is_true = _is_true(run, definition, run.variables_in(scope))
    if is_true != waiting.catch.is_met:
        met = replace(waiting.catch, is_met=is_true)
        _put(run, waiting, met)
        if is_true:
            happen(run, replace(waiting, catch=met), {})


def _is_true(run: Run, definition: ConditionalDefinition, seen: Mapping[str, Any]) -> bool:
    """A condition beyond its budget must not hold up every command of the case: it is not met."""
    try:
        return holds(run, definition.condition, seen)
    except FAILURES:
        return False


def _of_owner(run: Run, owner: int) -> Iterator[Waiting]:
    token, record = run.state.tokens.get(owner), run.state.scopes.get(owner)
    if token is not None and token.catches:
        nodes = run.process_of(token.scope).nodes
        for catch in token.catches:
            yield Waiting(owner, catch, nodes[split_trigger(catch.trigger)[0]], is_inside=False)
    if record is not None and record.catches:
        nodes = run.process_of(owner).nodes
        for catch in record.catches:
            yield Waiting(owner, catch, nodes[split_trigger(catch.trigger)[0]], is_inside=True)


def _put(run: Run, waiting: Waiting, *following: Catch) -> None:
    """Wait for ``following`` in the place of what was waited for."""

    def changed(catches: tuple[Catch, ...]) -> tuple[Catch, ...]:
        kept = [following if catch == waiting.catch else (catch,) for catch in catches]
        return tuple(catch for part in kept for catch in part)

    if waiting.is_inside:
        record = run.own_scope(waiting.owner)
        record.catches = changed(record.catches)
    else:
        token = run.state.tokens[waiting.owner]
        run.state.tokens[token.id] = token.with_catches(changed(token.catches or ()))


def _go_on_with_timer(run: Run, waiting: Waiting, due_at: datetime) -> Waiting:
    """A timer has fallen due; a cycle goes on, unless it interrupts or stands in the normal flow."""
    catch, definition = waiting.catch, waiting.definition
    assert isinstance(definition, TimerDefinition)
    missed, following = 0, None
    if catch.every and catch.remaining != 1 and not getattr(waiting.node, "interrupting", True):
        missed, following = plan_next(run, waiting.owner, catch, definition, due_at)
    run.events.append(events.TimerFired(waiting.owner, catch.trigger, missed))
    if following is not None:
        _put(run, waiting, *carry_out(run, waiting.owner, [following]))
        return waiting
    is_part = getattr(waiting.node, "is_parallel", False)
    if is_part:
        met = replace(catch, is_met=True)
        _put(run, waiting, met)
        return replace(waiting, catch=met)
    _put(run, waiting)
    return waiting


def _waits_for_more(run: Run, waiting: Waiting) -> bool:
    """Of a parallel multiple event all triggers must happen; then the next round begins (10.5.5)."""
    node = waiting.node
    if not isinstance(node, CatchEvent) or not node.is_parallel:
        return False
    if not waiting.catch.is_met:
        met = replace(waiting.catch, is_met=True)
        _put(run, waiting, met)
    parts = [each for each in _of_owner(run, waiting.owner) if each.node is node]
    if not all(part.catch.is_met for part in parts):
        return True
    for part in parts:
        _put(run, part, replace(part.catch, is_met=part.catch.kind in ("timer", "condition")))
    return False


def _keep_part(run: Run, waiting: Waiting, payload: Mapping[str, Any]) -> None:
    """What a part of a parallel event carries is kept when it comes, where the way goes on; or nothing of it."""
    holder = run.state.tokens.get(waiting.owner)
    scope = waiting.owner if holder is None or waiting.is_inside else holder.scope
    assert isinstance(waiting.node, CatchEvent)
    with suppress(*FAILURES):
        keep_payload(run, Token(0, waiting.node.id, scope=scope), waiting.node, payload)


def _begin_sub_process(
    run: Run, scope: int, start: StartEvent, payload: Mapping[str, Any], reason: str
) -> None:
    _keep_or_hold(run, begin_event_sub_process(run, scope, start, reason), start, payload)


def _leave_by_boundary(
    run: Run, token: Token, event: BoundaryEvent, payload: Mapping[str, Any], reason: str
) -> None:
    if event.interrupting:
        withdraw(run, token, reason)
    _keep_or_hold(run, run.enter(event.id, token.scope), event, payload)


def _keep_or_hold(run: Run, token: Token, event: CatchEvent, payload: Mapping[str, Any]) -> None:
    """What cannot be kept is no reason to lose the event: an incident keeps it for the retry."""
    try:
        keep_payload(run, token, event, payload)
    except FAILURES as failure:
        if token.state == "ready":
            open_incident_for(run, token, failure, resume="complete", value=dict(payload))


def _at_node(run: Run, waiting: Waiting) -> Token:
    """The token at the event, which waits for it no longer; from an event-based gateway it moves there first."""
    token = run.state.tokens[waiting.owner]
    gateway = run.node(token)
    if not isinstance(gateway, EventBasedGateway):
        catches = token.catches or ()
        over = [catch for catch in catches if split_trigger(catch.trigger)[0] == waiting.node.id]
        disarm(run, token.id, over)
        kept = tuple(catch for catch in catches if catch not in over)
        freed = run.state.tokens[token.id] = token.with_catches(kept)
        return freed
    disarm(run, token.id, token.catches)
    flow = next(flow for flow in gateway.outgoing if flow.target == waiting.node.id)
    run.consume(token)
    begun = run.begin(flow.target, token.scope, flow.id)
    run.events.append(events.TokenMoved(begun.id, flow.id, gateway.id, flow.target))
    run.events.append(events.NodeEntered(begun.id, flow.target))
    return begun

"""Compensation and cancellation (BPMN 10.7, 13.5.5): what was completed is undone, the last first.

A token in state "compensation" works off ``pending`` of its scope, one handler after the other; each runs
inside of that scope and sees the data as they were when its activity was completed.
"""

from collections.abc import Iterable
from dataclasses import replace

from engine.definition import (
    BoundaryEvent,
    CancelDefinition,
    CompensationDefinition,
    EventSubProcess,
    Transaction,
)
from engine.runtime import events
from engine.runtime.catching import disarm
from engine.runtime.instance_state import Token
from engine.runtime.registration import start_of
from engine.runtime.run import Run
from engine.runtime.scope import Compensation, Scope, Then
from engine.runtime.scopes import run_event_sub_process
from engine.runtime.visits import leave
from engine.runtime.withdrawal import close_catches, empty_scope, withdraw


def compensate(run: Run, token: Token, definitions: Iterable[CompensationDefinition]) -> bool:
    """Undo what the scope has completed, one definition after the other; whether the token is kept waiting for it."""
    waited_for: list[Compensation] = []
    for definition in definitions:
        found = _take(run, token, definition.activity)
        if found and definition.waits:
            waited_for = found + waited_for
        elif found:
            _work_off(run, run.begin(token.node, token.scope), found, "end")
    if waited_for:
        _work_off(run, token, waited_for, "leave")
    return bool(waited_for)


def _take(run: Run, token: Token, activity: str) -> list[Compensation]:
    """What is to be undone, taken out of what the scope remembers: nothing is undone twice."""
    scope, found = _completed(run, token, activity)
    if found:
        record = run.own_scope(scope)
        record.completed = [each for each in record.completed if activity not in ("", each.activity)]
        names = [each.activity for each in reversed(found)]
        run.events.append(events.CompensationBegun(token.id, token.node, names))
    return found


def cancel_transaction(run: Run, token: Token) -> None:
    """A cancel end event: take everything in the transaction away, compensate, leave by its cancel event."""
    holder = run.state.tokens[token.scope]
    while not isinstance(run.node(holder), Transaction):
        holder = run.state.tokens[holder.scope]
    run.consume(token)
    empty_scope(run, holder.id, "cancelled")
    disarm(run, holder.id, holder.catches)
    run.events.append(events.TransactionCancelled(holder.id, holder.node))
    found = run.own_scope(holder.id).completed
    run.own_scope(holder.id).completed = []
    _work_off(run, holder.with_catches(()), found, "cancel")


def proceed(run: Run, holder: Token) -> None:
    """Begin the next handler, or go on when all is undone."""
    record = run.own_scope(holder.id)
    while record.pending:
        each = record.pending.pop()
        if each.handler:
            _begin(run, holder, record, each)
            return
        record.pending += [
            replace(inner, variables={**each.variables, **inner.variables}) for inner in each.inner
        ]
    if record.then == "cancel":
        _leave_cancelled(run, holder)
    elif record.then == "end":
        run.consume(holder)
        run.emptied.append(holder.scope)
    else:
        run.state.scopes.pop(holder.id)
        leave(run, holder, run.node(holder))


def _work_off(run: Run, token: Token, found: list[Compensation], then: Then) -> None:
    run.state.tokens[token.id] = token.waiting("compensation", token.catches)
    record = run.own_scope(token.id)
    record.pending, record.then = list(found), then
    proceed(run, run.state.tokens[token.id])


def _begin(run: Run, holder: Token, record: Scope, each: Compensation) -> None:
    record.variables = dict(each.variables)
    record.called = each.called if each.called != run.called(holder) else ""
    run.forget_process(holder.id)
    process = run.process_of(holder.id)
    if isinstance(process.nodes[each.handler], EventSubProcess):
        inside = Scope(completed=list(each.inner))
        run_event_sub_process(run, holder.id, start_of(process, each.handler), inside)
    else:
        run.enter(each.handler, holder.id)


def _leave_cancelled(run: Run, holder: Token) -> None:
    """By the cancel event at the border of the transaction, of the whole one when it is a loop's instance."""
    outer = run.state.tokens[holder.scope] if run.is_inner_instance(holder) else holder
    node = run.node(outer)
    assert isinstance(node, Transaction)
    caught = [event for event in node.boundary_events if _catches_cancel(event)]
    close_catches(run, holder.id)
    withdraw(run, outer, "cancelled")
    if caught:
        run.enter(caught[0].id, outer.scope)
    else:
        run.emptied.append(outer.scope)


def _catches_cancel(event: BoundaryEvent) -> bool:
    return any(isinstance(definition, CancelDefinition) for definition in event.definitions)


def _completed(run: Run, token: Token, activity: str) -> tuple[int, list[Compensation]]:
    """What can be undone from here: of this scope, or of the one that an event sub-process belongs to."""
    scope = token.scope
    while True:
        record = run.state.scopes.get(scope)
        found = [each for each in record.completed if activity in ("", each.activity)] if record else []
        holder = run.state.tokens.get(scope)
        if found or holder is None or not isinstance(run.node(holder), EventSubProcess):
            return scope, found
        scope = holder.scope

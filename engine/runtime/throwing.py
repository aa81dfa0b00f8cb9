"""Events that are thrown, by throw and end events, send tasks and loops (BPMN 10.5.5, 13.5.2, 13.5.6).

Whoever waits in the same case gets them at once; for the rest there is an effect.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.definition import (
    CancelDefinition,
    CompensationDefinition,
    ErrorDefinition,
    EscalationDefinition,
    EventDefinition,
    IoMapping,
    MessageDefinition,
    SignalDefinition,
    TerminateDefinition,
)
from engine.runtime import events
from engine.runtime.catching import key_of
from engine.runtime.commands import BroadcastSignal, SendMessage
from engine.runtime.compensation import cancel_transaction, compensate
from engine.runtime.data import evaluate_mappings
from engine.runtime.happening import all_waiting, happen, is_waiting
from engine.runtime.instance_state import Token
from engine.runtime.propagation import escalate, raise_error
from engine.runtime.run import Run
from engine.runtime.visits import leave
from engine.runtime.withdrawal import empty_scope, terminate

Throw = Callable[[], None]


def prepare(
    run: Run, token: Token, definition: EventDefinition, inputs: tuple[IoMapping, ...] = ()
) -> Throw | None:
    """What throwing it takes, its values computed; None where there is nothing to throw. Raises FeelError, Failed.

    Afterwards the token may be gone: an interrupting catcher has taken it away.
    """
    match definition:
        case MessageDefinition(name=name):
            seen = run.variables(token)
            key, payload = key_of(run, definition, seen), evaluate_mappings(run, inputs, seen)
            return lambda: _send(run, token, name, key, payload)
        case SignalDefinition(name=name):
            payload = evaluate_mappings(run, inputs, run.variables(token))
            return lambda: _signal(run, token, name, payload)
        case EscalationDefinition(code=code):
            return lambda: escalate(run, token, code)
        case ErrorDefinition(code=code):
            return lambda: raise_error(run, token, code, "")
        case TerminateDefinition():
            return lambda: _terminate_scope(run, token)
        case CancelDefinition():
            return lambda: cancel_transaction(run, token)
        case _:
            return None


def throw_all(
    run: Run, token: Token, throws: list[Throw], compensations: list[CompensationDefinition]
) -> None:
    """One after the other as long as the token is there, then go on, after the compensation that is waited for."""
    for throw in throws:
        throw()
        if token.id not in run.state.tokens:
            return
    node = run.node(token)
    if not compensate(run, token, compensations):
        leave(run, token, node)


def caught_signal(run: Run, name: str, payload: Mapping[str, Any]) -> None:
    """Everybody in the case who waits for the signal gets it."""
    for waiting in all_waiting(run, "signal"):
        definition = waiting.definition
        if isinstance(definition, SignalDefinition) and definition.name == name and is_waiting(run, waiting):
            happen(run, waiting, payload)


def _signal(run: Run, token: Token, name: str, payload: dict[str, Any]) -> None:
    run.events.append(events.SignalThrown(token.id, token.node, name))
    run.effects.append(BroadcastSignal(token.id, token.node, name, payload))
    caught_signal(run, name, payload)


def _send(run: Run, token: Token, name: str, key: str | None, payload: dict[str, Any]) -> None:
    run.events.append(events.MessageSent(token.id, token.node, name, key))
    for waiting in all_waiting(run, "message"):
        definition = waiting.definition
        assert isinstance(definition, MessageDefinition)
        if (definition.name, waiting.catch.key) == (name, key):
            happen(run, waiting, payload)
            return
    run.effects.append(SendMessage(token.id, token.node, name, key, payload))


def _terminate_scope(run: Run, token: Token) -> None:
    """The end of everything in the scope, without compensation or event handling (13.5.6)."""
    run.consume(token)
    if not token.scope:
        terminate(run, "terminate-end-event")
        return
    empty_scope(run, token.scope, "cancelled")
    run.own_scope(token.scope).is_closed = True
    run.emptied.append(token.scope)

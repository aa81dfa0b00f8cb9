"""Errors and escalations: from where they are thrown outwards to who catches them (BPMN 10.5.5, 13.5.3, 13.5.4).

Nearest first: the boundary of the activity itself, the event sub-processes of its scope, the boundary of
what holds the scope, and so on through called processes. What happens to an error that nobody catches the
specification leaves open (10.5.3, Table 10.88): here the instance is terminated, and the history tells why.
An escalation that nobody catches does nothing.
"""

from collections.abc import Iterable
from typing import TypeVar

from engine.definition import (
    Activity,
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    ErrorDefinition,
    EscalationDefinition,
    Node,
    Process,
    StartEvent,
    SubProcess,
)
from engine.runtime import events
from engine.runtime.instance_state import Token
from engine.runtime.registration import start_of
from engine.runtime.run import Run
from engine.runtime.scopes import begin_event_sub_process
from engine.runtime.withdrawal import terminate, withdraw

Kind = TypeVar("Kind", bound=CatchEvent)
Thrown = ErrorDefinition | EscalationDefinition
Catcher = tuple[int, BoundaryEvent | StartEvent]  # the token at the activity or the owner of the scope


def raise_error(run: Run, token: Token, error_code: str, reason: str) -> None:
    """Throw an error where the token stands; it always interrupts whoever catches it."""
    found = _find(run, token, ErrorDefinition(error_code))
    caught_by = found[1].id if found else ""
    run.events.append(events.ErrorRaised(token.id, token.node, error_code, reason, caught_by))
    if found is None:
        terminate(run, "error", closing="error")
    else:
        _catch(run, found, "error")


def escalate(run: Run, token: Token, code: str) -> None:
    """Throw an escalation where the token stands; an interrupting catcher may take the token away."""
    found = _find(run, token, EscalationDefinition(code))
    run.events.append(events.EscalationRaised(token.id, token.node, code, found[1].id if found else ""))
    if found is not None:
        _catch(run, found, "escalation")


def _catch(run: Run, found: Catcher, reason: str) -> None:
    owner, event = found
    if isinstance(event, StartEvent):
        begin_event_sub_process(run, owner, event, reason)
        return
    holder = run.state.tokens[owner]
    if event.interrupting:
        withdraw(run, holder, reason)
    run.enter(event.id, holder.scope)


def _find(run: Run, token: Token, thrown: Thrown) -> Catcher | None:
    found = _at_boundary(run, token, thrown)
    scope, left = token.scope, token.node
    while found is None:
        found = _in_scope(run, scope, thrown, left)
        if found is not None or not scope:
            return found
        holder = run.state.tokens[scope]
        found, scope, left = _at_boundary(run, holder, thrown), holder.scope, holder.node
    return found


def _at_boundary(run: Run, token: Token, thrown: Thrown) -> Catcher | None:
    node = run.node(token)
    if not isinstance(node, Activity) or run.is_inner_instance(token):
        return None
    event = _best(node.boundary_events, thrown)
    return (token.id, event) if event is not None else None


def _in_scope(run: Run, scope: int, thrown: Thrown, left: str) -> Catcher | None:
    """An event sub-process of the scope, but never the one it comes out of."""
    record = run.state.scopes.get(scope)
    if record is not None and record.is_closed:
        return None
    process = run.process_of(scope)
    inside: Process | Node = process
    if scope:
        holder = run.state.tokens[scope]
        node = run.node(holder)
        inside = process if isinstance(node, CallActivity) else node
        if holder.state != "scope":
            return None
    if not isinstance(inside, SubProcess | Process):
        return None
    others = (sub_id for sub_id in inside.event_sub_processes if sub_id != left)
    event = _best([start_of(process, sub_id) for sub_id in others], thrown)
    return (scope, event) if event is not None else None


def _best(catching: Iterable[Kind], thrown: Thrown) -> Kind | None:
    """The event for exactly this code, else the one that catches every code."""
    by_code = {
        definition.code: event
        for event in catching
        for definition in event.definitions
        if type(definition) is type(thrown)
    }
    return by_code.get(thrown.code) or by_code.get("")

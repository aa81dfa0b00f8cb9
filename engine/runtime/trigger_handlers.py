"""What each trigger does before tokens move: one function per trigger, found by its class.

A handler answers the token whose node must be executed again, or None.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.definition import Activity, BoundaryEvent, IntermediateCatchEvent, StartEvent, UserTask
from engine.errors import Conflict, InstanceEnded, NotFound, TokenGone, UnknownOutcome
from engine.runtime import events, triggers
from engine.runtime.commands import CloseUserTask
from engine.runtime.error_routing import raise_error
from engine.runtime.incidents import close_incident, open_incident
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.timers import fire
from engine.runtime.values import check_result, check_values
from engine.runtime.visits import finish, leave
from engine.runtime.withdrawal import release_wait, terminate, withdraw


def start(run: Run, trigger: triggers.Start) -> None:
    if run.state.next_token != 1:
        raise Conflict(reason="the instance has begun already")
    check_values(trigger.variables)
    begins = run.process.start_nodes if trigger.node_id is None else (trigger.node_id,)
    for node_id in begins:
        if trigger.node_id is not None and not isinstance(run.process.nodes.get(node_id), StartEvent):
            raise NotFound(kind="start event", id=node_id)
    run.state.zone = trigger.zone
    run.events.append(events.ProcessStarted(run.process.key, trigger.node_id, trigger.by))
    run.assign(None, trigger.variables)
    for node_id in begins:
        _remember(run, node_id, trigger.by)
        run.enter(node_id, 0)


def complete_user_task(run: Run, trigger: triggers.CompleteUserTask) -> None:
    token = run.token(trigger.token, "user-task")
    node = run.process.nodes[token.node]
    assert isinstance(node, UserTask)
    data = dict(trigger.data)
    check_values(data)
    if node.outcomes and data.get("outcome") not in node.outcomes:
        raise UnknownOutcome(
            outcome=data.get("outcome"), node=node.name or node.id, outcomes=list(node.outcomes)
        )
    _remember(run, node.id, trigger.by)
    run.effects.append(CloseUserTask(token.id, "completed"))
    run.events.append(events.UserTaskCompleted(token.id, node.id, trigger.by))
    finish(run, token, node, data)


def fire_timer(run: Run, trigger: triggers.FireTimer) -> None:
    token = run.token(trigger.token, "user-task", "connector", "event", "incident")
    if not any(timer.node == trigger.timer for timer in token.timers or ()):
        raise TokenGone(token=trigger.token, timer=trigger.timer)
    event = run.process.nodes[trigger.timer]
    assert isinstance(event, BoundaryEvent | IntermediateCatchEvent)
    token = fire(run, token, event, trigger.due_at)
    if isinstance(event, IntermediateCatchEvent):
        leave(run, token, event)
        return
    if event.interrupting:
        withdraw(run, token, "timer")
    run.enter(event.id, token.scope)


def calculator_returned(run: Run, trigger: triggers.CalculatorReturned) -> None:
    token = run.token(trigger.token, "calculator")
    check_result(trigger.value)
    run.events.append(events.CalculatorReturned(token.id, token.node, trigger.value))
    finish(run, token, _activity(run, token), trigger.value)


def connector_returned(run: Run, trigger: triggers.ConnectorReturned) -> None:
    token = run.token(trigger.token, "connector")
    check_result(trigger.value)
    run.events.append(events.ConnectorReturned(token.id, token.node, trigger.value))
    finish(run, token, _activity(run, token), trigger.value)


def business_error(run: Run, trigger: triggers.BusinessErrorRaised) -> None:
    token = run.token(trigger.token, "user-task", "calculator", "connector", "incident")
    raise_error(run, token, trigger.error_code, trigger.reason)


def technical_error(run: Run, trigger: triggers.TechnicalErrorRaised) -> None:
    token = run.token(trigger.token, "user-task", "calculator", "connector")
    if token.state == "user-task":
        release_wait(run, token, "incident")
    open_incident(run, token, trigger.code, trigger.params)


def retry_incident(run: Run, trigger: triggers.RetryIncident) -> Token | None:
    token = run.token(trigger.token, "incident")
    close_incident(run, token)
    if token.resume == "execute":
        return token
    if token.resume == "complete":
        finish(run, token, _activity(run, token), token.value)
    else:
        leave(run, token, run.process.nodes[token.node])
    return None


def cancel_instance(run: Run, trigger: triggers.CancelInstance) -> None:
    _require_active(run)
    terminate(run, trigger.reason)


def set_variables(run: Run, trigger: triggers.SetVariables) -> None:
    _require_active(run)
    check_values(trigger.changes)
    run.assign(None, trigger.changes)


def _activity(run: Run, token: Token) -> Activity:
    """Where only an activity can be what the token waits at."""
    node = run.process.nodes[token.node]
    assert isinstance(node, Activity)
    return node


def _remember(run: Run, node_id: str, by: str | None) -> None:
    """Keep who did it last; after the system has, nobody has."""
    if by is None:
        run.state.completers.pop(node_id, None)
    else:
        run.state.completers[node_id] = by


def _require_active(run: Run) -> None:
    if run.state.status != "active":
        raise InstanceEnded(state=run.state.status)


HANDLERS: Mapping[type, Callable[[Run, Any], Token | None]] = {
    triggers.Start: start,
    triggers.CompleteUserTask: complete_user_task,
    triggers.FireTimer: fire_timer,
    triggers.CalculatorReturned: calculator_returned,
    triggers.ConnectorReturned: connector_returned,
    triggers.BusinessErrorRaised: business_error,
    triggers.TechnicalErrorRaised: technical_error,
    triggers.RetryIncident: retry_incident,
    triggers.CancelInstance: cancel_instance,
    triggers.SetVariables: set_variables,
}

"""What each trigger does before tokens move: one function per trigger, found by its class.

A handler answers the token whose node must be executed again, or None.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.definition import Activity, CallActivity, EventBasedGateway, UserTask
from engine.errors import Conflict, InstanceEnded, TooManyTokens, UnknownOutcome
from engine.runtime import ad_hoc, events, triggers
from engine.runtime.beginning import begin_process, remember_completer
from engine.runtime.behaviours import call_activity
from engine.runtime.commands import CloseUserTask
from engine.runtime.data import keep_data
from engine.runtime.happening import Waiting, arrived, find_waiting, happen
from engine.runtime.incidents import FAILURES, close_incident, open_incident, open_incident_for
from engine.runtime.instance_state import Token, TokenState
from engine.runtime.migration import migrate_instance, undo_migration
from engine.runtime.propagation import raise_error
from engine.runtime.run import Run
from engine.runtime.throwing import caught_signal
from engine.runtime.values import check_result, check_values
from engine.runtime.visits import finish, leave
from engine.runtime.withdrawal import release_wait, terminate

_RESOLVABLE: tuple[TokenState, ...] = ("incident", "user-task", "connector", "event")


def start(run: Run, trigger: triggers.Start) -> None:
    if run.state.next_token != 1:
        raise Conflict(reason="the instance has begun already")
    check_values(trigger.variables)
    run.state.zone = trigger.zone
    run.events.append(events.ProcessStarted(run.process.key, trigger.node_id, trigger.by))
    begin_process(run, trigger)


def complete_user_task(run: Run, trigger: triggers.CompleteUserTask) -> None:
    token = run.token(trigger.token, "user-task")
    node = run.node(token)
    assert isinstance(node, UserTask)
    data = dict(trigger.data)
    check_values(data)
    if node.outcomes and data.get("outcome") not in node.outcomes:
        raise UnknownOutcome(
            outcome=data.get("outcome"), node=node.name or node.id, outcomes=list(node.outcomes)
        )
    is_repeated = run.is_in_loop(token)
    remember_completer(run, run.place(token, node.id), trigger.by, is_repeated=is_repeated)
    run.effects.append(CloseUserTask(token.id, "completed"))
    run.events.append(events.UserTaskCompleted(token.id, node.id, trigger.by))
    finish(run, token, node, data)


def fire_timer(run: Run, trigger: triggers.FireTimer) -> None:
    happen(run, _waiting(run, trigger.token, trigger.timer), {}, trigger.due_at)


def message_received(run: Run, trigger: triggers.MessageReceived) -> None:
    check_values(trigger.variables)
    happen(run, _waiting(run, trigger.token, trigger.trigger), trigger.variables)


def signal_received(run: Run, trigger: triggers.SignalReceived) -> None:
    _require_active(run)
    check_values(trigger.variables)
    caught_signal(run, trigger.name, trigger.variables)


def start_activity(run: Run, trigger: triggers.StartActivity) -> None:
    ad_hoc.choose(run, run.token(trigger.token, "scope"), trigger.node_id, trigger.by)


def complete_scope(run: Run, trigger: triggers.CompleteScope) -> None:
    ad_hoc.complete(run, run.token(trigger.token, "scope"))


def process_found(run: Run, trigger: triggers.ProcessFound) -> None:
    token = run.token(trigger.token, "calculator")
    node = run.node(token)
    assert isinstance(node, CallActivity)
    try:
        call_activity.call(run, token, node, trigger.reference)
    except TooManyTokens:
        raise
    except FAILURES as failure:
        open_incident_for(run, token, failure)


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
    freed = _freed(run, token)
    if token.resume == "execute":
        return freed
    node = run.node(token)
    if token.resume == "enter":
        run.queue.append(freed)
    elif token.resume == "leave":
        leave(run, freed, node)
    elif isinstance(node, Activity):
        finish(run, freed, node, token.value)
    else:
        arrived(run, freed, node, token.value)
    return None


def resolve_incident(run: Run, trigger: triggers.ResolveIncident) -> None:
    token = run.token(trigger.token, *_RESOLVABLE)
    check_values(trigger.data)
    if isinstance(run.node(token), EventBasedGateway):
        raise Conflict(reason="only one of its events can decide where the case goes on")
    if token.state == "incident":
        token = _freed(run, token)
    else:
        release_wait(run, token, "cancelled")
    run.events.append(events.IncidentResolved(token.id, token.node))
    node = run.node(token)
    if isinstance(node, Activity):
        keep_data(run, token, node, trigger.data)
    else:
        run.assign(token, trigger.data)
    leave(run, token, node)


def cancel_instance(run: Run, trigger: triggers.CancelInstance) -> None:
    _require_active(run)
    terminate(run, trigger.reason)


def set_variables(run: Run, trigger: triggers.SetVariables) -> None:
    _require_active(run)
    check_values(trigger.changes)
    run.assign(None, trigger.changes)


def _freed(run: Run, token: Token) -> Token:
    """The token without its incident."""
    close_incident(run, token)
    freed = run.state.tokens[token.id] = token.waiting("ready", token.catches)
    return freed


def _activity(run: Run, token: Token) -> Activity:
    """Where only an activity can be what the token waits at."""
    node = run.node(token)
    assert isinstance(node, Activity)
    return node


def _waiting(run: Run, owner: int, trigger: str) -> Waiting:
    """Raises InstanceEnded or TokenGone."""
    _require_active(run)
    return find_waiting(run, owner, trigger)


def _require_active(run: Run) -> None:
    if run.state.status != "active":
        raise InstanceEnded(state=run.state.status)


HANDLERS: Mapping[type, Callable[[Run, Any], Token | None]] = {
    triggers.Start: start,
    triggers.CompleteUserTask: complete_user_task,
    triggers.FireTimer: fire_timer,
    triggers.MessageReceived: message_received,
    triggers.SignalReceived: signal_received,
    triggers.StartActivity: start_activity,
    triggers.CompleteScope: complete_scope,
    triggers.ProcessFound: process_found,
    triggers.CalculatorReturned: calculator_returned,
    triggers.ConnectorReturned: connector_returned,
    triggers.BusinessErrorRaised: business_error,
    triggers.TechnicalErrorRaised: technical_error,
    triggers.RetryIncident: retry_incident,
    triggers.ResolveIncident: resolve_incident,
    triggers.CancelInstance: cancel_instance,
    triggers.SetVariables: set_variables,
    triggers.MigrateInstance: migrate_instance,
    triggers.UndoMigration: undo_migration,
}

"""Sub-processes and calls: opening what is inside, and its completion (BPMN 13.3.4, 13.5.6)."""

from collections.abc import Mapping
from typing import Any

from engine.definition import AdHocSubProcess, CallActivity, EventSubProcess, Process, StartEvent, SubProcess
from engine.runtime import events
from engine.runtime.catching import carry_out, plan
from engine.runtime.incidents import FAILURES, open_incident_for
from engine.runtime.instance_state import Token
from engine.runtime.registration import start_of
from engine.runtime.run import Run
from engine.runtime.scope import Scope
from engine.runtime.visits import finish, wait
from engine.runtime.withdrawal import close_catches, empty_scope


def open_scope(
    run: Run, token: Token, inside: SubProcess | Process, variables: Mapping[str, Any], called: str = ""
) -> None:
    """Let the token wait for what runs inside, its event sub-processes armed; no inner token yet.

    ``variables``: local ones; ``called``: reference of the process when ``inside`` is one.
    Raises Failed or FeelError; then nothing is changed.
    """
    before = run.state.scopes.get(token.id)
    record = run.state.scopes[token.id] = before.copy() if before else Scope()
    if called:
        record.own, record.variables = record.variables, dict(variables)
    else:
        record.variables.update(variables)
    record.called = called
    try:
        planned = plan(run, token.id, armed_starts(run, token.id, inside), run.variables_in(token.id))
        wait(run, token, "scope")
    except FAILURES:
        if before is None:
            del run.state.scopes[token.id]
        else:
            run.state.scopes[token.id] = before
        run.forget_process(token.id)
        raise
    run.own_scope(token.id).catches = carry_out(run, token.id, planned)


def armed_starts(run: Run, scope: int, inside: SubProcess | Process) -> list[StartEvent]:
    """The start events of the event sub-processes of a scope."""
    process = run.process_of(scope)
    return [start_of(process, sub_process_id) for sub_process_id in inside.event_sub_processes]


def begin_event_sub_process(run: Run, scope: int, start: StartEvent, reason: str) -> Token:
    """Its trigger has happened in the scope: an interrupting one takes everything else away (13.5.4).

    Answers the token at its start; or the one that holds it, when an incident has kept it from beginning.
    """
    if start.interrupting:
        empty_scope(run, scope, reason)
        run.own_scope(scope).is_closed = True
    return run_event_sub_process(run, scope, start)


def run_event_sub_process(run: Run, scope: int, start: StartEvent, record: Scope | None = None) -> Token:
    """Put a token at the event sub-process and one at its start; ``record``: what it finds in its scope.

    Answers as ``begin_event_sub_process`` does.
    """
    sub_process = run.process_of(scope).nodes[start.parent]
    assert isinstance(sub_process, EventSubProcess)
    holder = run.begin(sub_process.id, scope)
    run.events.append(events.NodeEntered(holder.id, holder.node))
    if record is not None:
        run.state.scopes[holder.id] = record
    try:
        open_scope(run, holder, sub_process, {})
    except FAILURES as failure:
        open_incident_for(run, holder, failure)
        return run.state.tokens[holder.id]
    return run.enter(start.id, holder.id)


def close_if_completing(run: Run, scope: int) -> None:
    """A sub-process that only waits for its event sub-processes begins no new ones (13.5.4)."""
    record = run.state.scopes.get(scope)
    if not scope or record is None or not record.catches:
        return
    node = run.node(run.state.tokens[scope])
    if not isinstance(node, SubProcess) or isinstance(node, AdHocSubProcess):
        return
    if all(isinstance(run.node(token), EventSubProcess) for token in run.tokens_in(scope)):
        close_catches(run, scope)
        run.own_scope(scope).is_closed = True


def complete_scope(run: Run, holder: Token) -> None:
    """Nothing runs inside any more: the token that held it goes on (13.5.6)."""
    node = run.node(holder)
    if isinstance(node, AdHocSubProcess) and not run.state.scopes[holder.id].is_closed:
        return
    close_catches(run, holder.id)
    if isinstance(node, EventSubProcess):
        done = run.state.scopes[holder.id].completed
        if done:
            run.own_scope(holder.scope).completed.extend(done)
        run.consume(holder)
        run.emptied.append(holder.scope)
    elif isinstance(node, CallActivity):
        finish(run, holder, node, _given_back(node, run.state.scopes[holder.id]))
    elif isinstance(node, SubProcess):
        finish(run, holder, node, None)


def _given_back(node: CallActivity, record: Scope) -> dict[str, Any]:
    """All that a mapping may choose from; else what the called process has written, for others may have the rest."""
    if node.outputs:
        return dict(record.variables)
    return {name: record.variables[name] for name in sorted(record.written)}

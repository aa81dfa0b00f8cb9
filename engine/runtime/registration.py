"""What can be compensated: completed activities, kept in order in the scope they ran in (BPMN 13.5.5)."""

from engine.definition import (
    Activity,
    CallActivity,
    CompensationDefinition,
    EventSubProcess,
    Process,
    StartEvent,
    SubProcess,
)
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.scope import Compensation, Scope

_NOTHING = Scope()


def remember(run: Run, token: Token, activity: Activity, *, is_inner: bool = False) -> None:
    """Keep the completed activity when it, or anything done inside of it, can be compensated.

    The handler at its boundary undoes it whole; else the event sub-process inside; else what was completed
    inside is undone one by one. ``is_inner``: one instance of a loop, which the boundary does not belong to.
    """
    handler = "" if is_inner else activity.compensation_handler
    if not handler and token.id not in run.state.scopes:
        return
    record = run.state.scopes.get(token.id, _NOTHING)
    called = run.called(token)
    if handler:
        made = Compensation(activity.id, handler, called=called)
    else:
        is_whole_loop = activity.loop is not None and not is_inner
        inside = "" if is_whole_loop else _compensating_sub_process(run, token, activity)
        if not inside and not record.completed:
            return
        made = Compensation(
            activity.id, inside, dict(record.variables), tuple(record.completed), record.called or called
        )
    run.own_scope(token.scope).completed.append(made)


def _compensating_sub_process(run: Run, token: Token, activity: Activity) -> str:
    """The id of the event sub-process inside that a compensation begins, or empty."""
    if not isinstance(activity, SubProcess | CallActivity):
        return ""
    process = run.process_of(token.id)
    inside: Process | SubProcess = activity if isinstance(activity, SubProcess) else process
    for sub_process_id in inside.event_sub_processes:
        if isinstance(start_of(process, sub_process_id).definitions[0], CompensationDefinition):
            return sub_process_id
    return ""


def start_of(process: Process, sub_process_id: str) -> StartEvent:
    """The start event of an event sub-process."""
    sub_process = process.nodes[sub_process_id]
    assert isinstance(sub_process, EventSubProcess)
    start = process.nodes[sub_process.start_nodes[0]]
    assert isinstance(start, StartEvent)
    return start

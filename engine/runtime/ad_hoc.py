"""Ad-hoc sub-process (BPMN 10.3.5, 13.3.5): people choose what is done next, until the condition is true."""

from engine.definition import Activity, AdHocSubProcess
from engine.errors import Conflict, NotFound
from engine.runtime import events
from engine.runtime.conditions import holds
from engine.runtime.incidents import FAILURES, open_incident_for
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.scopes import complete_scope
from engine.runtime.visits import go_on
from engine.runtime.withdrawal import empty_scope


def choose(run: Run, holder: Token, node_id: str, by: str | None) -> None:
    """Begin an activity. Raises NotFound, and Conflict while another one of a sequential sub-process runs."""
    node = _node(run, holder)
    if node_id not in node.start_nodes:
        raise NotFound(kind="activity", id=node_id)
    if run.state.scopes[holder.id].is_closed:
        raise Conflict(reason="the sub-process is being completed")
    if node.ordering == "Sequential" and run.tokens_in(holder.id):
        raise Conflict(reason="another activity is under way, and only one at a time is allowed")
    run.events.append(events.ActivityChosen(holder.id, node_id, by))
    run.enter(node_id, holder.id)


def complete(run: Run, holder: Token) -> None:
    """End it by command; what still runs is cancelled."""
    _node(run, holder)
    empty_scope(run, holder.id, "cancelled")
    run.own_scope(holder.id).is_closed = True
    complete_scope(run, holder)


def activity_done(run: Run, token: Token, activity: Activity, holder: Token) -> None:
    """An inner activity is done: ask the completion condition, then go on."""
    node = _node(run, holder)
    try:
        is_over = node.completion_condition is not None and holds(
            run, node.completion_condition, run.variables(holder)
        )
    except FAILURES as failure:
        open_incident_for(run, token, failure, resume="leave")
        return
    go_on(run, token, activity)
    if is_over and holder.id in run.state.tokens:
        run.own_scope(holder.id).is_closed = True
        if node.cancels_remaining:
            empty_scope(run, holder.id, "cancelled")
        run.emptied.append(holder.id)


def _node(run: Run, holder: Token) -> AdHocSubProcess:
    node = run.node(holder)
    if not isinstance(node, AdHocSubProcess):
        raise NotFound(kind="ad-hoc sub-process", id=holder.node)
    return node

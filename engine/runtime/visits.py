"""The visit of a node by a token: let it wait, finish it, choose the ways out."""

from typing import Any

from engine.definition import Activity, AdHocSubProcess, Flow, Node
from engine.runtime import events
from engine.runtime.catching import arm, disarm
from engine.runtime.data import store_result
from engine.runtime.incidents import FAILURES, open_incident_for
from engine.runtime.instance_state import Token, TokenState
from engine.runtime.registration import remember
from engine.runtime.run import Failed, Run


def wait(run: Run, token: Token, state: TokenState) -> None:
    """Let the token wait, with the boundary events of its activity armed.

    Raises Failed or FeelError when one cannot be computed; then nothing is changed.
    """
    run.state.tokens[token.id] = token.waiting(state, arm(run, token))


def finish(run: Run, token: Token, activity: Activity, value: Any) -> None:
    """The activity is done: store its result, wait for nothing any more, go on (BPMN 13.3.2).

    A failing output mapping is an incident that keeps the result for the retry.
    """
    try:
        store_result(run, token, activity, value)
    except FAILURES as failure:
        open_incident_for(run, token, failure, resume="complete", value=value)
        return
    leave(run, token, activity)


def leave(run: Run, token: Token, node: Node) -> None:
    """The node has done its work: go on, or be counted first where the instances of something are counted."""
    if token.scope and _is_counted(run, token, node):
        run.finished.append(token)
    else:
        go_on(run, token, node)


def go_on(run: Run, token: Token, node: Node) -> None:
    """Leave by every flow that takes a token; nothing to take is an incident at the node."""
    try:
        flows = node.outgoing if node.is_plain else flows_to_take(run, token, node)
    except FAILURES as failure:
        open_incident_for(run, token, failure, resume="leave")
        return
    disarm(run, token.id, token.catches)
    if isinstance(node, Activity):
        remember(run, token, node)
        run.leave_by(token, node, flows, node.completion_quantity)
    else:
        run.leave_by(token, node, flows)


def _is_counted(run: Run, token: Token, node: Node) -> bool:
    holder = run.state.tokens.get(token.scope)
    if holder is None or not isinstance(node, Activity):
        return False
    return holder.state == "loop" or isinstance(run.node(holder), AdHocSubProcess)


def flows_to_take(run: Run, token: Token, node: Node) -> list[Flow]:
    """Unconditional flows and those whose condition is true; the default when no condition is (13.3.1).

    Anything but true counts as false. Raises Failed("no-flow-taken"), FeelError.
    """
    asked: list[dict[str, Any]] = []
    taken = [flow for flow in node.outgoing if flow.id != node.default and _holds(run, token, flow, asked)]
    if not any(entry["value"] is True for entry in asked):
        taken += [flow for flow in node.outgoing if flow.id == node.default]
    if not taken:
        raise Failed("no-flow-taken")
    run.events += [events.GatewayDecided(token.id, node.id, flow.id, asked) for flow in taken]
    return taken


def _holds(run: Run, token: Token, flow: Flow, asked: list[dict[str, Any]]) -> bool:
    return flow.condition is None or ask_condition(run, token, flow, asked)


def ask_condition(run: Run, token: Token, flow: Flow, asked: list[dict[str, Any]]) -> bool:
    """Whether the condition is true; the question and its answer are added to ``asked``."""
    assert flow.condition is not None
    value = flow.condition.evaluate(run.variables(token), now=run.local_now)
    asked.append({"flow": flow.id, "condition": flow.condition.text, "value": value})
    return value is True

"""What forbids that an instance goes over, judged before anything is changed: token by token, then its scopes."""

from collections.abc import Callable

from engine.definition import (
    Activity,
    CallActivity,
    Event,
    EventSubProcess,
    Node,
    ServiceTask,
    UserTask,
)
from engine.runtime.instance_state import Token
from engine.runtime.migration.counterparts import has_same_loop
from engine.runtime.migration.sameness import is_same_attribute, is_same_loop, text_of
from engine.runtime.migration.transfer import Transfer
from engine.runtime.scope import Compensation

_BEGUN = frozenset({"user-task", "connector", "event", "scope", "compensation"})


def judge(transfer: Transfer) -> None:
    """Collect the reasons of all tokens, registrations and completers."""
    for token in transfer.own:
        _judge_token(transfer, token)
    for _owner, record in transfer.own_scopes():
        for each in (*record.pending, *(() if record.called else record.completed)):
            _judge_compensation(transfer, each)
    _judge_completers(transfer)


def _judge_token(transfer: Transfer, token: Token) -> None:
    before, after, reasons = transfer.before(token), transfer.after(token), transfer.reasons
    if after is None:
        candidates = transfer.counterparts.candidates(before)
        if candidates:
            reasons.add("node-missing", token.node, candidates=candidates)
        else:
            reasons.add("no-candidate", token.node)
        return
    if type(before) is not type(after):
        reasons.add("node-type", token.node, before=type(before).__name__, after=type(after).__name__)
        return
    if not transfer.counterparts.is_in_same_scope(before, after):
        reasons.add("nesting-changed", token.node)
    for check in _CHECKS:
        check(transfer, token, before, after)


def _check_loop(transfer: Transfer, token: Token, before: Node, after: Node) -> None:
    if not isinstance(before, Activity) or not isinstance(after, Activity):
        return
    is_inside = token.state == "loop" or transfer.run.is_inner_instance(token)
    has_begun = is_inside or token.state in _BEGUN or token.resume in ("complete", "leave")
    if has_begun and not has_same_loop(before, after):
        transfer.reasons.add("loop-changed", token.node)
    elif is_inside and not is_same_loop(before.loop, after.loop):
        transfer.reasons.add("loop-told", token.node)


def _check_work(transfer: Transfer, token: Token, before: Node, after: Node) -> None:
    """A connector or a called process is under way."""
    if isinstance(before, ServiceTask) and isinstance(after, ServiceTask) and token.state == "connector":
        if before.connector != after.connector:
            names = {"before": before.connector, "after": after.connector or after.calculator}
            transfer.reasons.add("connector-changed", token.node, **names)
    elif isinstance(before, CallActivity) and isinstance(after, CallActivity) and token.state == "scope":
        if before.called != after.called:
            names = {"before": before.called, "after": after.called}
            transfer.reasons.add("called-process-changed", token.node, **names)
        else:
            transfer.reasons.add("called-process-stays", token.node)


def _check_flows(transfer: Transfer, token: Token, before: Node, after: Node) -> None:
    """Gateways count the flows by which tokens came."""
    if isinstance(before, Activity | Event):
        return
    flows = token.value if token.state == "reset" else [token.flow] if token.flow else []
    for flow in flows:
        if not transfer.counterparts.flow(flow, after):
            transfer.reasons.add("flow-missing", token.node, flow=flow)


def _check_user_task(transfer: Transfer, token: Token, before: Node, after: Node) -> None:
    if not isinstance(before, UserTask) or not isinstance(after, UserTask) or token.state != "user-task":
        return
    add = transfer.reasons.add
    for name, code in (("form_key", "form-changed"), ("role", "role-changed")):
        old, new = text_of(getattr(before, name)), text_of(getattr(after, name))
        if old != new:
            add(code, token.node, before=old, after=new)
    if not (
        is_same_attribute(before.unit, after.unit) and is_same_attribute(before.assignee, after.assignee)
    ):
        add("assignment-changed", token.node)
    if before.outcomes != after.outcomes:
        add("outcomes-changed", token.node, after=list(after.outcomes))
    if _deadline(before) != _deadline(after):
        add("deadline-kept", token.node)
    of = transfer.counterparts.of
    if any(
        tuple(of(other) for other in getattr(before, name)) != getattr(after, name)
        for name in ("distinct_from", "not_related_to")
    ):
        add("separation-changed", token.node)


def _deadline(task: UserTask) -> tuple[str, str, str]:
    return text_of(task.due), task.calendar, text_of(task.priority)


_CHECKS: tuple[Callable[[Transfer, Token, Node, Node], None], ...] = (
    _check_loop,
    _check_work,
    _check_flows,
    _check_user_task,
)


def _judge_compensation(transfer: Transfer, each: Compensation) -> None:
    """What undoes it must be there; what lies inside of a called process stays there."""
    if each.called:
        return
    for inner in each.inner:
        _judge_compensation(transfer, inner)
    if not each.handler:
        return
    before = transfer.source.nodes[each.handler]
    after = transfer.run.process.nodes.get(transfer.counterparts.of(each.handler))
    if after is None or type(before) is not type(after) or _undoes(before) != _undoes(after):
        transfer.reasons.add("handler-missing", each.handler, activity=each.activity)


def _undoes(node: Node) -> bool:
    return isinstance(node, EventSubProcess) or (isinstance(node, Activity) and node.is_for_compensation)


def _judge_completers(transfer: Transfer) -> None:
    """The memory of the four-eyes rule must not lose a person."""
    kept: dict[str, str] = {}
    for place, person in transfer.run.state.completers.items():
        name = transfer.counterparts.of(place) or place
        if kept.setdefault(name, person) != person:
            transfer.reasons.add("completers-clash", place)

"""Loops and multi-instance activities (BPMN 10.3.8, 13.3.6, 13.3.7).

One token stands at the activity as a whole and waits in state "loop"; every instance is a token at the same
node whose scope it is. Instances come back through ``Run.finished`` to be counted.
"""

from collections import ChainMap
from typing import Any

from engine.definition import Activity, MultiInstance, StandardLoop
from engine.runtime.conditions import holds
from engine.runtime.incidents import FAILURES, open_incident_for
from engine.runtime.instance_state import Token
from engine.runtime.registration import remember
from engine.runtime.run import Failed, IncompleteState, Run
from engine.runtime.scope import LoopCount
from engine.runtime.throwing import prepare
from engine.runtime.visits import leave, wait
from engine.runtime.withdrawal import empty_scope

MOST_INSTANCES = 20_000
APART_FROM = 20  # instances side by side are stored one by one


def begin(run: Run, token: Token, activity: Activity) -> None:
    """Begin the first instance, or all at once; without any the activity is done at once."""
    if isinstance(activity.loop, MultiInstance):
        _begin_instances(run, token, activity, activity.loop)
        return
    loop = activity.loop
    assert isinstance(loop, StandardLoop)
    if loop.maximum == 0 or (loop.tests_before and not _goes_round(run, token, loop, 1)):
        leave(run, token, activity)
        return
    wait(run, token, "loop")
    run.own_scope(token.id).loop = LoopCount()
    _begin_one(run, run.state.tokens[token.id], activity)


def instance_done(run: Run, token: Token, activity: Activity, body: Token) -> None:
    """One instance is done: count it, and go on as the loop says."""
    if isinstance(activity.loop, MultiInstance):
        _count_instance(run, token, activity, activity.loop, body)
        return
    loop = activity.loop
    assert isinstance(loop, StandardLoop)
    record = run.own_scope(body.id)
    assert record.loop is not None
    done = record.loop.completed + 1
    try:
        goes_on = done != loop.maximum and _goes_round(run, token, loop, done + loop.tests_before)
    except FAILURES as failure:
        open_incident_for(run, token, failure, resume="leave")
        return
    record.loop.completed = done
    remember(run, token, activity, is_inner=True)
    run.consume(token)
    if goes_on:
        _begin_one(run, body, activity)
    else:
        leave(run, body, activity)


def _goes_round(run: Run, token: Token, loop: StandardLoop, number: int) -> bool:
    if loop.condition is None:
        return True
    return holds(run, loop.condition, ChainMap({"loopCounter": number}, dict(run.variables(token))))


def _begin_instances(run: Run, token: Token, activity: Activity, loop: MultiInstance) -> None:
    items = _items(run, token, loop)
    total = _cardinality(run, token, loop) if items is None else len(items)
    if total > MOST_INSTANCES:
        raise Failed("loop-too-large", instances=total, limit=MOST_INSTANCES)
    if not total:
        if loop.output_collection:
            run.assign(token, {loop.output_collection: []}, is_outside=True)
        leave(run, token, activity)
        return
    wait(run, token, "loop")
    count = LoopCount(total, items=items, outputs={} if loop.output_collection else None)
    run.own_scope(token.id).loop = count
    body = run.state.tokens[token.id]
    if loop.is_sequential:
        _begin_one(run, body, activity)
    else:
        count.is_apart = total >= APART_FROM
        for _ in range(total):
            _begin_one(run, body, activity)
        count.items = None
    _show_counts(run, body)


def _items(run: Run, token: Token, loop: MultiInstance) -> list[Any] | None:
    if loop.collection is None:
        return None
    value = loop.collection.evaluate(run.variables(token), run.local_now)
    if not isinstance(value, list):
        raise Failed("collection-invalid", expression=loop.collection.text)
    return value


def _cardinality(run: Run, token: Token, loop: MultiInstance) -> int:
    assert loop.cardinality is not None
    value = loop.cardinality.evaluate(run.variables(token), now=run.local_now)
    try:
        number = int(value)
    except (TypeError, ValueError, ArithmeticError):
        number = -1
    if number < 0 or isinstance(value, bool) or number != value:
        raise Failed("cardinality-invalid", expression=loop.cardinality.text)
    return number


def _begin_one(run: Run, body: Token, activity: Activity) -> None:
    record = run.own_scope(body.id)
    count = record.loop
    assert count is not None
    count.begun += 1
    local: dict[str, Any] = {"loopCounter": count.begun}
    loop = activity.loop
    if isinstance(loop, MultiInstance) and loop.element_variable and count.items is not None:
        local[loop.element_variable] = count.items[count.begun - 1]
    instance = run.own_scope(run.enter(activity.id, body.id).id)
    instance.variables.update(local)
    instance.number = count.begun


def _count_instance(run: Run, token: Token, activity: Activity, loop: MultiInstance, body: Token) -> None:
    record = run.own_scope(body.id)
    count = record.loop
    assert count is not None
    seen = run.variables(token)
    completed = count.completed + 1
    names = ChainMap(_names(count, completed), dict(seen))
    try:
        is_over = loop.completion_condition is not None and holds(run, loop.completion_condition, names)
        output = (
            loop.output_element.evaluate(seen, run.local_now) if loop.output_element is not None else None
        )
        throws = [
            throw
            for thrown in loop.thrown
            if (thrown.condition is None or holds(run, thrown.condition, names))
            and (loop.behavior != "One" or completed == 1)
            and (throw := prepare(run, body, thrown.definition))
        ]
    except FAILURES as failure:
        open_incident_for(run, token, failure, resume="leave")
        return
    count.completed = completed
    if count.outputs is not None:
        count.outputs[token.id] = (run.state.scopes[token.id].number, output)
    remember(run, token, activity, is_inner=True)
    run.consume(token)
    _show_counts(run, body)
    for throw in throws:
        throw()
        if body.id not in run.state.tokens:
            return
    _continue(run, body.id, activity, loop, is_over=is_over)


def _continue(run: Run, body_id: int, activity: Activity, loop: MultiInstance, *, is_over: bool) -> None:
    body, record = run.state.tokens[body_id], run.own_scope(body_id)
    count = record.loop
    assert count is not None
    if is_over:
        empty_scope(run, body_id, "cancelled")
        count.terminated = count.begun - count.completed
    elif count.completed < count.begun:
        return
    elif loop.is_sequential and count.begun < (count.total or 0):
        _begin_one(run, body, activity)
        _show_counts(run, body)
        return
    if count.outputs is not None:
        run.assign(body, {loop.output_collection: _collected(count)}, is_outside=True)
    leave(run, body, activity)


def _collected(count: LoopCount) -> list[Any]:
    """What the instances gave, in their order; null where one gave nothing. Raises IncompleteState."""
    assert count.outputs is not None
    if len(count.outputs) != count.completed:
        raise IncompleteState
    by_number = dict(count.outputs.values())
    return [by_number.get(number) for number in range(1, (count.total or 0) + 1)]


def _show_counts(run: Run, body: Token) -> None:
    record = run.own_scope(body.id)
    assert record.loop is not None
    record.variables.update(_names(record.loop, record.loop.completed))


def _names(count: LoopCount, completed: int) -> dict[str, Any]:
    """The names of BPMN Table 10.29."""
    return {
        "numberOfInstances": count.total,
        "numberOfActiveInstances": count.begun - completed - count.terminated,
        "numberOfCompletedInstances": completed,
        "numberOfTerminatedInstances": count.terminated,
    }

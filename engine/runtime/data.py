"""Data into and out of an activity: io mapping, result variable, or flat (BPMN 10.4; design: engine.md)."""

from collections.abc import Mapping
from typing import Any

from engine.definition import Activity, Attribute, CallActivity, CatchEvent, IoMapping, MultiInstance
from engine.runtime.instance_state import Token
from engine.runtime.run import Failed, Run


def activity_inputs(run: Run, token: Token, activity: Activity) -> dict[str, Any]:
    """The mapped inputs only, or a copy of all variables when nothing is mapped."""
    variables = run.variables(token)
    if not activity.inputs:
        return dict(variables)
    return evaluate_mappings(run, activity.inputs, variables)


def visible_in(run: Run, token: Token, activity: Activity) -> Mapping[str, Any]:
    """What an expression inside the activity sees: all variables, overlaid by the mapped inputs."""
    variables = run.variables(token)
    if not activity.inputs:
        return variables
    return {**variables, **evaluate_mappings(run, activity.inputs, variables)}


def evaluate_mappings(run: Run, mappings: tuple[IoMapping, ...], scope: Mapping[str, Any]) -> dict[str, Any]:
    return {mapping.target: mapping.source.evaluate(scope, run.local_now) for mapping in mappings}


def store_result(run: Run, token: Token, activity: Activity, value: Any) -> None:
    """Mapped outputs only, else into the result variable, else the entries of a context flat.

    An output source sees the variables, the entries of the result and the result variable. What an
    instance of a loop with an output collection gives stays in that instance.
    """
    changes = _result(run, token, activity, value)
    if changes and activity.outputs:
        run.assign(token, changes, is_outside=True)
    elif changes:
        keep_data(run, token, activity, changes)


def keep_data(run: Run, token: Token, activity: Activity, data: Mapping[str, Any]) -> None:
    """What the activity gives without a mapping: to its instance when that is collected, else to its surroundings."""
    loop = activity.loop
    if isinstance(loop, MultiInstance) and loop.output_collection and run.is_inner_instance(token):
        run.keep(token, data)
    else:
        run.assign(token, data, is_outside=isinstance(activity, CallActivity))


def _result(run: Run, token: Token, activity: Activity, value: Any) -> dict[str, Any]:
    result_variable = getattr(activity, "result_variable", "")
    entries = value if type(value) is dict else {}
    if not activity.outputs:
        return {result_variable: value} if result_variable else entries
    scope = {**run.variables(token), **entries}
    if result_variable:
        scope[result_variable] = value
    return evaluate_mappings(run, activity.outputs, scope)


def keep_payload(run: Run, token: Token, event: CatchEvent, payload: Mapping[str, Any]) -> None:
    """What a message or a signal carries: the mapped outputs only, or all of it flat."""
    if event.outputs:
        payload = evaluate_mappings(run, event.outputs, {**run.variables(token), **payload})
    if payload:
        run.assign(token, payload)


def text_of(run: Run, token: Token, attribute: Attribute | None, name: str) -> str | None:
    """The text of an attribute, None when it is not given. Raises Failed("attribute-empty")."""
    if attribute is None:
        return None
    if attribute.expression is None and attribute.text:
        return attribute.text
    value = attribute.evaluate(run.variables(token), run.local_now)
    if not isinstance(value, str) or not value:
        raise Failed("attribute-empty", attribute=name, expression=attribute.text)
    return value

"""A decision sent as JSON, judged by the form of its step, as the engine takes it."""

from collections.abc import Mapping
from typing import Any

from engine import queries
from engine.forms.file_answers import attach_answers
from engine.queries import UserTaskView
from portal.api.form_data import context_of, judged
from portal.api.problems import ApiProblem, ProblemError

WITHDRAW = "withdraw"


def decision_values(
    task: UserTaskView, outcome: str, data: Mapping[str, Any], person_id: str
) -> dict[str, Any]:
    """FEEL values with the outcome. Raises ApiProblem, or the refusal of who may not decide at all."""
    try:
        return _values(task, outcome, data, person_id)
    except ApiProblem as problem:
        if task.refusal is not None:
            raise task.refusal from problem
        raise


def _values(task: UserTaskView, outcome: str, data: Mapping[str, Any], person_id: str) -> dict[str, Any]:
    _check_outcome(task, outcome)
    chosen = {"outcome": outcome} if outcome else {}
    if not task.form_key or outcome == WITHDRAW:
        return chosen
    form = queries.form_of(task.instance, task.form_key)
    context = context_of(person_id, task.instance.unit_path, {**task.variables, "outcome": outcome})
    values = judged(form, data, context)
    attach_answers(form, values)
    return {**values, **chosen}


def _check_outcome(task: UserTaskView, outcome: str) -> None:
    if outcome in (task.outcomes or ("",)):
        return
    offered = ", ".join(task.outcomes)
    wrong = ProblemError(pointer="#/outcome", code="unknown-outcome", detail=offered)
    raise ApiProblem("unknown-outcome", errors=[wrong])

"""User task (BPMN 10.3.4, 13.3.3): offered to people on activation, complete when one has done the work."""

from datetime import datetime

from engine.definition import Attribute, UserTask
from engine.runtime import events
from engine.runtime.commands import CreateUserTask
from engine.runtime.data import text_of
from engine.runtime.instance_state import Token
from engine.runtime.run import Failed, Run
from engine.runtime.timing import deadline_of
from engine.runtime.visits import wait

USUAL_PRIORITY = 50


def execute(run: Run, token: Token, node: UserTask) -> None:
    created = creation(run, token, node)
    wait(run, token, "user-task")
    run.effects.append(created)
    run.events.append(events.UserTaskCreated(token.id, node.id, created.role, created.unit, created.assignee))


def creation(run: Run, token: Token, node: UserTask) -> CreateUserTask:
    """What the user task is for this token. Raises Failed or FeelError."""
    role = text_of(run, token, node.role, "role")
    due = _deadline(run, token, node)
    return CreateUserTask(
        token=token.id,
        node=run.place(token, node.id),
        name=node.name,
        role=role,
        unit=text_of(run, token, node.unit, "unit"),
        assignee=_assignee(run, token, node.assignee, role),
        due=due,
        calendar=node.calendar if isinstance(due, str) else "",
        priority=_priority(run, token, node.priority),
        form_key=text_of(run, token, node.form_key, "formKey"),
        distinct_from=tuple(run.place(token, other) for other in node.distinct_from),
        not_related_to=tuple(run.place(token, other) for other in node.not_related_to),
        outcomes=node.outcomes,
    )


def _assignee(run: Run, token: Token, attribute: Attribute | None, role: str | None) -> str | None:
    """Nobody named is fine as long as a role is; then everybody in it may claim the task."""
    try:
        return text_of(run, token, attribute, "assignee")
    except Failed:
        if role is None:
            raise
        return None


def _deadline(run: Run, token: Token, node: UserTask) -> datetime | str | None:
    """None without ``due``, also when its expression finds none."""
    if node.due is None:
        return None
    value = node.due.evaluate(run.variables(token), run.local_now)
    return None if value is None else deadline_of(value, node.calendar, run.local_now)


def _priority(run: Run, token: Token, attribute: Attribute | None) -> int:
    if attribute is None:
        return USUAL_PRIORITY
    try:
        return int(attribute.evaluate(run.variables(token), run.local_now))
    except (TypeError, ValueError, ArithmeticError):
        raise Failed("priority-invalid", expression=attribute.text) from None

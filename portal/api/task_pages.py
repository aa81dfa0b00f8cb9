"""One step as the caller may see it."""

from datetime import datetime
from typing import Any

from ninja import Schema

from engine import queries
from engine.errors import NotFound
from engine.queries import UserTaskView
from portal.errors import message_for
from portal.inbox.applicant import service_title
from portal.inbox.case_page import holds_role_of
from portal.inbox.people import name_of, people_by_id
from portal.inbox.request_answers import request_answers
from portal.step_names import node_name


class TaskRefusal(Schema):
    """Why the caller cannot act on the step: a stable code, and words for people."""

    code: str
    detail: str


class TaskDetail(Schema):
    """``revision``: to be sent back with the decision. ``form``: the stored form of the decision, or null."""

    id: int
    tracking_code: str
    service: str
    title: str
    node: str
    step: str
    state: str
    applicant: str
    unit: str
    escalated_from: str
    assignee: str
    assignee_name: str
    due: datetime | None
    priority: int
    outcomes: list[str]
    revision: str
    refusal: TaskRefusal | None
    answers: dict[str, Any]
    form: dict[str, Any] | None


def task_for(task_id: int, person_id: str) -> UserTaskView:
    """The step, if it is the caller's to see; applicants see only what waits for themselves. Raises NotFound."""
    task = queries.user_task(task_id, by=person_id)
    is_applicant = task.instance.started_by == person_id
    if is_applicant and not is_personal(task, person_id) and not holds_role_of(task, person_id):
        raise NotFound(kind="user task", id=task_id)
    return task


def is_personal(task: UserTaskView, person_id: str) -> bool:
    """Whether it is meant for this one person: the correction of the own request."""
    return not task.role and task.assignee == person_id


def logged(task: UserTaskView, person_id: str) -> UserTaskView:
    """The same, with the reading of somebody else's case in the log."""
    if not is_personal(task, person_id):
        queries.case(task.instance.tracking_code or "", by=person_id, screen="api:task")
    return task


def detail_of(task: UserTaskView, person_id: str) -> TaskDetail:
    """Everything needed to decide."""
    instance, process = task.instance, queries.process_of(task.instance)
    people = people_by_id([instance.started_by, task.assignee])
    answers = request_answers(instance, task.variables)
    refusal = task.refusal
    return TaskDetail(
        id=task.id,
        tracking_code=instance.tracking_code,
        service=instance.business_key,
        title=service_title(task.variables.get("offering")) or process.name,
        node=task.node,
        step=node_name(process, task.node),
        state=task.state,
        applicant=name_of(instance.started_by, people),
        unit=task.unit_path,
        escalated_from=task.escalated_from,
        assignee=task.assignee,
        assignee_name=name_of(task.assignee, people) if task.assignee else "",
        due=task.due,
        priority=task.priority,
        outcomes=list(task.outcomes),
        revision=task.revision,
        refusal=TaskRefusal(code=refusal.code, detail=message_for(refusal)) if refusal else None,
        answers=answers.data if answers else {},
        form=_form(task),
    )


def _form(task: UserTaskView) -> dict[str, Any] | None:
    return dict(queries.form_of(task.instance, task.form_key).source) if task.form_key else None

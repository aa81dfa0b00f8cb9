"""The inbox: what waits for the caller, one step of it, and the acts on it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from engine import api
from engine.actor import Actor
from portal.api.idempotency import IdempotencyKey, once
from portal.api.openapi import problems
from portal.api.paging import PageSize
from portal.api.request_states import RequestState, state_of
from portal.api.task_pages import TaskDetail, detail_of, logged, task_for
from portal.api.task_values import decision_values
from portal.inbox.filters import InboxFilters
from portal.inbox.listing import page_of
from portal.inbox.rows import rows_of
from portal.services.statuses import status_of

router = Router()
ACT = problems(400, 403, 404, 409, 422)
Text = Annotated[str, StringConstraints(max_length=200)]


class TaskFilters(Schema):
    """``step``: ``process:node``. ``unit``: a unit path, the units below included. ``q``: code or applicant."""

    view: Literal["all", "mine", "unclaimed", "overdue"] = "all"
    service: Text = ""
    step: Text = ""
    unit: Text = ""
    q: Text = ""
    sort: Literal["due", "-due", "waiting", "-waiting"] = "due"


class TaskSummary(Schema):
    """A step that waits. ``escalated_from``: the unit in which nobody may decide it."""

    id: int
    tracking_code: str
    service: str
    step: str
    applicant: str
    unit: str
    escalated_from: str
    waiting_since: datetime
    due: datetime | None
    claimed_by: str
    is_mine: bool


class Tasks(Schema):
    items: list[TaskSummary]
    next: str | None


class Decision(Schema):
    """``outcome``: one of the step's outcomes. ``expected_revision``: the revision that was read before deciding."""

    outcome: str = ""
    data: dict[str, Any] = {}
    expected_revision: str


class Return(Schema):
    """Back to the applicant (or to the step before) with the reason to be read there."""

    reason: str
    note: str | None = None
    expected_revision: str


class Claimed(Schema):
    id: int
    assignee: str
    revision: str


class Decided(Schema):
    id: int
    tracking_code: str
    state: RequestState


@router.get(
    "/tasks",
    response=Tasks,
    operation_id="listTasks",
    summary="The inbox: what waits for the caller",
    openapi_extra=problems(422),
)
def list_tasks(
    request: HttpRequest, filters: Query[TaskFilters], after: Text = "", limit: PageSize = 30
) -> Tasks:
    """``after``: the field `next` of the page before."""
    person_id = str(request.auth.pk)
    page = page_of(person_id, InboxFilters(**filters.model_dump()), after=after, size=limit)
    items = [
        TaskSummary(
            id=row.id,
            tracking_code=row.tracking_code,
            service=row.service,
            step=row.step,
            applicant=row.applicant,
            unit=row.unit,
            escalated_from=row.escalated_from,
            waiting_since=row.waiting_since,
            due=row.due_at,
            claimed_by=row.claimed_by,
            is_mine=row.is_mine,
        )
        for row in rows_of(page.tasks, person_id)
    ]
    return Tasks(items=items, next=page.next or None)


@router.get(
    "/tasks/{int:task_id}",
    response=TaskDetail,
    operation_id="getTask",
    summary="A step with its form, the answers of the request and the revision to decide on",
    openapi_extra=problems(404),
)
def get_task(request: HttpRequest, task_id: int) -> TaskDetail:
    """The reading of a colleague is logged."""
    person_id = str(request.auth.pk)
    return detail_of(logged(task_for(task_id, person_id), person_id), person_id)


@router.post(
    "/tasks/{int:task_id}/claim",
    response=Claimed,
    operation_id="claimTask",
    summary="Take a step, so that nobody else decides it",
    openapi_extra=ACT,
)
def claim_task(request: HttpRequest, task_id: int, idempotency_key: IdempotencyKey) -> dict[str, Any]:
    def work(command_id: str) -> Claimed:
        api.claim(task_for(task_id, str(request.auth.pk)).id, by=_actor(request))
        return _claimed(request, task_id)

    return once(request, idempotency_key, work)


@router.post(
    "/tasks/{int:task_id}/release",
    response=Claimed,
    operation_id="releaseTask",
    summary="Give a claimed step back to all who may do it",
    openapi_extra=ACT,
)
def release_task(request: HttpRequest, task_id: int, idempotency_key: IdempotencyKey) -> dict[str, Any]:
    def work(command_id: str) -> Claimed:
        api.release(task_for(task_id, str(request.auth.pk)).id, by=_actor(request))
        return _claimed(request, task_id)

    return once(request, idempotency_key, work)


@router.post(
    "/tasks/{int:task_id}/complete",
    response=Decided,
    operation_id="completeTask",
    summary="Decide: finish a step with an outcome and the answers of its form",
    openapi_extra=ACT,
)
def complete_task(
    request: HttpRequest, task_id: int, body: Decision, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Nothing is changed when the data shown have changed since ``expected_revision`` was read (409)."""
    return once(request, idempotency_key, lambda command: _decide(request, task_id, body, command))


@router.post(
    "/tasks/{int:task_id}/return",
    response=Decided,
    operation_id="returnTask",
    summary="Return for correction: short for the outcome `return`",
    openapi_extra=ACT,
)
def return_task(
    request: HttpRequest, task_id: int, body: Return, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    data = {"reason": body.reason, **({"note": body.note} if body.note else {})}
    decision = Decision(outcome="return", data=data, expected_revision=body.expected_revision)
    return once(request, idempotency_key, lambda command: _decide(request, task_id, decision, command))


def _decide(request: HttpRequest, task_id: int, decision: Decision, command_id: str) -> Decided:
    person_id = str(request.auth.pk)
    task = task_for(task_id, person_id)
    instance = api.complete(
        task.id,
        decision_values(task, decision.outcome, decision.data, person_id),
        by=_actor(request),
        command_id=command_id,
        expected_revision=decision.expected_revision,
    )
    state = state_of(status_of(instance))
    return Decided(id=task.id, tracking_code=instance.tracking_code, state=state)


def _claimed(request: HttpRequest, task_id: int) -> Claimed:
    now = task_for(task_id, str(request.auth.pk))
    return Claimed(id=now.id, assignee=now.assignee, revision=now.revision)


def _actor(request: HttpRequest) -> Actor:
    return Actor(str(request.auth.pk), channel="api")

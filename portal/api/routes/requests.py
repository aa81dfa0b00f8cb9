"""The own requests, and one request as its applicant or its office may see it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from engine import queries
from engine.errors import NotFound
from portal.api.openapi import problems
from portal.api.paging import After, PageSize, page_by_id
from portal.api.request_states import RequestState, state_of
from portal.inbox.request_answers import request_answers
from portal.inbox.search import tracking_code_in
from portal.inbox.timeline import TimelineItem, timeline_of
from portal.services.statuses import RequestStatus, status_of
from portal.services.story import story_of

router = Router()


class RequestSummary(Schema):
    """``task_id``: the step that waits for the applicant. ``letter_number``: once the letter is issued."""

    id: int
    tracking_code: str
    service: str
    title: str
    state: RequestState
    status: str
    submitted_at: datetime
    ended_at: datetime | None
    task_id: int | None
    due: datetime | None
    letter_number: str | None


class Requests(Schema):
    items: list[RequestSummary]
    next: int | None


class HistoryItem(Schema):
    """One step in words. ``by`` is empty for the applicant, who is told of steps, not of people."""

    at: datetime
    title: str
    text: str
    note: str
    by: str


class RequestDetail(RequestSummary):
    """``answers``: what was sent, neutral, by field name."""

    history: list[HistoryItem]
    answers: dict[str, Any]


@router.get(
    "/requests",
    response=Requests,
    operation_id="listRequests",
    summary="The own requests, newest first",
    openapi_extra=problems(422),
)
def list_requests(request: HttpRequest, after: After = None, limit: PageSize = 30) -> Requests:
    rows, cursor = page_by_id(queries.my_requests(str(request.auth.pk)), after, limit)
    items = [RequestSummary(**summary(status_of(instance))) for instance in rows]
    return Requests(items=items, next=cursor)


@router.get(
    "/requests/{tracking_code}",
    response=RequestDetail,
    operation_id="getRequest",
    summary="Status and history of a request",
    openapi_extra=problems(404),
)
def get_request(request: HttpRequest, tracking_code: str) -> RequestDetail:
    """The office reads the history with names and internal notes; its reading is logged."""
    person_id = str(request.auth.pk)
    instance = queries.by_tracking_code(tracking_code_in(tracking_code))
    if instance is None:
        raise NotFound(kind="request", id=tracking_code)
    is_own = instance.started_by == person_id
    case = queries.case(instance.tracking_code, by=person_id, screen="" if is_own else "api:request")
    tell = story_of if is_own else timeline_of
    answers = request_answers(case.instance, case.variables)
    return RequestDetail(
        **summary(status_of(case.instance)),
        history=[_item(item) for item in tell(case.process, queries.history(case.instance))],
        answers=answers.data if answers else {},
    )


def summary(status: RequestStatus) -> dict[str, Any]:
    """The fields of a RequestSummary."""
    instance = status.instance
    return {
        "id": instance.pk,
        "tracking_code": instance.tracking_code,
        "service": instance.business_key,
        "title": status.title,
        "state": state_of(status),
        "status": status.text,
        "submitted_at": instance.started_at,
        "ended_at": instance.ended_at,
        "task_id": status.task_id,
        "due": status.due,
        "letter_number": status.letter.number if status.letter else None,
    }


def _item(item: TimelineItem) -> HistoryItem:
    return HistoryItem(at=item.at, title=item.title, text=item.text, note=item.note, by=item.by)

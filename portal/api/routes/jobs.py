"""Jobs of external connectors, for workers written in any language; needs the role `integration.worker`."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from engine import external_jobs
from engine.actor import Actor
from engine.errors import ValueUnsupported
from engine.external_jobs import Holder
from portal.api.json_numbers import exact
from portal.api.openapi import problems
from portal.api.problems import ApiProblem, ProblemError
from workflows.directory.access import units_with_role
from workflows.directory.role_names import EXTERNAL_WORKER

router = Router()
WorkerId = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
LockSeconds = Annotated[int, Field(ge=1, le=86_400)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]


class FetchAndLock(Schema):
    """``topics``: names of external connectors. ``lock_seconds``: longer than the work takes, or extend it."""

    worker_id: WorkerId
    topics: Annotated[list[str], Field(min_length=1, max_length=50)]
    max_jobs: Annotated[int, Field(ge=1, le=100)] = 10
    lock_seconds: LockSeconds = 60


class LockedJob(Schema):
    """``lock``: sent back with the result. ``idempotency_key``: the same in every try; let it guard the effect.

    ``variables``: texts, booleans and lists as they are, all else tagged: ``{"$number": "12.50"}``,
    ``{"$date": "2026-11-21"}``.
    """

    id: int
    lock: int
    topic: str
    idempotency_key: str
    tracking_code: str
    unit: str
    node: str
    variables: dict[str, Any]
    attempt: int
    retries_left: int
    locked_until: datetime


class LockedJobs(Schema):
    items: list[LockedJob]


class Completion(Schema):
    """``variables`` go into the case: JSON values, or tagged as they came."""

    worker_id: WorkerId
    lock: int
    variables: dict[str, Any] = {}


class Failure(Schema):
    """``error``: a code, no text (it is shown to operators and must hold nothing personal)."""

    worker_id: WorkerId
    lock: int
    error: Code
    retry_after_seconds: Annotated[int, Field(ge=1, le=86_400)] | None = None


class Extension(Schema):
    worker_id: WorkerId
    lock: int
    lock_seconds: LockSeconds = 60


class Completed(Schema):
    id: int


class Failed(Schema):
    """``retries_left`` 0: the job waits for an operator."""

    id: int
    retries_left: int


class Extended(Schema):
    id: int
    locked_until: datetime


@router.post(
    "/jobs/fetch-and-lock",
    response=LockedJobs,
    operation_id="fetchAndLockJobs",
    summary="Take jobs that are due, longest due first, each locked for this worker",
    openapi_extra=problems(404, 422),
)
def fetch_and_lock(request: HttpRequest, body: FetchAndLock) -> Any:
    units = _units(request)
    known = external_jobs.topics()
    wrong = [
        ProblemError(pointer=f"#/topics/{place}", code="unknown-topic", detail=", ".join(known))
        for place, topic in enumerate(body.topics)
        if topic not in known
    ]
    if wrong:
        raise ApiProblem("request-invalid", errors=wrong)
    lease = timedelta(seconds=body.lock_seconds)
    return {"items": external_jobs.fetch_and_lock(body.topics, units=units, most=body.max_jobs, lease=lease)}


@router.post(
    "/jobs/{int:job_id}/complete",
    response=Completed,
    operation_id="completeJob",
    summary="The work is done; the case goes on with the result",
    openapi_extra=problems(404, 409, 422),
)
def complete_job(request: HttpRequest, job_id: int, body: Completion) -> Completed:
    """Refused (409) when the lock ran out and another worker has the job, or nobody needs it any more."""
    holder = _holder(request, body.worker_id, body.lock)
    try:
        external_jobs.complete(job_id, exact(body.variables), holder=holder)
    except ValueUnsupported as error:
        wrong = ProblemError(pointer="#/variables", code=error.code, detail=str(error))
        raise ApiProblem("request-invalid", errors=[wrong]) from error
    return Completed(id=job_id)


@router.post(
    "/jobs/{int:job_id}/fail",
    response=Failed,
    operation_id="failJob",
    summary="The try has failed: again after a growing pause, at last a fault for an operator",
    openapi_extra=problems(404, 409, 422),
)
def fail_job(request: HttpRequest, job_id: int, body: Failure) -> Failed:
    holder = _holder(request, body.worker_id, body.lock)
    pause = timedelta(seconds=body.retry_after_seconds) if body.retry_after_seconds else None
    return Failed(
        id=job_id,
        retries_left=external_jobs.fail(job_id, body.error, holder=holder, retry_after=pause),
    )


@router.post(
    "/jobs/{int:job_id}/extend-lock",
    response=Extended,
    operation_id="extendJobLock",
    summary="The work takes longer: keep the job",
    openapi_extra=problems(404, 409, 422),
)
def extend_lock(request: HttpRequest, job_id: int, body: Extension) -> Extended:
    holder = _holder(request, body.worker_id, body.lock)
    until = external_jobs.extend_lock(job_id, holder=holder, lease=timedelta(seconds=body.lock_seconds))
    return Extended(id=job_id, locked_until=until)


def _holder(request: HttpRequest, worker_id: str, lock: int) -> Holder:
    return Holder(lock, worker_id, Actor(str(request.auth.pk), channel="api"), _units(request))


def _units(request: HttpRequest) -> list[str]:
    """The units the caller works for; to who does not hold the role anywhere the address does not exist."""
    units = units_with_role(str(request.auth.pk), EXTERNAL_WORKER)
    if not units:
        raise ApiProblem("not-found")
    return units

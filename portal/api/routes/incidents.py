"""Technical faults of cases in reach, for who looks after their operation."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from portal.api.openapi import problems
from portal.api.paging import After, PageSize, page_by_id
from portal.api.problems import ApiProblem
from portal.audit.incident_words import incident_view
from portal.backoffice.incidents import reached, retry_for
from workflows.directory.access import units_with_role
from workflows.directory.role_names import STUDIO_ADMINISTRATOR

router = Router()


class IncidentSummary(Schema):
    """A fault. ``cause``: words for people. ``code``: stable. Nothing of the case's data."""

    id: int
    tracking_code: str
    process: str
    node: str
    step: str
    unit: str
    code: str
    cause: str
    state: Literal["open", "closed"]
    opened_at: datetime
    closed_at: datetime | None


class Incidents(Schema):
    items: list[IncidentSummary]
    next: int | None


class Retried(Schema):
    """``goes_on`` is false when the step failed again; that is a new fault in the list."""

    id: int
    goes_on: bool


@router.get(
    "/incidents",
    response=Incidents,
    operation_id="listIncidents",
    summary="Faults of the units whose operation the caller looks after, newest first",
    openapi_extra=problems(404, 422),
)
def list_incidents(
    request: HttpRequest,
    state: Literal["open", "closed"] = "open",
    after: After = None,
    limit: PageSize = 30,
) -> Incidents:
    rows, cursor = page_by_id(_reached(request).filter(state=state), after, limit)
    return Incidents(items=[_summary(incident) for incident in rows], next=cursor)


@router.post(
    "/incidents/{int:incident_id}/retry",
    response=Retried,
    operation_id="retryIncident",
    summary="Try the failed step again",
    openapi_extra=problems(404, 409),
)
def retry_incident(request: HttpRequest, incident_id: int) -> Retried:
    """Recorded as a change, like the same act on the screen."""
    incident = _reached(request).filter(pk=incident_id).first()
    if incident is None:
        raise ApiProblem("not-found")
    return Retried(id=incident.pk, goes_on=retry_for(request.auth, incident, channel="api"))


def _reached(request: HttpRequest) -> Any:
    """The faults in reach; to who does not hold the role anywhere the address does not exist."""
    if not units_with_role(str(request.auth.pk), STUDIO_ADMINISTRATOR):
        raise ApiProblem("not-found")
    return reached(request.auth)


def _summary(incident: Any) -> IncidentSummary:
    view = incident_view(incident)
    return IncidentSummary(
        id=view.pk,
        tracking_code=view.tracking_code,
        process=view.process,
        node=incident.node,
        step=view.step,
        unit=view.unit,
        code=incident.code,
        cause=view.cause,
        state=incident.state,
        opened_at=view.opened_at,
        closed_at=view.closed_at,
    )

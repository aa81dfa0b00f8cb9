"""Where a request stands, as a stable word for programs; the words for people are the services room's."""

from enum import StrEnum
from typing import Any

from portal.services.statuses import RequestStatus
from workflows.letters.models import Letter


class RequestState(StrEnum):
    IN_PROGRESS = "in-progress"
    RETURNED = "returned"
    ISSUED = "issued"
    VOID = "void"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    DONE = "done"


BY_OUTCOME = {"withdraw": RequestState.WITHDRAWN, "reject": RequestState.REJECTED}


def state_of(status: RequestStatus) -> RequestState:
    """The word; a technical fault counts as in progress, as on the screens."""
    if status.letter is not None:
        return RequestState.VOID if status.letter.state == Letter.State.VOID else RequestState.ISSUED
    if status.task_id is not None:
        return RequestState.RETURNED
    return _of_instance(status.instance)


def _of_instance(instance: Any) -> RequestState:
    if instance.state == "terminated":
        return RequestState.CANCELLED
    if instance.state == "completed":
        return BY_OUTCOME.get(instance.values.get("outcome"), RequestState.DONE)
    return RequestState.IN_PROGRESS

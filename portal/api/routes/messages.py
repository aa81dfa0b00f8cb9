"""Messages of other systems to cases; needs the role `integration.worker` in a unit at the top.

Any case may wait for a message, wherever it lies: a role that reaches only a part of the units is not enough.
"""

from datetime import timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from engine import api
from engine.actor import Actor
from engine.errors import ValueUnsupported
from engine.feel.codec import from_json_tagged
from engine.plugins.directory import reaches
from portal.api.idempotency import IdempotencyKey, once
from portal.api.json_numbers import exact
from portal.api.openapi import problems
from portal.api.problems import ApiProblem, ProblemError
from workflows.directory.access import units_with_role
from workflows.directory.role_names import EXTERNAL_WORKER

router = Router()
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Message(Schema):
    """``variables``: JSON values, or tagged as the jobs of external workers carry them.

    ``unit``: path of the unit in which a case lies that the message begins; default: that of the role.
    ``seconds_to_live``: how long it waits for somebody who takes it; default: a week.
    """

    name: Name
    correlation_key: Annotated[str, Field(max_length=2000)] | None = None
    variables: dict[str, Any] = {}
    unit: Annotated[str, Field(max_length=400)] = ""
    seconds_to_live: Annotated[int, Field(ge=1, le=31_536_000)] | None = None


class Sent(Schema):
    """It is delivered after the answer: at once to who waits, else to who comes in time."""

    name: str


@router.post(
    "/messages",
    response={202: Sent},
    operation_id="sendMessage",
    summary="Send a message to the case that waits for it, or that begins by it",
    openapi_extra=problems(400, 404, 422),
)
def send_message(request: HttpRequest, body: Message, idempotency_key: IdempotencyKey) -> Status:
    """Sent again with the same Idempotency-Key it is delivered once."""
    unit = _unit(request, body.unit)
    return Status(202, once(request, idempotency_key, lambda command: _send(request, body, unit, command)))


def _send(request: HttpRequest, body: Message, unit: str, command: str) -> Sent:
    person = str(request.auth.pk)
    seconds = body.seconds_to_live
    try:
        api.correlate(
            body.name,
            correlation_key=body.correlation_key,
            variables={name: from_json_tagged(value) for name, value in exact(body.variables).items()},
            dedupe_key=f"{person} {command}",
            ttl=None if seconds is None else timedelta(seconds=seconds),
            unit=unit,
            by=Actor(person, channel="api"),
        )
    except (TypeError, ValueError, ArithmeticError, ValueUnsupported) as error:
        wrong = ProblemError(pointer="#/variables", code=ValueUnsupported.code, detail=str(error))
        raise ApiProblem("request-invalid", errors=[wrong]) from error
    return Sent(name=body.name)


def _unit(request: HttpRequest, wanted: str) -> str:
    """Where a case begins; to who does not hold the role at the top the address does not exist."""
    tops = [unit for unit in units_with_role(str(request.auth.pk), EXTERNAL_WORKER) if "/" not in unit]
    if not tops:
        raise ApiProblem("not-found")
    if not wanted:
        return tops[0]
    if not any(reaches(top, wanted) for top in tops):
        wrong = ProblemError(pointer="#/unit", code="unit-out-of-reach", detail=", ".join(tops))
        raise ApiProblem("request-invalid", errors=[wrong])
    return wanted

"""Getting and giving back a token."""

from datetime import datetime
from typing import Annotated

from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from portal.accounts.forms import SignInForm
from portal.api.openapi import problems
from portal.api.problems import ApiProblem
from portal.api.reader import speak_to
from portal.api.tokens import issue_token, revoke_token
from portal.letters.rate_limit import Limit, address_of

router = Router()
SIGN_INS = Limit("api-tokens", most=30, seconds=600)
Typed = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Credentials(Schema):
    """As typed on the sign-in page; personnel number and national id are user names too."""

    username: Typed
    password: Typed


class NewToken(Schema):
    """``token`` is shown this once; send it as ``Authorization: Bearer …``."""

    token: str
    token_type: str = "Bearer"  # noqa: S105 (the name of the scheme)
    expires_at: datetime


@router.post(
    "/tokens",
    auth=None,
    response={201: NewToken},
    operation_id="createToken",
    summary="Sign in: get a bearer token",
    openapi_extra=problems(400, 401, 403, 413, 415, 422, 429),
)
def create_token(request: HttpRequest, credentials: Credentials) -> Status:
    """Wrong passwords count towards the same lock-out as on the sign-in page."""
    address = address_of(request)
    if SIGN_INS.is_exceeded(address):
        raise ApiProblem("too-many-calls", headers={"Retry-After": str(SIGN_INS.seconds)})
    form = SignInForm(request, credentials.model_dump())
    if not form.is_valid():
        raise _refusal(request)
    person = form.get_user()
    reset(ip=address, username=person.username)
    speak_to(request, person)
    if person.one_time_until:
        raise ApiProblem("one-time-password")
    token, secret = issue_token(person)
    return Status(201, NewToken(token=secret, expires_at=token.expires_at))


@router.delete(
    "/tokens/current",
    response={204: None},
    operation_id="revokeToken",
    summary="Sign out: revoke the token of this call",
    openapi_extra=problems(404),
)
def revoke_current_token(request: HttpRequest) -> Status:
    """A call by session has no token: 404."""
    token = getattr(request, "api_token", None)
    if token is None:
        raise ApiProblem("not-found")
    revoke_token(token)
    return Status(204, None)


def _refusal(request: HttpRequest) -> ApiProblem:
    """django-axes would answer a lock-out with its page; the API says it in its own way."""
    if not getattr(request, "axes_locked_out", False):
        return ApiProblem("sign-in-refused", headers={"WWW-Authenticate": 'Bearer realm="Kartabl"'})
    request.axes_locked_out = False
    return ApiProblem("locked-out", headers={"Retry-After": str(round(settings.AXES_COOLOFF_TIME * 3600))})

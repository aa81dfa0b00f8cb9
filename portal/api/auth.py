"""Who calls: a bearer token, or the session of the portal's own pages (then with CSRF token)."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from portal.api.problems import ApiProblem
from portal.api.reader import speak_to
from portal.api.tokens import live_token
from portal.letters.rate_limit import Limit
from workflows.directory.models import Person

CALLS = Limit("api-calls", most=600, seconds=60)


class BearerToken(HttpBearer):
    """``Authorization: Bearer …``; the token's row is then ``request.api_token``."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        found = live_token(token)
        if found is None:
            return None
        request.api_token = found
        return admitted(request, found.person)


class BrowserSession(SessionAuth):
    """The session cookie. Who sends a token is judged by that alone."""

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Person:
        return admitted(request, request.user)


def admitted(request: HttpRequest, person: Person) -> Person:
    """The caller, addressed in the own language. Raises ApiProblem for too many calls or a one-time password."""
    speak_to(request, person)
    if person.one_time_until:
        raise ApiProblem("one-time-password")
    if CALLS.is_exceeded(str(person.pk)):
        raise ApiProblem("too-many-calls", headers={"Retry-After": str(CALLS.seconds)})
    return person

"""Turns everything that can go wrong inside a call into a problem document."""

import logging
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from engine.errors import Busy, EngineError, FormInvalid
from portal.api.problems import ApiProblem, ProblemError, field_pointer, pointer, problem_response
from portal.errors import message_for, status_of

log = logging.getLogger("portal.api")
BY_STATUS = {400: "malformed-json", 401: "not-signed-in", 403: "csrf-failed"}
BEARER = {"WWW-Authenticate": 'Bearer realm="Kartabl"'}
SOON = {"Retry-After": "1"}


def register_handlers(api: NinjaAPI) -> None:
    """Nothing falls through to the HTML pages of the portal."""
    api.add_exception_handler(ApiProblem, lambda _request, error: error.response())
    api.add_exception_handler(EngineError, on_engine_error)
    api.add_exception_handler(ValidationError, on_wrong_values)
    api.add_exception_handler(HttpError, on_http_error)
    api.add_exception_handler(Http404, lambda _request, _error: ApiProblem("not-found").response())
    for unreadable in (SuspiciousOperation, MultiPartParserError):
        api.add_exception_handler(
            unreadable, lambda _request, _error: ApiProblem("malformed-request").response()
        )
    api.add_exception_handler(Exception, on_fault)


def on_engine_error(request: HttpRequest, error: EngineError) -> HttpResponse:
    """The words and the status are those of the screens."""
    status = status_of(error)
    if status == 500:
        log.error("Engine error %s at %s: %s", error.code, request.path, error, exc_info=error)
    headers = SOON if isinstance(error, Busy) else None
    found = field_errors(error) if isinstance(error, FormInvalid) else []
    return problem_response(error.code, status, message_for(error), errors=found, headers=headers)


def field_errors(error: FormInvalid) -> list[ProblemError]:
    """The errors of a form whose texts are not at hand."""
    text = _("Check this answer.")
    return [
        ProblemError(pointer=field_pointer(path), code=str(one), detail=text)
        for path, found in error.errors.items()
        for one in found
    ]


def on_wrong_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A wrong path is an address that does not exist; a missing key has its own words."""
    sources = {found["loc"][0] for found in error.errors}
    if "path" in sources:
        return ApiProblem("not-found").response()
    if "header" in sources:
        return ApiProblem("idempotency-key-missing").response()
    return ApiProblem("request-invalid", errors=map(_wrong_value, error.errors)).response()


def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What django-ninja itself refuses."""
    headers = BEARER if error.status_code == 401 else None
    return ApiProblem(BY_STATUS.get(error.status_code, "malformed-json"), headers=headers).response()


def on_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours, or a database that does not answer; the caller reads nothing of its cause."""
    log.error("Fault at %s %s", request.method, request.path, exc_info=error)
    if isinstance(error, OperationalError | InterfaceError):
        return ApiProblem("unavailable", headers={"Retry-After": "60"}).response()
    return ApiProblem("server-error").response()


def _wrong_value(found: dict[str, Any]) -> ProblemError:
    source, *parts = found["loc"]
    if source == "body":
        return ProblemError(pointer=pointer(*parts[1:]), code=found["type"], detail=found["msg"])
    return ProblemError(pointer=f"?{parts[-1]}", code=found["type"], detail=found["msg"])

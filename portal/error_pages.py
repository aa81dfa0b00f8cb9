"""Pages for what went wrong: each says what happened and what to do next."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from engine.errors import EngineError
from portal.accounts.parked import park
from portal.errors import message_for, status_of

log = logging.getLogger("portal.errors")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without request, session and database: any of them may be what failed."""
    return render(None, "errors/500.html", status=500)  # type: ignore[arg-type]


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database does not answer, or the operator has closed the portal for maintenance."""
    answer = render(None, "errors/503.html", status=503)  # type: ignore[arg-type]
    answer["Retry-After"] = "60"
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent with an old token: what was typed is kept when the form is certainly our own page."""
    log.warning("CSRF check failed at %s: %s", request.path, reason)
    kept = _comes_from_us(request) and park(request, owner=request.user.pk)
    return render(request, "errors/csrf.html", {"kept": kept}, status=403)


def engine_error_page(request: HttpRequest, error: EngineError) -> HttpResponse:
    """404, 403, 409 and 422 by the kind of error; the rest is logged and answered as 500."""
    status = status_of(error)
    if status == 404:
        return not_found(request)
    if status == 500:
        log.error("Engine error %s at %s: %s", error.code, request.path, error, exc_info=error)
        return server_error(request)
    template = {403: "errors/403.html", 409: "errors/409.html"}.get(status, "errors/422.html")
    context = {"message": message_for(error), "back": _page_before(request)}
    return render(request, template, context, status=status)


def _page_before(request: HttpRequest) -> str:
    """The page the reader came from, if it is ours."""
    referer = request.META.get("HTTP_REFERER", "")
    return referer if url_has_allowed_host_and_scheme(referer, {request.get_host()}) else "/"


def _comes_from_us(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site") == "same-origin" and request.user.is_authenticated

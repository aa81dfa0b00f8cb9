"""What every call of the API passes, in and out: size, kind of content, language, no caching."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern

from portal.api.problems import ApiProblem
from portal.api.reader import speak_as_asked

View = Callable[..., HttpResponse]
LARGEST_JSON = 256 * 1024
LARGEST_UPLOAD = 12 * 1024 * 1024


def guard(pattern: URLPattern) -> URLPattern:
    """The same address behind the border."""
    return URLPattern(pattern.pattern, guarded(pattern.callback), name=pattern.name)


def guarded(view: View) -> View:
    """The view, with every answer of its own kind turned into the API's."""

    @wraps(view)
    def at_the_border(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        speak_as_asked(request)
        try:
            check(request)
        except ApiProblem as problem:
            return closed_to_caches(problem.response())
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = ApiProblem("not-found").response()
        if response.status_code == 405:
            allowed = {"Allow": response.headers["Allow"]}
            response = ApiProblem("method-not-allowed", headers=allowed).response()
        return closed_to_caches(response)

    return at_the_border


def check(request: HttpRequest) -> None:
    """Refuse what no view should see. Raises ApiProblem."""
    if settings.KARTABL_MAINTENANCE:
        raise ApiProblem("unavailable", headers={"Retry-After": "60"})
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        raise ApiProblem("malformed-request")
    length = request.headers.get("Content-Length") or "0"
    if "Transfer-Encoding" in request.headers and length == "0":
        raise ApiProblem("length-required")
    if not length.isdecimal() or length == "0":
        return
    is_upload = "/files/" in request.path
    if request.content_type != ("multipart/form-data" if is_upload else "application/json"):
        raise ApiProblem("media-type")
    if int(length) > (LARGEST_UPLOAD if is_upload else LARGEST_JSON):
        raise ApiProblem("content-too-large")


def closed_to_caches(response: HttpResponse) -> HttpResponse:
    """Nothing of a person stays behind in a cache on the way."""
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def unknown_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever lies below the API and is not there."""
    return ApiProblem("not-found").response()

"""Errors as RFC 9457 problem documents, in the reader's language; the code is the stable part."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from portal.errors import MESSAGES

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:kartabl:problem:"

TITLES = {
    400: _("The call cannot be read"),
    401: _("Sign in first"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not allowed"),
    409: _("The case has changed"),
    411: _("The length is missing"),
    413: _("Too large"),
    415: _("Unknown kind of content"),
    422: _("Cannot be accepted"),
    429: _("Too many calls"),
    500: _("Fault of the server"),
    503: _("Closed for a moment"),
}
TEXTS: dict[str, tuple[int, Any]] = {
    "malformed-json": (400, _("The body is not valid JSON.")),
    "malformed-request": (
        400,
        _("The call cannot be read: an odd character in the address, or a broken body."),
    ),
    "idempotency-key-missing": (
        400,
        _("Send the header Idempotency-Key, so that a repeated call is carried out only once."),
    ),
    "not-signed-in": (401, _("Send a valid token. It has expired, was revoked, or there is none.")),
    "sign-in-refused": (401, _("The user name or the password is not right.")),
    "csrf-failed": (403, _("The call lacks the token against forged requests (header X-CSRFToken).")),
    "one-time-password": (
        403,
        _("The password is a one-time password. Sign in on the portal and choose your own first."),
    ),
    "not-found": (404, MESSAGES["not-found"]),
    "method-not-allowed": (405, _("This address does not accept that method.")),
    "length-required": (411, _("Send the header Content-Length.")),
    "content-too-large": (413, _("The body is larger than what is accepted here.")),
    "media-type": (415, _("Send the body as application/json, a file as multipart/form-data.")),
    "form-invalid": (422, MESSAGES["form-invalid"]),
    "file-invalid": (422, _("The file cannot be accepted.")),
    "request-invalid": (422, _("Some values are missing or of the wrong kind.")),
    "unknown-outcome": (422, MESSAGES["unknown-outcome"]),
    "idempotency-key-reused": (422, _("This Idempotency-Key was already used for another call.")),
    "locked-out": (429, _("Too many wrong passwords. Wait, then try again.")),
    "too-many-calls": (429, _("Too many calls in a short time. Wait, then go on.")),
    "server-error": (500, MESSAGES["engine-error"]),
    "unavailable": (503, _("The portal is closed for a short time. Try again in a minute.")),
}


class ProblemError(Schema):
    """One fault. ``pointer``: JSON Pointer into the body (RFC 6901, as URI fragment)."""

    pointer: str
    code: str
    detail: str


class Problem(Schema):
    """An RFC 9457 problem document. ``type`` ends in a stable code; ``detail`` is for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError] | None = None


class ApiProblem(Exception):
    """A refusal of the API itself; ``code`` is one of TEXTS."""

    def __init__(
        self,
        code: str,
        *,
        errors: Iterable[ProblemError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.code, self.errors, self.headers = code, list(errors), dict(headers or {})
        super().__init__(code)

    def response(self) -> HttpResponse:
        """The document in the active language."""
        status, text = TEXTS[self.code]
        return problem_response(self.code, status, str(text), errors=self.errors, headers=self.headers)


def problem_response(
    code: str,
    status: int,
    detail: str,
    *,
    errors: Iterable[ProblemError] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The document; ``errors`` is left out when there are none."""
    document: dict[str, Any] = {
        "type": TYPE + code,
        "title": str(TITLES[status]),
        "status": status,
        "detail": detail,
    }
    if found := [error.model_dump() for error in errors]:
        document["errors"] = found
    return JsonResponse(document, status=status, content_type=CONTENT_TYPE, headers=headers)


def pointer(*parts: str | int) -> str:
    """``("data", "family", 0)`` → ``#/data/family/0``."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "#" + "".join("/" + quote(part, safe="~!$&'()*+,;=:@") for part in escaped)


def field_pointer(path: str) -> str:
    """A path of the forms, ``family[0].relation``, as pointer into the member ``data``."""
    name, bracket, rest = path.partition("[")
    if not bracket:
        return pointer("data", *([name] if name else []))
    number, _end, inner = rest.partition("].")
    return pointer("data", name, number.rstrip("]"), *([inner] if inner else []))

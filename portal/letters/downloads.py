"""File answers: nothing of a letter stays in a cache, names survive in every script (RFC 5987)."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attach(response: HttpResponse, name: str, *, inline: bool = False) -> HttpResponse:
    """Name the file; ``inline``: the browser may show it."""
    header = content_disposition_header(not inline, name)
    response["Content-Disposition"] = header or ""
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response

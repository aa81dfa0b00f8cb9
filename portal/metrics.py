"""``/metrics`` for Prometheus: only with KARTABL_TELEMETRY=metrics, and for who sends KARTABL_METRICS_TOKEN."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from engine import telemetry

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Without the right bearer token the address does not exist."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    token = settings.KARTABL_METRICS_TOKEN
    if not token or not telemetry.is_on() or not constant_time_compare(given, token):
        raise Http404
    page = telemetry.page()
    if page is None:
        raise Http404
    return HttpResponse(page, content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})

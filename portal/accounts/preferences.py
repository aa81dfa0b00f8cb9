"""Language and calendar of the reader, by POST; a cookie for visitors, the account for people."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from portal.formatting.reader import CALENDARS
from portal.middleware import CALENDAR_COOKIE

YEAR = 365 * 24 * 3600


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch to ``language`` and go back to ``next``; an unknown language changes nothing."""
    return _switch(request, "language", dict(settings.LANGUAGES), settings.LANGUAGE_COOKIE_NAME)


@require_POST
def calendar(request: HttpRequest) -> HttpResponse:
    """Switch to ``calendar`` and go back to ``next``."""
    return _switch(request, "calendar", CALENDARS, CALENDAR_COOKIE)


@require_GET
@login_required
def keep_alive(request: HttpRequest) -> HttpResponse:
    """Any request keeps the session; this one does nothing else."""
    return HttpResponse(status=204)


def _switch(request: HttpRequest, name: str, allowed: object, cookie: str) -> HttpResponse:
    chosen, back = request.POST.get(name, ""), request.POST.get("next", "")
    answer = redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")
    if chosen not in allowed:
        return answer
    if request.user.is_authenticated:
        setattr(request.user, name, chosen)
        request.user.save(update_fields=[name])
    answer.set_cookie(cookie, chosen, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer

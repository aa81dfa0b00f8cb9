"""The front page and the living style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engine import clock
from portal.context import rooms_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A visitor learns what this is; a signed-in person goes to the first of the own rooms."""
    if request.user.is_authenticated:
        rooms = rooms_of(str(request.user.pk))
        work = [room for room in rooms if room.key != "services"] or rooms
        return redirect(work[0].url if work else "accounts:profile")
    return render(request, "landing.html")


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component as it really renders; only where developers or demo visitors look."""
    if not (settings.DEBUG or settings.KARTABL_DEMO):
        raise Http404
    return render(
        request, "style_guide.html", {"now": clock.now(), "timeline": _timeline(), "steps": _steps()}
    )


def _timeline() -> list[dict[str, object]]:
    now = clock.now()
    return [
        {"kind": "success", "icon": "send", "title": _("Request submitted"), "at": now, "by": "مریم کاظمی"},
        {
            "kind": "warning",
            "icon": "return",
            "title": _("Returned for correction"),
            "at": now,
            "note": _("The plate number on the card cannot be read. Please upload a clearer picture."),
        },
        {"icon": "hourglass", "title": _("Waiting for the expert"), "current": True},
    ]


def _steps() -> list[dict[str, object]]:
    return [
        {"title": _("Your details"), "state": "done", "url": "#steps"},
        {"title": _("Family"), "state": "current"},
        {"title": _("Check answers"), "state": "todo"},
    ]

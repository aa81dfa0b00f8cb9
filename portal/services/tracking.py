"""Where does my request stand? Without login: tracking code and the last four digits of the national id."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from engine import queries
from portal.inbox.search import tracking_code_in
from portal.letters.masking import is_last_of, last_digits
from portal.letters.rate_limit import Limit, address_of
from portal.services.statuses import status_of
from portal.services.story import story_of
from workflows.directory.models import Person

GUESSES = Limit("track-guesses", most=10, seconds=600)
GUESSES_A_CODE = Limit("track-code", most=20, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """The form, and the status of the request it finds; the own one of a signed-in person at once."""
    typed_code = (request.POST.get("code") or request.GET.get("code") or "")[:40]
    code = tracking_code_in(typed_code)
    if code and request.user.is_authenticated and _is_own(code, request.user):
        return redirect("services:request", code=code)
    context: dict[str, Any] = {"code": typed_code}
    if request.method != "POST":
        return render(request, "services/track.html", context)
    digits = last_digits(request.POST.get("digits", ""))
    errors = _errors(code, digits)
    if errors:
        return render(request, "services/track.html", {**context, "errors": errors}, status=422)
    if GUESSES.is_exceeded(address_of(request)) or GUESSES_A_CODE.is_exceeded(code):
        return render(request, "services/track.html", {**context, "too_many": True}, status=429)
    instance = queries.by_tracking_code(code)
    if instance is None or not is_last_of(digits, _national_id(instance)):
        return render(request, "services/track.html", {**context, "unknown": True}, status=404)
    story = story_of(queries.process_of(instance), queries.history(instance))
    return render(request, "services/tracked.html", {"status": status_of(instance), "story": story[::-1]})


def _errors(code: str, digits: str) -> list[dict[str, str]]:
    errors = []
    if not code:
        text = _("The tracking code has twelve digits; it was shown when you submitted the request.")
        errors.append({"target": "code", "text": text})
    if not digits:
        errors.append({"target": "digits", "text": _("Enter the last four digits of your national id.")})
    return errors


def _is_own(code: str, person: Any) -> bool:
    instance = queries.by_tracking_code(code)
    return instance is not None and instance.started_by == str(person.pk)


def _national_id(instance: Any) -> str:
    if not instance.started_by.isdecimal():
        return ""
    return (
        Person.objects.filter(pk=int(instance.started_by)).values_list("national_id", flat=True).first() or ""
    )

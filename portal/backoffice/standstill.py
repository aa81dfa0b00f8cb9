"""Cases that an operator has halted, and halting one: by tracking code, with a reason that the history keeps."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engine import api, queries
from engine.actor import Actor
from engine.errors import Conflict
from portal.audit.steps import process_title
from portal.backoffice.sections import page
from portal.errors import message_for
from portal.formatting import latin_digits
from portal.inbox.people import unit_names
from workflows.directory.access import units_with_role
from workflows.directory.models import Person
from workflows.directory.role_names import STUDIO_ADMINISTRATOR

MOST = 100
LONGEST_REASON = 500


@require_safe
def list_suspended(request: HttpRequest) -> HttpResponse:
    """The newest of them; none is forgotten here, for each waits until somebody resumes it."""
    return _shown(request)


def _shown(request: HttpRequest, status: int = 200) -> HttpResponse:
    """With what was typed, when it was refused."""
    cases = list(reached(request.user).filter(state="suspended")[:MOST])
    units = unit_names({case.unit_path for case in cases})
    rows = [
        {
            "code": case.tracking_code,
            "process": process_title(case.definition),
            "unit": units.get(case.unit_path, ""),
            "reason": _reason(case),
        }
        for case in cases
    ]
    typed = {name: request.POST.get(name, "") for name in ("code", "reason")}
    shown = {"cases": rows, "longest": LONGEST_REASON, "typed": typed}
    return page(request, "backoffice/standstill.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest) -> HttpResponse:
    """Halt the case of a tracking code; who comes back to a refused page begins anew."""
    if request.method == "GET":
        return redirect("backoffice:standstill:list")
    code = "".join(latin_digits(request.POST.get("code", "")).split()).replace("-", "")
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    case = reached(request.user).filter(tracking_code=code).first() if code else None
    if case is None:
        messages.error(request, _("There is no case with this tracking code in your units."))
        return _shown(request, 422)
    if not reason:
        messages.error(request, _("Say why the case is suspended; the reason goes into the history."))
        return _shown(request, 422)
    done = _("The case is suspended: nothing goes on in it until it is resumed.")
    _act(request, lambda by: api.suspend(case.pk, by=by, reason=reason), done)
    return redirect("backoffice:standstill:list")


@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Let it go on."""
    case = get_object_or_404(reached(request.user), tracking_code=code)
    _act(request, lambda by: api.resume(case.pk, by=by), _("The case goes on."))
    return redirect("backoffice:standstill:list")


def reached(person: Person) -> QuerySet:
    """The cases of the units whose operation the person looks after."""
    return queries.instances_below(units_with_role(str(person.pk), STUDIO_ADMINISTRATOR))


def _act(request: HttpRequest, command: Callable[[Actor], None], done: str) -> None:
    try:
        command(Actor(str(request.user.pk), channel="web"))
    except Conflict as error:
        messages.warning(request, message_for(error))
    else:
        messages.success(request, done)


def _reason(case: object) -> str:
    """As the newest suspension in the history gives it; empty when its data were erased by order."""
    for view in reversed(queries.history(case)):
        if view.command == "suspend":
            return str(view.events[0].get("reason") or "")
    return ""

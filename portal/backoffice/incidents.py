"""Technical faults of cases in reach, with another try; shows no data of the case."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engine import api, queries
from engine.actor import Actor
from engine.errors import Conflict
from portal.audit.incident_words import incident_view
from portal.backoffice import recording
from portal.backoffice.models import SettingChange
from portal.backoffice.sections import page
from portal.errors import message_for
from workflows.directory.access import units_with_role
from workflows.directory.models import Person
from workflows.directory.role_names import STUDIO_ADMINISTRATOR

PAGE = 30


@require_safe
def list_incidents(request: HttpRequest) -> HttpResponse:
    """Open ones first to be dealt with; ``?state=closed`` shows those already solved."""
    state = "closed" if request.GET.get("state") == "closed" else "open"
    before = request.GET.get("before", "")
    found = reached(request.user)
    open_ones = Q(state="open", instance__state="active")  # an ended case needs no further try
    rows = found.filter(open_ones if state == "open" else ~open_ones)
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    shown = list(rows[: PAGE + 1])
    context = {
        "incidents": [incident_view(incident) for incident in shown[:PAGE]],
        "state": state,
        "open_count": found.filter(open_ones).count(),
        "closed_count": found.exclude(open_ones).count(),
        "next_url": f"?state={state}&before={shown[PAGE - 1].pk}" if len(shown) > PAGE else None,
    }
    return page(request, "backoffice/incidents.html", context)


@require_POST
def retry(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Try the step again; it may fail again and come back as a new fault."""
    incident = get_object_or_404(reached(request.user), pk=incident_id)
    try:
        goes_on = retry_for(request.user, incident)
    except Conflict as error:
        messages.warning(request, message_for(error))
        return redirect("backoffice:incidents:list")
    if not goes_on:
        messages.warning(
            request, _("The step was tried again and failed again. Look at its cause before the next try.")
        )
    else:
        messages.success(request, _("The step was tried again and the case goes on."))
    return redirect("backoffice:incidents:list")


def retry_for(person: Person, incident: Any, *, channel: str = "web") -> bool:
    """Try the step again, recorded; whether the case goes on now. Raises Conflict."""
    with transaction.atomic():
        api.retry(incident.pk, by=Actor(str(person.pk), channel=channel))
        _record(person, incident)
    return api.instance_state(incident.instance_id) != "incident"


def reached(person: Person) -> "QuerySet":
    """The faults of the units whose operation the person looks after."""
    paths = units_with_role(str(person.pk), STUDIO_ADMINISTRATOR)
    return queries.incidents_of(queries.instances_below(paths))


def _record(person: Person, incident: object) -> None:
    view = incident_view(incident)
    recording.record(
        person,
        SettingChange.Kind.INCIDENT,
        SettingChange.Action.RETRIED,
        subject=incident.pk,
        titles=(view.step, view.step),
        unit_path=incident.instance.unit_path,
        after={"tracking_code": incident.instance.tracking_code, "node": view.step, "code": incident.code},
    )

"""Technical faults and changes of settings in the auditor's reach."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engine import queries
from portal.audit.incident_words import incident_view
from portal.audit.reach import cases_reached, changes_reached, for_auditors, page
from portal.backoffice.change_list import change_view
from portal.backoffice.change_words import KINDS
from portal.backoffice.models import SettingChange
from portal.backoffice.people_search import search_people
from portal.inbox.people import unit_names
from workflows.directory.models import Person

PAGE = 30


@for_auditors
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Open and solved faults, newest first."""
    state = request.GET.get("state", "")
    rows = queries.incidents_of(cases_reached(request.user))
    if state in ("open", "closed"):
        rows = rows.filter(state=state)
    before = request.GET.get("before", "")
    shown = list((rows.filter(pk__lt=int(before)) if before.isdecimal() else rows)[: PAGE + 1])
    context = {
        "incidents": [incident_view(row) for row in shown[:PAGE]],
        "state": state,
        "states": [("", _("All")), ("open", _("Open")), ("closed", _("Mended"))],
        "next_url": f"?state={state}&before={shown[PAGE - 1].pk}" if len(shown) > PAGE else None,
    }
    return page(request, "audit/incidents.html", "incidents", context)


@for_auditors
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Who changed which setting: units, posts, roles, services; by kind and by the person who did it."""
    kind, text, before = (request.GET.get(name, "").strip() for name in ("kind", "q", "before"))
    rows = changes_reached(request.user)
    if kind in SettingChange.Kind.values:
        rows = rows.filter(kind=kind)
    if text:
        people = search_people(Person.objects.all(), text)
        rows = rows.filter(person__in=people.order_by().values("pk"))
    shown = list((rows.filter(pk__lt=int(before)) if before.isdecimal() else rows)[: PAGE + 1])
    following = request.GET.copy()
    following["before"] = str(shown[PAGE - 1].pk) if len(shown) > PAGE else ""
    names = unit_names([change.unit_path for change in shown])
    context = {
        "changes": [(change_view(change), names[change.unit_path]) for change in shown[:PAGE]],
        "kind": kind,
        "kinds": [(value, title) for value, (title, _icon) in KINDS.items()],
        "text": text,
        "next_url": f"?{following.urlencode()}" if len(shown) > PAGE else None,
    }
    return page(request, "audit/settings.html", "settings", context)

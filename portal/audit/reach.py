"""Who may be in the audit room, and which cases are in the auditor's reach."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from engine import queries
from portal.backoffice.models import SettingChange
from workflows.directory.access import units_with_role
from workflows.directory.models import Person
from workflows.directory.role_names import AUDITOR

View = Callable[..., HttpResponse]


def for_auditors(view: View) -> View:
    """The view for signed-in auditors; to others the page does not exist."""

    @login_required
    @wraps(view)
    def open_to_auditors(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not reach_of(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return open_to_auditors


def reach_of(person: Person) -> list[str]:
    """Paths of the units in which the person is auditor; the role reaches all below them."""
    return units_with_role(str(person.pk), AUDITOR)


def cases_reached(person: Person) -> QuerySet:
    """The cases in the auditor's reach, newest first; the own requests elsewhere are not among them."""
    return queries.instances_below(reach_of(person))


def changes_reached(person: Person) -> QuerySet[SettingChange]:
    """The recorded changes of settings in the auditor's reach, newest first."""
    reached = Q(pk=None)
    for path in reach_of(person):
        reached |= Q(unit_path=path) | Q(unit_path__startswith=f"{path}/")
    return SettingChange.objects.filter(reached).select_related("person")


def page(
    request: HttpRequest, template: str, current: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the audit room with its menu; ``current``: the route name of the open tab."""
    titles = (
        ("home", _("Cases")),
        ("overview", _("Overview")),
        ("incidents", _("Technical faults")),
        ("settings", _("Changes of settings")),
    )
    tabs = [
        {"title": title, "url": reverse(f"audit:{name}"), "current": name == current}
        for name, title in titles
    ]
    return render(request, template, {"room_tabs": tabs, **context}, status=status)

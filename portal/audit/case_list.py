"""The first page of the audit room: search of the cases in reach."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engine import clock, queries
from portal.audit.filters import filtered, read_filters
from portal.audit.reach import cases_reached, for_auditors, page
from portal.audit.steps import process_title, step
from portal.formatting.reader import language
from portal.inbox.people import name_of, people_by_id, unit_names
from workflows.catalogue.models import Offering
from workflows.directory.access import units_reached
from workflows.directory.models import Unit
from workflows.directory.role_names import AUDITOR

PAGE = 30


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list; ``state``: (kind of badge, icon, words)."""

    tracking_code: str
    service: str
    applicant: str
    unit: str
    started_at: datetime
    state: tuple[str, str, str]
    waits_at: str


@for_auditors
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Filters are part of the address; ``before`` pages on by id."""
    filters = read_filters(request.GET)
    reached = cases_reached(request.user)
    found = filtered(reached, filters)
    before = request.GET.get("before", "")
    shown = list((found.filter(pk__lt=int(before)) if before.isdecimal() else found)[: PAGE + 1])
    context = {
        "rows": case_rows(shown[:PAGE], reached),
        "total": found.count(),
        "filters": filters,
        "next_url": _page_url(request, str(shown[PAGE - 1].pk)) if len(shown) > PAGE else None,
        "first_url": _page_url(request, "") if before else None,
        "states": state_choices(),
        "services": service_choices(reached),
        "units": unit_choices(request),
    }
    return page(request, "audit/cases.html", "home", context)


def case_rows(cases: list[Any], reached: QuerySet) -> list[CaseRow]:
    """The rows of these cases (out of ``reached``), with the names they need in a few queries."""
    people = people_by_id([case.started_by for case in cases])
    units = unit_names([case.unit_path for case in cases])
    services = service_titles({case.business_key for case in cases})
    waiting = _waiting(cases, reached)
    return [
        CaseRow(
            tracking_code=case.tracking_code or "",
            service=services.get(case.business_key) or process_title(case.definition),
            applicant=name_of(case.started_by, people),
            unit=units[case.unit_path],
            started_at=case.started_at,
            state=state_badge(case, waiting.get(case.pk, [])),
            waits_at=" · ".join(
                step(queries.process_of(case), task.node) for task in waiting.get(case.pk, [])
            ),
        )
        for case in cases
    ]


def state_badge(case: Any, waiting: list[Any]) -> tuple[str, str, str]:
    """(kind of badge, icon, words) of where a case stands."""
    if case.state == "active" and case.has_incident:
        return "danger", "warning", _("Technical fault")
    if case.state == "active" and any(task.due and task.due < clock.now() for task in waiting):
        return "danger", "clock", _("Overdue")
    known = {
        "active": ("info", "hourglass", _("In progress")),
        "completed": ("success", "check", _("Ended")),
        "terminated": ("neutral", "cross", _("Broken off")),
        "suspended": ("warning", "minus", _("Suspended")),
    }
    return known[case.state]


def state_choices() -> list[tuple[str, str]]:
    return [
        ("active", _("In progress")),
        ("overdue", _("Overdue")),
        ("incident", _("Technical fault")),
        ("suspended", _("Suspended")),
        ("completed", _("Ended")),
        ("terminated", _("Broken off")),
    ]


def service_titles(codes: set[str]) -> dict[str, str]:
    """Title of each offering by its code; offerings no longer offered count too."""
    return {offering.code: offering.title(language()) for offering in Offering.objects.filter(code__in=codes)}


def service_choices(cases: QuerySet) -> list[tuple[str, str]]:
    codes = set(cases.order_by().values_list("business_key", flat=True).distinct()) - {""}
    titles = service_titles(codes)
    return sorted(((code, titles.get(code, code)) for code in codes), key=lambda item: item[1])


def unit_choices(request: HttpRequest) -> QuerySet[Unit]:
    return units_reached(str(request.user.pk), AUDITOR).exclude(kind=Unit.Kind.SCHOOL).order_by("path")


def _waiting(cases: list[Any], reached: QuerySet) -> dict[int, list[Any]]:
    """Open user tasks by case; marks each case that has an open fault."""
    every = reached.filter(pk__in=[case.pk for case in cases])
    faulty = set(queries.incidents_of(every).filter(state="open").values_list("instance", flat=True))
    found: dict[int, list[Any]] = {}
    for task in queries.user_tasks_of(every).filter(state="open").order_by("pk"):
        found.setdefault(task.instance_id, []).append(task)
    for case in cases:
        case.has_incident = case.pk in faulty
    return found


def _page_url(request: HttpRequest, before: str) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    if before:
        query["before"] = before
    return f"?{query.urlencode()}"

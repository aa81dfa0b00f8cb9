"""One case as the auditor sees it: timeline with data before and after, diagram, proof, readers, faults."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from engine import queries
from engine.queries import CaseView
from portal.audit.case_list import service_titles, state_badge
from portal.audit.chain_words import ChainView, chain_view
from portal.audit.differences import DataWords, forms_of
from portal.audit.entries import EntryView, entry_views
from portal.audit.incident_words import incident_view
from portal.audit.reach import cases_reached, for_auditors, page
from portal.audit.steps import process_title, step
from portal.formatting import digits, moment, tracking
from portal.inbox.people import name_of, people_by_id, unit_names
from portal.step_names import diagram_names
from portal.templatetags.kartabl import ltr

READERS = 30
SCREENS = {
    "inbox": gettext_lazy("in the inbox"),
    "audit": gettext_lazy("in the audit room"),
    "services": gettext_lazy("among the own requests"),
    "letters": gettext_lazy("in the list of letters"),
    "api": gettext_lazy("through the API"),
}
EXPORTED = gettext_lazy("as an export of the audit room")


@dataclass(frozen=True, slots=True)
class ReadingView:
    """Who read the case, when, where."""

    person: str
    at: datetime
    screen: str


@dataclass(frozen=True, slots=True)
class AuditedCase:
    """Everything the page and the exports show of one case."""

    case: CaseView
    views: list[Any]
    chain: ChainView
    entries: list[EntryView]


@for_auditors
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    audited = audited_case(request, code, screen="audit:case")
    found = audited.case
    instance = found.instance
    open_tasks = [task for task in found.user_tasks if task.state == "open"]
    instance.has_incident = bool(found.incidents)
    faults = queries.incidents_of(cases_reached(request.user).filter(pk=instance.pk))
    context = {
        "code": instance.tracking_code,
        "service": service_titles({instance.business_key}).get(instance.business_key) or found.process.name,
        "state": state_badge(instance, open_tasks),
        "facts": _facts(found, open_tasks),
        "audited": audited,
        "diagram": _diagram(audited, open_tasks),
        "incidents": [incident_view(fault) for fault in faults],
        "readings": readings(instance),
    }
    return page(request, "audit/case.html", "home", context)


@for_auditors
@require_safe
def diagram_xml(request: HttpRequest, code: str) -> HttpResponse:
    """The BPMN file of the version the case runs on."""
    instance = _reached(request, code)
    return HttpResponse(instance.definition.xml, content_type="application/xml")


def audited_case(request: HttpRequest, code: str, *, screen: str) -> AuditedCase:
    """The case in the reader's reach, with its history proved and told; the reading is logged."""
    _reached(request, code)
    found = queries.case(code, by=str(request.user.pk), screen=screen)
    views = queries.history(found.instance)
    chain = chain_view(queries.verify_chain(found.instance))
    data = DataWords(forms_of(found.instance, found.variables))
    return AuditedCase(found, views, chain, entry_views(found.process, views, data, chain))


def readings(instance: Any) -> list[ReadingView]:
    """The latest readings of the case by people."""
    rows = list(queries.accesses(instance)[:READERS])
    people = people_by_id([row.person for row in rows])
    return [ReadingView(name_of(row.person, people), row.at, screen_words(row.screen)) for row in rows]


def incident_nodes(found: CaseView) -> list[str]:
    return sorted({incident.node for incident in found.incidents})


def screen_words(screen: str) -> str:
    """``audit:case`` → "in the audit room"."""
    if screen == "audit:export":
        return str(EXPORTED)
    return str(SCREENS.get(screen.split(":")[0], screen))


def _reached(request: HttpRequest, code: str) -> Any:
    instance = cases_reached(request.user).filter(tracking_code=code).first()
    if instance is None:
        raise Http404
    return instance


def _facts(found: CaseView, open_tasks: list[Any]) -> list[tuple[str, object]]:
    instance = found.instance
    people = people_by_id([instance.started_by, *(task.assignee for task in open_tasks)])
    waits = [
        f"{step(found.process, task.node)} ({name_of(task.assignee, people)})"
        if task.assignee
        else step(found.process, task.node)
        for task in open_tasks
    ]
    version = _("%(process)s, version %(version)s") % {
        "process": process_title(instance.definition),
        "version": digits(instance.definition.version),
    }
    return [
        (_("Applicant"), name_of(instance.started_by, people)),
        (_("Unit"), unit_names([instance.unit_path])[instance.unit_path]),
        (_("Tracking code"), ltr(tracking(instance.tracking_code))),
        (_("Submitted"), moment(instance.started_at)),
        (_("Ended"), moment(instance.ended_at)),
        (_("Waits at"), " · ".join(waits)),
        (_("Process"), version),
    ]


def _diagram(audited: AuditedCase, open_tasks: list[Any]) -> dict[str, str]:
    path = queries.path_taken(audited.views)
    return {
        "path": json.dumps(path),
        "current": json.dumps([task.node for task in open_tasks]),
        "incident": json.dumps(incident_nodes(audited.case)),
        "names": diagram_names(audited.case.process),
    }

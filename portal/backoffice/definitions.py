"""Deployed processes: versions, when each was deployed, how many cases run on it, its diagram."""

import json
from collections import Counter

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from engine import queries
from portal.audit.steps import process_title, step
from portal.backoffice.sections import page
from portal.inbox.people import name_of, people_by_id
from portal.step_names import diagram_names
from workflows.directory.access import units_with_role
from workflows.directory.role_names import STUDIO_ADMINISTRATOR


@require_safe
def list_definitions(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first; cases are counted within the reader's reach."""
    running = Counter(
        _instances(request).filter(state="active").order_by().values_list("definition", flat=True)
    )
    versions = list(queries.process_definitions())
    people = people_by_id([row.deployment.deployed_by for row in versions])
    rows = [
        (row, process_title(row), running[row.pk], name_of(row.deployment.deployed_by, people))
        for row in versions
    ]
    return page(request, "backoffice/definitions.html", {"definitions": rows})


@require_safe
def show_definition(request: HttpRequest, definition_id: int) -> HttpResponse:
    """The diagram of a version, with the number of running cases at each step."""
    definition = get_object_or_404(queries.process_definitions(), pk=definition_id)
    cases = _instances(request).filter(definition=definition)
    counts = Counter(queries.user_tasks_of(cases).filter(state="open").values_list("node", flat=True))
    faults = queries.incidents_of(cases).filter(state="open").order_by().values_list("node", flat=True)
    process = queries.process(definition.key, definition.sha256)
    context = {
        "definition": definition,
        "title": process_title(definition),
        "versions": queries.process_definitions().filter(key=definition.key),
        "counts": json.dumps(counts),
        "waiting": [(step(process, node), count) for node, count in counts.most_common()],
        "incident": json.dumps(sorted(set(faults))),
        "names": diagram_names(process),
        "pins": definition.deployment.pins,
    }
    return page(request, "backoffice/definition.html", context)


@require_safe
def definition_xml(request: HttpRequest, definition_id: int) -> HttpResponse:
    definition = get_object_or_404(queries.process_definitions(), pk=definition_id)
    return HttpResponse(definition.xml, content_type="application/xml")


def _instances(request: HttpRequest) -> QuerySet:
    return queries.instances_below(units_with_role(str(request.user.pk), STUDIO_ADMINISTRATOR))

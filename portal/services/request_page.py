"""A request's own page: where it stands, its history, its answers, its letter; and the confirmation."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from engine import queries
from engine.errors import NotFound
from engine.forms import render_answers
from engine.forms.uploads import StoredFiles, file_response
from portal.formatting.reader import calendar, language
from portal.inbox.request_answers import request_answers
from portal.inbox.search import tracking_code_in
from portal.services.statuses import status_of
from portal.services.story import story_of


@login_required
@require_safe
def request_page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything the applicant may know of the own request."""
    case = _own_case(request, code)
    answers = request_answers(case.instance, case.variables)
    file_url = reverse("services:file", args=[case.instance.tracking_code, "REF"])
    html = answers and render_answers(
        answers.form, answers.data, language(), calendar(), files=StoredFiles(None), file_url=file_url
    )
    context = {
        "status": status_of(case.instance),
        "story": list(reversed(story_of(case.process, queries.history(case.instance)))),
        "answers": html,
        "return_reason": case.variables.get("reason"),
    }
    return render(request, "services/request.html", context)


@login_required
@require_safe
def submitted(request: HttpRequest, code: str) -> HttpResponse:
    """The confirmation with the tracking code (SARA-FORM-23)."""
    case = _own_case(request, code)
    return render(request, "services/submitted.html", {"status": status_of(case.instance)})


@login_required
@require_safe
def file(request: HttpRequest, code: str, ref: str) -> FileResponse:
    """A file of the own request, as a download."""
    case = _own_case(request, code)
    answers = request_answers(case.instance, case.variables)
    if answers is None or ref not in answers.file_refs:
        raise NotFound(kind="file", id=ref)
    return file_response(ref)


def _own_case(request: HttpRequest, code: str) -> Any:
    person_id = str(request.user.pk)
    case = queries.case(tracking_code_in(code) or code, by=person_id)
    if case.instance.started_by != person_id:
        raise NotFound(kind="request", id=code)
    return case

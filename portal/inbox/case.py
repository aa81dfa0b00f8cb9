"""The case page: reading it, deciding on it, its diagram and files."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from engine import api, queries
from engine.actor import Actor
from engine.errors import Conflict, EngineError
from engine.forms.uploads import file_response
from engine.queries import UserTaskView
from portal.accounts.parked import owner_mark
from portal.errors import message_for
from portal.formatting import tracking_in_text
from portal.inbox.board import LAST_LIST
from portal.inbox.case_page import case_context, holds_role_of, own_request_url
from portal.inbox.decision import DecisionForm
from portal.inbox.filters import InboxFilters
from portal.inbox.listing import page_of
from portal.inbox.outcomes import outcome
from portal.inbox.request_answers import request_answers
from portal.inbox.timeline import timeline_of
from portal.letters.paper import paper_of_draft
from workflows.letters.preview import draft_letter

GO_ON = "inbox_go_on"
KEPT = "inbox_kept"


def staff_task(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the user task as the reader sees it; an applicant is sent to the services room."""

    @login_required
    @never_cache
    def guarded(request: HttpRequest, task_id: int, **kwargs: Any) -> HttpResponse:
        person_id = str(request.user.pk)
        task = queries.user_task(task_id, by=person_id)
        if task.instance.started_by == person_id and not holds_role_of(task, person_id):
            return redirect(own_request_url(task))
        return view(request, task, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@staff_task
def case_view(request: HttpRequest, task: UserTaskView) -> HttpResponse:
    """The whole case on one screen; a post is the decision."""
    if request.method == "POST":
        return _decide(request, task)
    return _show(request, task, _form_with_kept_text(request, task))


@require_safe
@staff_task
def diagram(request: HttpRequest, task: UserTaskView) -> HttpResponse:
    """The drawing of the version under which the case runs."""
    return HttpResponse(task.instance.definition.xml, content_type="application/xml; charset=utf-8")


@require_safe
@staff_task
def file(request: HttpRequest, task: UserTaskView, ref: str) -> HttpResponse:
    """A file of the request, only if this case's answers name it."""
    answers = request_answers(task.instance, task.variables)
    if answers is None or ref not in answers.file_refs:
        raise Http404
    return file_response(ref)


@require_safe
@staff_task
def preview(request: HttpRequest, task: UserTaskView) -> HttpResponse:
    """The letter as it would be issued now, to be read before the approval."""
    context: dict[str, Any] = {"task": task, "problem": ""}
    try:
        draft = draft_letter(
            task.variables,
            unit_path=task.instance.unit_path,
            started_by=task.instance.started_by,
            tracking_code=task.instance.tracking_code or "",
            artifact=partial(queries.artifact_of, task.instance),
            completers={task.node: str(request.user.pk)},
        )
    except EngineError as error:
        context["problem"] = message_for(error)
    else:
        context["paper"] = paper_of_draft(draft) if draft else None
    return render(request, "inbox/preview.html", context)


def _show(request: HttpRequest, task: UserTaskView, form: DecisionForm, status: int = 200) -> HttpResponse:
    context = case_context(task, form, str(request.user.pk))
    context["go_on"] = request.session.get(GO_ON, False)
    context["list_url"] = _list_url(request)
    context["owner_mark"] = owner_mark(request)
    return render(request, "inbox/task.html", context, status=status)


def _decide(request: HttpRequest, task: UserTaskView) -> HttpResponse:
    form = DecisionForm.posted(request, task)
    if task.state == "open" and form.errors:
        return _show(request, task, form, status=422)
    person_id = str(request.user.pk)
    try:
        api.complete(
            task.id,
            form.data,
            by=Actor(person_id, channel="web"),
            command_id=form.command_id,
            expected_revision=request.POST.get("revision", ""),
        )
    except Conflict as error:
        return _show_conflict(request, form, error)
    code = tracking_in_text(task.instance.tracking_code)
    messages.success(request, str(outcome(form.outcome).message) % {"code": code})
    request.session[GO_ON] = bool(request.POST.get("go_on"))
    return redirect(_next_url(request, task.id) if request.POST.get("go_on") else _list_url(request))


def _show_conflict(request: HttpRequest, form: DecisionForm, error: Conflict) -> HttpResponse:
    """What happened in the meantime, with all that was typed kept."""
    now = queries.user_task(form.task.id, by=str(request.user.pk))
    request.session[KEPT] = {"task": now.id, "outcome": form.outcome, "raw": form.raw}
    happened = timeline_of(queries.process_of(now.instance), queries.history(now.instance), after=form.seen)
    context = {
        "task": now,
        "message": message_for(error),
        "happened": happened,
        "kept": form.typed_texts,
        "outcome": outcome(form.outcome) if form.outcome else None,
        "can_decide": now.refusal is None,
        "list_url": _list_url(request),
    }
    return render(request, "inbox/conflict.html", context, status=409)


def _form_with_kept_text(request: HttpRequest, task: UserTaskView) -> DecisionForm:
    """An empty form, or what was typed for a decision that came too late."""
    form = DecisionForm(task, str(request.user.pk))
    kept = request.session.get(KEPT) or {}
    if kept.get("task") == task.id and task.refusal is None:
        form.outcome, form.raw = kept["outcome"], kept["raw"]
        del request.session[KEPT]
    return form


def _last_filters(request: HttpRequest) -> InboxFilters:
    return InboxFilters.of(QueryDict(request.session.get(LAST_LIST, "").lstrip("?")))


def _list_url(request: HttpRequest) -> str:
    """The list as the reader left it."""
    link = _last_filters(request).link()
    return reverse("inbox:home") + (link if len(link) > 1 else "")


def _next_url(request: HttpRequest, done: int) -> str:
    """The next case of the list the reader came from, or the list when it is empty."""
    page = page_of(str(request.user.pk), _last_filters(request), size=5)
    found = next((task.pk for task in page.tasks if task.pk != done and task.role), None)
    return reverse("inbox:task", args=[found]) if found else _list_url(request)

"""Claim, release, assign, delegate: commands that decide nothing; a refusal is said on the case page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from engine import api
from engine.actor import Actor
from engine.errors import Conflict, NotAuthorised
from engine.queries import UserTaskView
from portal.errors import message_for
from portal.inbox.case import staff_task
from portal.inbox.people import name_of, people_by_id


@require_POST
@staff_task
def claim(request: HttpRequest, task: UserTaskView) -> HttpResponse:
    return _run(
        request,
        task,
        lambda by: api.claim(task.id, by=by),
        _("The case is yours now; colleagues see your name on it."),
    )


@require_POST
@staff_task
def release(request: HttpRequest, task: UserTaskView) -> HttpResponse:
    return _run(
        request,
        task,
        lambda by: api.release(task.id, by=by),
        _("Given back to whose it is.")
        if task.delegated_by
        else _("Released: every colleague can take it again."),
    )


@require_POST
@staff_task
def assign(request: HttpRequest, task: UserTaskView) -> HttpResponse:
    """To a colleague, or to oneself: taking over what another has claimed."""
    to = request.POST.get("to", "")
    if to == "me":
        return _run(
            request,
            task,
            lambda by: api.assign(task.id, to=by.id, by=by),
            _("You have taken the case over; colleagues see your name on it."),
        )
    return _hand_to(
        request, task, lambda by: api.assign(task.id, to=to, by=by), gettext_lazy("Assigned to %(name)s.")
    )


@require_POST
@staff_task
def delegate(request: HttpRequest, task: UserTaskView) -> HttpResponse:
    """The colleague then acts for the reader; the history names both."""
    to = request.POST.get("to", "")
    done = gettext_lazy("Delegated: %(name)s now acts for you. You can take it back by claiming it.")
    return _hand_to(request, task, lambda by: api.delegate(task.id, to=to, by=by), done)


def _hand_to(
    request: HttpRequest, task: UserTaskView, command: Callable[[Actor], None], done: object
) -> HttpResponse:
    to = request.POST.get("to", "")
    if not to.isdecimal():
        messages.error(request, _("Choose the colleague first."))
        return redirect("inbox:task", task.id)
    return _run(request, task, command, str(done) % {"name": name_of(to, people_by_id([to]))})


def _run(
    request: HttpRequest, task: UserTaskView, command: Callable[[Actor], None], done: str
) -> HttpResponse:
    try:
        command(Actor(str(request.user.pk), channel="web"))
    except (Conflict, NotAuthorised) as error:
        messages.error(request, message_for(error))
    else:
        messages.success(request, done)
    return redirect("inbox:task", task.id)

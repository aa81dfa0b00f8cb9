"""Everything a case page shows, gathered once; the page is the same for reading and for a refused decision."""

import json
from collections.abc import Iterator
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from engine import queries
from engine.errors import AlreadyClaimed
from engine.plugins import directory
from engine.queries import CaseView, UserTaskView
from portal.accounts.role_titles import role_title
from portal.errors import message_for
from portal.formatting import moment
from portal.inbox.applicant import (
    applicant_facts,
    employment_facts,
    offering_facts,
    reserve_facts,
    service_title,
)
from portal.inbox.assigning import candidates
from portal.inbox.decision import DecisionForm
from portal.inbox.due import due_words, working_hours_of
from portal.inbox.forecast import forecast
from portal.inbox.outcomes import outcome
from portal.inbox.people import name_of, people_by_id, unit_names
from portal.inbox.request_answers import request_answers
from portal.inbox.timeline import TimelineItem, timeline_of
from portal.step_names import diagram_names, node_name


def case_context(task: UserTaskView, form: DecisionForm, person_id: str) -> dict[str, Any]:
    """The template's context. The reading is logged here, once for every page shown."""
    case = queries.case(task.instance.tracking_code or "", by=person_id, screen="inbox:task")
    entries = queries.history(case.instance)
    form.seen = entries[-1].seq if entries else 0
    answers = request_answers(case.instance, case.variables)
    people = people_by_id([case.instance.started_by, task.assignee, task.delegated_by])
    return {
        "task": task,
        "case": case,
        "step": node_name(case.process, task.node),
        "service": service_title(case.variables.get("offering")) or case.process.name,
        "applicant": people.get(case.instance.started_by),
        "identity": applicant_facts(people.get(case.instance.started_by)),
        "employment": employment_facts(people.get(case.instance.started_by)),
        "offering": [
            *offering_facts(case.variables.get("offering")),
            *reserve_facts(case.instance.unit_path),
        ],
        "can_preview": task.state == "open"
        and bool((case.variables.get("offering") or {}).get("letter_key")),
        "answers": answers.html(task.id) if answers else "",
        "form": form,
        "choices": _choices(task, person_id) if task.refusal is None else [],
        "refusal": message_for(task.refusal) if task.refusal else "",
        "due": due_words(task.due, working_hours_of([task.unit_path])[task.unit_path]),
        "unit": unit_names([case.instance.unit_path])[case.instance.unit_path],
        "claimed_by": name_of(task.assignee, people) if task.assignee else "",
        "is_mine": task.assignee == person_id,
        "acts_for": name_of(task.delegated_by, people) if task.delegated_by else "",
        "can_take_back": task.delegated_by == person_id,
        "candidates": candidates(task, person_id),
        "can_take_over": isinstance(task.refusal, AlreadyClaimed),
        "warnings": list(_warnings(task, case)),
        "timeline": [*timeline_of(case.process, entries), *_waiting(case)],
        "diagram": _diagram(case, entries),
        "links": _links(case),
    }


def _choices(task: UserTaskView, person_id: str) -> list[dict[str, Any]]:
    return [{"outcome": outcome(name), "next": forecast(task, name, person_id)} for name in task.outcomes]


def _warnings(task: UserTaskView, case: CaseView) -> Iterator[dict[str, str]]:
    if task.escalated_from and task.state == "open":
        units = unit_names([task.escalated_from, task.unit_path])
        yield {
            "kind": "warning",
            "title": _("Passed up from %(unit)s") % {"unit": units[task.escalated_from]},
            "text": _(
                "Nobody there may decide this request without a conflict of interest, so it waits in %(unit)s."
            )
            % {"unit": units[task.unit_path]},
        }
    due = due_words(task.due, working_hours_of([task.unit_path])[task.unit_path])
    if due.is_overdue and task.state == "open":
        yield {
            "kind": "danger",
            "title": _("The deadline has passed"),
            "text": _("It was due on %(moment)s: %(words)s.")
            % {"moment": moment(task.due), "words": due.text},
        }
    if case.incidents:
        yield {
            "kind": "danger",
            "title": _("Technical fault"),
            "text": _(
                "A step of this case has failed. The operator can see it; nothing of the case is lost."
            ),
        }


def _waiting(case: CaseView) -> Iterator[TimelineItem]:
    open_tasks = [task for task in case.user_tasks if task.state == "open"]
    people = people_by_id(task.assignee for task in open_tasks)
    units = unit_names(task.unit_path for task in open_tasks)
    for task in open_tasks:
        who = name_of(task.assignee, people) if task.assignee else role_title(task.role)
        yield TimelineItem(
            title=node_name(case.process, task.node),
            at=task.created_at,
            by=f"{who} · {units[task.unit_path]}" if task.role else who,
            icon="hourglass",
            text=_("Waiting for a decision"),
            current=True,
        )


def _diagram(case: CaseView, entries: list[Any]) -> dict[str, str]:
    return {
        "path": json.dumps(queries.path_taken(entries)),
        "current": json.dumps([task.node for task in case.user_tasks if task.state == "open"]),
        "incident": json.dumps([incident.node for incident in case.incidents]),
        "names": diagram_names(case.process),
    }


def _links(case: CaseView) -> dict[str, str]:
    """The open user task of this case, for a page whose own step is over."""
    found = next((task.pk for task in case.user_tasks if task.state == "open" and task.role), None)
    return {"open_task": reverse("inbox:task", args=[found]) if found else ""}


def holds_role_of(task: UserTaskView, person_id: str) -> bool:
    """Whether the person's roles reach this step at all."""
    return bool(task.role) and directory.holds(person_id, task.role, task.unit_path)


def own_request_url(task: UserTaskView) -> str:
    """Where the applicant follows the own request: the services room."""
    try:
        if task.state == "open" and not task.role:
            return reverse("services:task", args=[task.id])
        return reverse("services:request", args=[task.instance.tracking_code])
    except NoReverseMatch:
        return reverse("home")

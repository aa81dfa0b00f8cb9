"""User tasks as the list shows them; names and calendars are read once for the whole page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from engine import queries
from portal.formatting.reader import language
from portal.inbox.due import DueWords, due_words, working_hours_of
from portal.inbox.people import name_of, people_by_id, unit_names
from portal.step_names import node_name
from workflows.catalogue.models import Offering


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the list. ``escalated_from``: name of the unit passed over, or empty."""

    id: int
    url: str
    tracking_code: str
    applicant: str
    service: str
    step: str
    unit: str
    escalated_from: str
    waiting_since: datetime
    due: DueWords
    due_at: datetime | None
    claimed_by: str
    is_mine: bool
    is_suspended: bool


def rows_of(tasks: Sequence[Any], person_id: str) -> list[InboxRow]:
    """The rows in the order of the user tasks."""
    people = people_by_id({key for task in tasks for key in (task.instance.started_by, task.assignee)})
    units = unit_names({p for task in tasks for p in (task.instance.unit_path, task.escalated_from) if p})
    hours = working_hours_of({task.unit_path for task in tasks})
    services = _services({task.instance.business_key for task in tasks})
    return [
        InboxRow(
            id=task.pk,
            url=task_url(task, person_id),
            tracking_code=task.instance.tracking_code or "",
            applicant=name_of(task.instance.started_by, people),
            service=services.get(task.instance.business_key, task.instance.business_key),
            step=node_name(queries.process_of(task.instance), task.node),
            unit=units.get(task.instance.unit_path, ""),
            escalated_from=units.get(task.escalated_from, ""),
            waiting_since=task.created_at,
            due=due_words(task.due, hours[task.unit_path]),
            due_at=task.due,
            claimed_by=name_of(task.assignee, people) if task.assignee else "",
            is_mine=task.assignee == person_id,
            is_suspended=task.instance.state == "suspended",
        )
        for task in tasks
    ]


def task_url(task: Any, person_id: str) -> str:
    """The own request's step is done in the services room, everything else on the case page."""
    if not task.role and task.instance.started_by == person_id:
        try:
            return reverse("services:task", args=[task.pk])
        except NoReverseMatch:
            return reverse("inbox:task", args=[task.pk])
    return reverse("inbox:task", args=[task.pk])


def _services(codes: set[str]) -> dict[str, str]:
    return {offering.code: offering.title(language()) for offering in Offering.objects.filter(code__in=codes)}

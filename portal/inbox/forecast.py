"""Who acts next after each decision, in words, before the decision is made."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from engine import queries
from engine.plugins import directory
from engine.queries import NextStep, UserTaskView
from portal.accounts.role_titles import role_title
from portal.formatting import number
from portal.inbox.people import name_of, people_by_id, unit_names
from portal.step_names import node_name

SHOWN_NAMES = 2


def forecast(task: UserTaskView, outcome: str, person_id: str) -> str:
    """One sentence; empty when the drawing leaves it open."""
    process = queries.process_of(task.instance)
    steps = queries.next_steps(task, {"outcome": outcome})
    return " ".join(_sentence(step, task, process, person_id) for step in steps)


def _sentence(step: NextStep, task: UserTaskView, process: Any, person_id: str) -> str:
    name = node_name(process, step.node)
    if step.is_end:
        return _("The case ends: %(step)s.") % {"step": name}
    if step.assignee:
        who = name_of(step.assignee, people_by_id([step.assignee]))
        if step.assignee == task.instance.started_by:
            return _("It goes back to the applicant, %(name)s.") % {"name": who}
        return _("Next: %(step)s — %(name)s.") % {"step": name, "name": who}
    return _of_role(step, task, name, person_id)


def _of_role(step: NextStep, task: UserTaskView, name: str, person_id: str) -> str:
    unit, people = _next_people(step, task, person_id)
    words = {"step": name, "role": role_title(step.role), "unit": unit_names([unit])[unit]}
    if not people:
        return _("Next: %(step)s — but nobody holds the role “%(role)s” there.") % words
    words["names"] = _some_names(people)
    return _("Next: %(step)s — %(role)s of %(unit)s (%(names)s).") % words


def _some_names(people: list[str]) -> str:
    shown, more = people[:SHOWN_NAMES], len(people) - SHOWN_NAMES
    named = people_by_id(shown)
    names = pgettext("between the items of a list", ", ").join(name_of(key, named) for key in shown)
    if more <= 0:
        return names
    others = ngettext("and %(count)s other", "and %(count)s others", more) % {"count": number(more)}
    return f"{names} {others}"


def _next_people(step: NextStep, task: UserTaskView, person_id: str) -> tuple[str, list[str]]:
    """The first unit at or above the case's with somebody who may act, and those people."""
    start = step.unit or task.instance.unit_path
    for unit in directory.ancestors(start):
        if people := list(_eligible(step, unit, task, person_id)):
            return unit, people
    return start, []


def _eligible(step: NextStep, unit: str, task: UserTaskView, person_id: str) -> Iterator[str]:
    port = directory.current()
    for holder in port.holders(step.role, unit):
        if holder == person_id and task.node in step.distinct_from:
            continue
        if step.not_related_to and port.is_related(task.instance.started_by, holder):
            continue
        yield holder

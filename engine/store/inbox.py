"""What waits for a person: the roles' reach, and the open user tasks as conditions on their own rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from engine.models import UserTask
from engine.plugins import directory
from engine.plugins.directory import Holding

_OF_TASK = {"service": "instance__business_key", "process": "instance__definition__key", "node": "node"}
_OF_ENTRY = {
    "service": "service",
    "process": "user_task__instance__definition__key",
    "node": "user_task__node",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of an inbox is wanted; what is empty restricts nothing.

    ``assignee``: "" for nobody's, None for whoever's. ``unit`` takes in the units below, and what was
    passed up from them. ``cases``: a condition on user tasks that few fulfil (a search).
    """

    assignee: str | None = None
    due_before: datetime | None = None
    service: str = ""
    process: str = ""
    node: str = ""
    unit: str = ""
    cases: Q | None = None

    @property
    def is_few(self) -> bool:
        """Whether the wanted are better looked up and sorted than met on a walk through the inbox."""
        return bool(self.assignee) or self.cases is not None

    def of_tasks(self) -> Q:
        """As a condition on user tasks."""
        found = self._on(_OF_TASK)
        if self.unit:
            found &= _below("unit_path", self.unit) | _below("escalated_from", self.unit)
        return found if self.cases is None else found & self.cases

    def of_entries(self) -> Q:
        """As a condition on inbox entries that lie in the wanted unit."""
        return self._on(_OF_ENTRY)

    def _on(self, names: dict[str, str]) -> Q:
        found = Q(**{name: value for part, name in names.items() if (value := getattr(self, part))})
        if self.assignee is not None:
            found &= Q(assignee=self.assignee)
        if self.assignee:
            found &= Q(assignee__gt="")  # the index's words
        return found & Q(due__lt=self.due_before) if self.due_before else found


def reach_of(person_id: str) -> list[Holding]:
    """The roles with the units they reach, none below another: no user task is reached twice."""
    held = directory.current().holdings(person_id)
    return sorted(
        (role, unit)
        for role, unit in held
        if not any((role, above) in held for above in directory.ancestors(unit)[1:])
    )


def reached(holdings: Iterable[Holding]) -> Q:
    """The user tasks, open or not, that these holdings reach."""
    found = Q(pk=None)
    for role, unit in holdings:
        found |= Q(role=role) & _below("unit_path", unit)
    return found


def meant_for(person_id: str) -> Q:
    """The user tasks for this person alone; who has claimed what a role may do needs the role."""
    return Q(role="", assignee=person_id, assignee__gt="")  # the index's words


def inbox(person_id: str) -> QuerySet[UserTask]:
    """Open user tasks the person may see, each once: by role and reach, or meant for this person alone.

    Not the decisions on the own requests; nor what a person who has lost the role had claimed.
    To be filtered by something that few fulfil: a page of a whole inbox is what ``inbox_page`` is for.
    """
    return (
        UserTask.objects.filter(
            meant_for(person_id) | reached(reach_of(person_id)), state=UserTask.State.OPEN
        )
        .exclude(~Q(role=""), instance__started_by=person_id)
        .select_related("instance", "instance__definition")
    )


def personal(person_id: str) -> QuerySet[UserTask]:
    """The open user tasks for this person alone."""
    return UserTask.objects.filter(meant_for(person_id), state=UserTask.State.OPEN)


def passed_up(person_id: str, unit: str) -> QuerySet[UserTask]:
    """What waits for the person outside the unit because nobody in it, or below, may decide."""
    found = inbox(person_id).filter(
        _below("escalated_from", unit), escalated_from__gt=""
    )  # the index's words
    return found.exclude(_below("unit_path", unit))


def within(holdings: Iterable[Holding], unit: str) -> list[Holding]:
    """The part of the holdings' reach that lies in the unit."""
    return [
        (role, unit if directory.reaches(held_in, unit) else held_in)
        for role, held_in in holdings
        if directory.reaches(held_in, unit) or directory.reaches(unit, held_in)
    ]


def _below(name: str, unit: str) -> Q:
    return Q(**{name: unit}) | Q(**{f"{name}__startswith": f"{unit}/"})

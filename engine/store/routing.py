"""Where a new user task goes: to the unit named, or up to the first parent with somebody eligible."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.plugins import directory
from engine.runtime.commands import CreateUserTask
from engine.store.authorisation import conflict_of


@dataclass(frozen=True, slots=True)
class Route:
    """``escalated_from``: the unit passed over, "" when none was; ``is_orphan``: nobody at all can do it."""

    unit_path: str
    escalated_from: str = ""
    is_orphan: bool = False


def route(task: CreateUserTask, unit_path: str, completers: Mapping[str, str]) -> Route:
    """The unit for a new user task with a role; one with an assignee stays where it is."""
    if task.assignee or not task.role:
        return Route(unit_path, is_orphan=not task.assignee)
    holders = directory.current().holders
    for candidate in directory.ancestors(unit_path):
        if any(_is_eligible(task, person, completers) for person in holders(task.role, candidate)):
            return Route(candidate, escalated_from="" if candidate == unit_path else unit_path)
    return Route(unit_path, is_orphan=True)


def _is_eligible(task: CreateUserTask, person_id: str, completers: Mapping[str, str]) -> bool:
    return conflict_of(task.distinct_from, task.not_related_to, person_id, completers) is None

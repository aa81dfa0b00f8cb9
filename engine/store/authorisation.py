"""Who may act on a user task. Always asked after the lock.

Four-eyes (``distinctFrom``), conflict of interest (``notRelatedTo``) and reach of roles are enforced
here, below every screen and API.
"""

from collections.abc import Mapping

from engine.actor import Actor
from engine.errors import (
    AlreadyClaimed,
    ConflictOfInterest,
    EngineError,
    FourEyesViolation,
    InstanceSuspended,
    NotAuthorised,
    UserTaskClosed,
)
from engine.plugins import directory
from engine.store.rows import UserTaskRow


def authorise(task: UserTaskRow, by: Actor | None, completers: Mapping[str, str]) -> None:
    """Refuse whoever may not act on the user task now. ``by=None`` is the system itself."""
    refusal = refusal_of(task, by, completers)
    if refusal is not None:
        raise refusal


def refusal_of(task: UserTaskRow, by: Actor | None, completers: Mapping[str, str]) -> EngineError | None:
    """Why this actor may not act on the user task now, or None."""
    if (refusal := standstill_of(task)) is not None or by is None:
        return refusal
    if task.assignee and task.assignee != by.id:
        if _has_role(task, by.id):
            return AlreadyClaimed(by=directory.current().display_name(task.assignee))
        return NotAuthorised(reason="this step is assigned to another person")
    return ineligibility(task, by.id, completers)


def standstill_of(task: UserTaskRow) -> UserTaskClosed | InstanceSuspended | None:
    """Why nobody at all may act on the user task now, or None."""
    if task.state != "open":
        return _closed(task)
    return InstanceSuspended() if task.is_suspended else None


def ineligibility(task: UserTaskRow, person_id: str, completers: Mapping[str, str]) -> NotAuthorised | None:
    """Why the person may not do this step at all, or None."""
    if task.role and not _has_role(task, person_id):
        return NotAuthorised(reason="your roles do not reach this case")
    if not task.role and task.assignee != person_id:
        return NotAuthorised(reason="this step is assigned to another person")
    return conflict_of(task.distinct_from, task.not_related_to, person_id, completers, task.delegators)


def conflict_of(
    distinct_from: tuple[str, ...],
    not_related_to: tuple[str, ...],
    person_id: str,
    completers: Mapping[str, str],
    delegators: frozenset[tuple[str, str]] = frozenset(),
) -> NotAuthorised | None:
    """The conflict with those who acted in this case before, or for whom a delegate did, or None."""
    is_related = directory.current().is_related
    acted = delegators | {(node, who) for node, all_who in completers.items() for who in all_who.split()}
    for node in not_related_to:
        if any(done == node and is_related(who, person_id) for done, who in acted):
            return ConflictOfInterest()
    for node in distinct_from:
        if (node, person_id) in acted:
            return FourEyesViolation(node=node)
    return None


def _has_role(task: UserTaskRow, person_id: str) -> bool:
    return bool(task.role) and directory.holds(person_id, task.role, task.unit_path)


def _closed(task: UserTaskRow) -> UserTaskClosed:
    who = directory.current().display_name(task.completed_by) if task.completed_by else ""
    return UserTaskClosed(by=who, at=task.completed_at, state=task.state)

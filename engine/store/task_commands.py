"""Commands on a user task that move no token: claim, release, assign, delegate."""

from dataclasses import replace
from typing import Any

from engine.actor import Actor
from engine.errors import NotAuthorised
from engine.plugins import directory
from engine.store import inbox_entries
from engine.store.authorisation import authorise, conflict_of, ineligibility, standstill_of
from engine.store.dialect import run
from engine.store.form_data import OUTCOME, WITHDRAW, accepted
from engine.store.instance_store import lock_user_task
from engine.store.rows import LockedInstance, UserTaskRow
from engine.store.unit_of_work import UnitOfWork

KINDS = {
    "claim": "UserTaskClaimed",
    "release": "UserTaskReleased",
    "assign": "UserTaskAssigned",
    "delegate": "UserTaskDelegated",
}


def claim(user_task_id: int, by: Actor) -> None:
    """Make ``by`` the assignee; claiming twice is claiming once. Who has delegated it takes it back so."""
    locked, task = lock_user_task(user_task_id)
    is_owner = task.delegated_by == by.id
    authorise(replace(task, assignee=by.id) if is_owner else task, by, locked.state.completers)
    if task.assignee != by.id:
        _assign(locked, task, by, "claim", by.id)


def release(user_task_id: int, by: Actor) -> None:
    """Take the assignee off a user task that a role may do; a delegated one goes back to whose it is."""
    locked, task = lock_user_task(user_task_id)
    authorise(task, by, locked.state.completers)
    if task.delegated_by:
        _assign(locked, task, by, "release", task.delegated_by)
        return
    if not task.role:
        raise NotAuthorised(reason="this step is meant for one person only")
    if task.assignee:
        _assign(locked, task, by, "release", "")


def assign(user_task_id: int, to: str, by: Actor) -> None:
    """Give the user task to ``to``, who must be eligible; ``by`` needs the role, the assignee's or not."""
    locked, task = lock_user_task(user_task_id)
    if not (task.role and directory.holds(by.id, task.role, task.unit_path)):
        raise NotAuthorised(reason="your roles do not reach this case")
    completers = locked.state.completers
    related = conflict_of(
        (), task.not_related_to, by.id, completers, task.delegators
    )  # nobody chooses who decides the own request
    if (refusal := related or ineligibility(task, to, completers)) is not None:
        raise refusal
    if (standstill := standstill_of(task)) is not None:
        raise standstill
    _assign(locked, task, by, "assign", to)


def delegate(user_task_id: int, to: str, by: Actor) -> None:
    """Hand the own user task to ``to``, who must be eligible and from now on acts for whose it was."""
    locked, task = lock_user_task(user_task_id)
    completers = locked.state.completers
    authorise(task, by, completers)
    if task.assignee != by.id:
        raise NotAuthorised(reason="only who has taken a step can delegate it", reason_code="not-taken")
    if to == by.id:
        raise NotAuthorised(reason="nobody delegates to themselves", reason_code="own-delegate")
    if (refusal := ineligibility(replace(task, assignee=to), to, completers)) is not None:
        raise refusal
    owner = task.delegated_by or by.id
    _assign(locked, task, by, "delegate", to, owner if owner != to else "")


def acting(task: UserTaskRow, by: Actor | None) -> Actor | None:
    """Who completes the user task: a delegate acts for whose it is."""
    return replace(by, acting_for=task.delegated_by) if by and task.delegated_by else by


def accepted_data(
    locked: LockedInstance, task: UserTaskRow, data: dict[str, Any], by: Actor | None
) -> dict[str, Any]:
    """What a person sends, as the user task's form accepts it; the system's own data are not judged.

    A withdrawal leaves the form as it is: nothing but the outcome is taken.
    """
    if by is None or not task.form_key:
        return data
    if data.get(OUTCOME) == WITHDRAW and WITHDRAW in task.outcomes:
        return {OUTCOME: WITHDRAW}
    return accepted(
        task.form_key,
        locked.sha256_at(task.token),
        data,
        by=by,
        unit=locked.unit_path,
        variables=locked.seen_at(task.token),
        outcomes=task.outcomes,
    )


def _assign(
    locked: LockedInstance, task: UserTaskRow, by: Actor, command: str, assignee: str, owner: str = ""
) -> None:
    """``owner``: for whom the assignee acts."""
    run(
        "UPDATE engine_user_task SET assignee = %s, delegated_by = %s WHERE id = %s",
        [assignee, owner, task.id],
    )
    inbox_entries.reassign(task.id, task.unit_path, assignee)
    work = UnitOfWork(locked, command, by)
    work.events.append(
        {"kind": KINDS[command], "node": task.node, "before": task.assignee, "after": assignee}
    )
    work.commit()

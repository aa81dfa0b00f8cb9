"""Commands on a user task that move no token: claim, release, assign, route again."""

from typing import Any

from engine.actor import Actor
from engine.errors import NotAuthorised
from engine.models import Incident, UserTask
from engine.plugins import directory
from engine.runtime import commands
from engine.store.authorisation import authorise, conflict_of, ineligibility
from engine.store.dialect import run
from engine.store.form_data import OUTCOME, WITHDRAW, accepted
from engine.store.instance_store import lock_user_task
from engine.store.routing import route
from engine.store.rows import LockedInstance, UserTaskRow
from engine.store.unit_of_work import UnitOfWork


def claim(user_task_id: int, by: Actor) -> None:
    """Make ``by`` the assignee; claiming twice is claiming once."""
    locked, task = lock_user_task(user_task_id)
    authorise(task, by, locked.state.completers)
    if task.assignee != by.id:
        _assign(locked, task, by, "claim", by.id)


def release(user_task_id: int, by: Actor) -> None:
    """Take the assignee off a user task that a role may do."""
    locked, task = lock_user_task(user_task_id)
    authorise(task, by, locked.state.completers)
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
        (), task.not_related_to, by.id, completers
    )  # nobody chooses who decides the own request
    if (refusal := related or ineligibility(task, to, completers)) is not None:
        raise refusal
    if task.state != "open":
        authorise(task, by, locked.state.completers)
    _assign(locked, task, by, "assign", to)


def accepted_data(
    locked: LockedInstance, task: UserTaskRow, data: dict[str, Any], by: Actor | None
) -> dict[str, Any]:
    """What a person sends, as the user task's form accepts it; the system's own data are not judged."""
    if by is None or not task.form_key or data.get(OUTCOME) == WITHDRAW:
        return data
    return accepted(
        task.form_key,
        locked.definition_sha256,
        data,
        by=by,
        unit=locked.unit_path,
        variables=locked.state.variables,
    )


def route_again(work: UnitOfWork, incident: Incident) -> None:
    """Look once more for somebody eligible for the incident's user task; its inbox rows are written anew."""
    task = UserTask.objects.get(instance_id=work.locked.id, token=incident.token, state=UserTask.State.OPEN)
    wanted = commands.CreateUserTask(
        task.token,
        task.node,
        role=task.role,
        distinct_from=tuple(task.distinct_from.split()),
        not_related_to=tuple(task.not_related_to.split()),
    )
    where = route(wanted, task.unit_path, work.locked.state.completers)
    work.events.append({"kind": "UserTaskRouted", "node": task.node, "to": where.unit_path})
    if where.is_orphan:
        return
    task.escalated_from, task.unit_path = where.escalated_from, where.unit_path
    task.save(update_fields=["escalated_from", "unit_path"])
    task.inbox_entries.all().delete()
    for unit in directory.ancestors(where.unit_path):
        task.inbox_entries.create(
            role=task.role,
            unit_path=unit,
            due=task.due,
            priority=task.priority,
            service=work.locked.business_key,
        )
    work.changes.incidents_out.append(incident.token)


def _assign(locked: LockedInstance, task: UserTaskRow, by: Actor, command: str, assignee: str) -> None:
    run("UPDATE engine_user_task SET assignee = %s WHERE id = %s", [assignee, task.id])
    work = UnitOfWork(locked, command, by)
    kind = {"claim": "UserTaskClaimed", "release": "UserTaskReleased", "assign": "UserTaskAssigned"}[command]
    work.events.append({"kind": kind, "node": task.node, "before": task.assignee, "after": assignee})
    work.commit()

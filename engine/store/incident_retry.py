"""Tries again what failed (a step, the search for somebody who may do it, a job), or goes on without it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from engine.models import Incident, Job, UserTask
from engine.runtime import commands, triggers
from engine.store import inbox_entries
from engine.store.inbox_entries import Entry
from engine.store.routing import route
from engine.store.unit_of_work import UnitOfWork


def try_again(work: UnitOfWork, incident: Incident) -> None:
    """Remove the cause of the incident, if it can be; the caller commits."""
    if incident.code == "no-candidate":
        _route_again(work, incident)
    elif incident.code == "job-failed":
        _wake_jobs(work, incident)
    else:
        work.advance(triggers.RetryIncident(incident.token))


def go_on(work: UnitOfWork, incident: Incident, data: Mapping[str, Any]) -> None:
    """As if the failed node had done its work, with ``data`` as its result; the caller commits."""
    is_job = incident.code == "job-failed"
    if is_job:
        _failed_jobs(work, incident).delete()
    work.advance(triggers.ResolveIncident(incident.token, data))
    if is_job:
        _close(work, incident)


def _route_again(work: UnitOfWork, incident: Incident) -> None:
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
    inbox_entries.remove([(task.pk, task.unit_path)])
    task.escalated_from, task.unit_path = where.escalated_from, where.unit_path
    task.save(update_fields=["escalated_from", "unit_path"])
    inbox_entries.write(
        [
            Entry(
                task.pk, task.unit_path, task.role, task.due, task.priority, work.locked.business_key,
                task.assignee, task.created_at,
            )
        ]
    )  # fmt: skip
    _close(work, incident)


def _wake_jobs(work: UnitOfWork, incident: Incident) -> None:
    """The jobs set aside at the incident's token are due again."""
    _failed_jobs(work, incident).update(state=Job.State.READY, attempts=0)
    _close(work, incident)


def _failed_jobs(work: UnitOfWork, incident: Incident) -> QuerySet[Job]:
    return Job.objects.filter(instance_id=work.locked.id, token=incident.token, state=Job.State.FAILED)


def _close(work: UnitOfWork, incident: Incident) -> None:
    """Those of the same cause at the token; others there wait for their own retry."""
    same = Incident.objects.filter(instance_id=work.locked.id, token=incident.token, code=incident.code)
    same.filter(state=Incident.State.OPEN).update(state=Incident.State.CLOSED, closed_at=work.now)
    work.events.append({"kind": "IncidentClosed", "token": incident.token, "node": incident.node})

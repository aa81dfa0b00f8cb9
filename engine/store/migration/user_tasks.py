"""Open user tasks in another version: the row stays, with who has claimed it and until when it is to be done."""

from engine.models import Incident, UserTask
from engine.runtime import commands
from engine.store import inbox_entries
from engine.store.authorisation import ineligibility
from engine.store.inbox_entries import Entry
from engine.store.migration.image import TASK_FIELDS
from engine.store.reading import task_row
from engine.store.routing import route
from engine.store.unit_of_work import UnitOfWork

NO_CANDIDATE = "no-candidate"


def change_all(work: UnitOfWork, changed_forms: frozenset[str]) -> None:
    """Write what the runtime says of them; nothing for those that the same command has closed.

    ``changed_forms``: keys of forms that are others now, so that a page with the old one is refused.
    """
    changes = {each.token: each.task for each in work.changes.user_tasks_changed}
    for closed in work.changes.user_tasks_out:
        changes.pop(closed, None)
    for task in _open(work):
        if task.token in changes:
            _change(work, task, changes[task.token], changed_forms)


def restore_all(work: UnitOfWork, images: dict[int, dict[str, str]]) -> None:
    """Put the fields back as they were."""
    for task in _open(work):
        before = _fields(task)
        if task.pk in images and images[task.pk] != before:
            for name, value in images[task.pk].items():
                setattr(task, name, value)
            where = route(_wanted(task), task.escalated_from or task.unit_path, work.locked.state.completers)
            _write(work, task, before)
            _settle(work, task, is_orphan=where.is_orphan)


def _open(work: UnitOfWork) -> list[UserTask]:
    found = UserTask.objects.filter(instance_id=work.locked.id, state=UserTask.State.OPEN)
    return list(found.select_related("instance"))


def _change(
    work: UnitOfWork, task: UserTask, made: commands.CreateUserTask, changed_forms: frozenset[str]
) -> None:
    before = _fields(task)
    old_role, original = task.role, task.escalated_from or task.unit_path
    task.node, task.form_key, task.role = made.node, made.form_key or "", made.role or ""
    task.distinct_from, task.not_related_to = " ".join(made.distinct_from), " ".join(made.not_related_to)
    task.outcomes = " ".join(made.outcomes)
    unit = made.unit or work.locked.unit_path
    is_moved = task.role != old_role or unit != original
    if not task.role:
        task.assignee = task.assignee or made.assignee or ""
    if is_moved:
        where = route(_wanted(task), unit, work.locked.state.completers)
        task.unit_path, task.escalated_from = where.unit_path, where.escalated_from
        _settle(work, task, is_orphan=where.is_orphan)
    _release_if_ineligible(work, task, before)
    if _fields(task) != before or task.form_key in changed_forms:
        _write(work, task, before)


def _release_if_ineligible(work: UnitOfWork, task: UserTask, before: dict[str, str]) -> None:
    """Who has claimed it and may not do it in the new version must not hold it any longer."""
    rules = ("role", "unit_path", "distinct_from", "not_related_to")
    if not (task.role and task.assignee) or all(getattr(task, name) == before[name] for name in rules):
        return
    if ineligibility(task_row(task)[0], task.assignee, work.locked.state.completers) is not None:
        work.events.append(
            {"kind": "UserTaskReleased", "node": task.node, "before": task.assignee, "after": ""}
        )
        task.assignee = task.delegated_by = ""


def _wanted(task: UserTask) -> commands.CreateUserTask:
    """What is asked of who may do it."""
    return commands.CreateUserTask(
        task.token,
        task.node,
        role=task.role or None,
        assignee=None if task.role else task.assignee,
        distinct_from=tuple(task.distinct_from.split()),
        not_related_to=tuple(task.not_related_to.split()),
    )


def _write(work: UnitOfWork, task: UserTask, before: dict[str, str]) -> None:
    """The row with a new revision, so that a decision on the page as it was is refused, and its inbox entries."""
    task.revision += 1
    task.save(update_fields=[*TASK_FIELDS, "revision"])
    if all(getattr(task, name) == before[name] for name in ("role", "unit_path", "assignee")):
        return
    inbox_entries.remove([(task.pk, before["unit_path"])])
    if task.role:
        entry = Entry(
            task.pk, task.unit_path, task.role, task.due, task.priority, work.locked.business_key, task.assignee,
            task.created_at,
        )  # fmt: skip
        inbox_entries.write([entry])


def _settle(work: UnitOfWork, task: UserTask, *, is_orphan: bool) -> None:
    """Open or close the incident that nobody can do the step."""
    found = Incident.objects.filter(
        instance_id=work.locked.id, token=task.token, code=NO_CANDIDATE, state=Incident.State.OPEN
    )
    if is_orphan and not found.exists():
        work.changes.incidents_in.append(
            commands.OpenIncident(task.token, task.node, NO_CANDIDATE, {"role": task.role})
        )
        work.events.append({"kind": "IncidentOpened", "node": task.node, "code": NO_CANDIDATE})
    elif not is_orphan and found.update(state=Incident.State.CLOSED, closed_at=work.now):
        work.events.append({"kind": "IncidentClosed", "token": task.token, "node": task.node})


def _fields(task: UserTask) -> dict[str, str]:
    return {name: getattr(task, name) for name in TASK_FIELDS}

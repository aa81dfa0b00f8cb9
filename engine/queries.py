"""What may be read: inbox, case, history. Who may not see a case is told it does not exist."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from engine import clock
from engine.actor import Actor
from engine.definition import Process
from engine.errors import EngineError, NotFound
from engine.models import AccessLog, HistoryEntry, Incident, ProcessInstance, UserTask
from engine.plugins import directory
from engine.store import definitions, reading
from engine.store.authorisation import ineligibility, refusal_of
from engine.store.reading import HistoryView
from engine.store.revision import revision_of

OVERSEERS = frozenset({"audit.auditor", "letters.manager"})


@dataclass(frozen=True, slots=True)
class UserTaskView:
    """An open or closed user task for a person; ``refusal``: why the person may not act on it, or None."""

    id: int
    node: str
    name: str
    instance: ProcessInstance
    form_key: str
    role: str
    unit_path: str
    escalated_from: str
    assignee: str
    due: datetime | None
    priority: int
    state: str
    outcomes: tuple[str, ...]
    revision: str
    variables: dict[str, Any]
    refusal: EngineError | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as one who may see it sees it."""

    instance: ProcessInstance
    process: Process
    variables: dict[str, Any]
    user_tasks: list[UserTask]
    incidents: list[Incident]


def can_see(person_id: str, instance: ProcessInstance) -> bool:
    """Starter, or holder (in a unit above the case's, or its own) of a role of its user tasks or an overseer's."""
    if instance.started_by and instance.started_by == person_id:
        return True
    roles = _process_of(instance).roles | OVERSEERS
    return any(directory.holds(person_id, role, instance.unit_path) for role in roles)


def visible_instances(person_id: str) -> QuerySet[ProcessInstance]:
    """All cases the person may see, newest first, as a query to be filtered further."""
    wanted = Q(started_by=person_id)
    for role, unit in directory.current().holdings(person_id):
        reach = Q(unit_path=unit) | Q(unit_path__startswith=unit + "/")
        if role in OVERSEERS:
            wanted |= reach
        elif keys := reading.process_keys_with_role(role):
            wanted |= reach & Q(definition__key__in=keys)
    return ProcessInstance.objects.filter(wanted).select_related("definition").order_by("-id")


def my_requests(person_id: str) -> QuerySet[ProcessInstance]:
    """The cases the person started, newest first."""
    return ProcessInstance.objects.filter(started_by=person_id).select_related("definition").order_by("-id")


def inbox(person_id: str) -> QuerySet[UserTask]:
    """Open user tasks the person may see: by role and reach, or as assignee; not the own requests' decisions."""
    reach = Q(assignee=person_id)
    for role, unit in directory.current().holdings(person_id):
        reach |= Q(inbox_entries__role=role, inbox_entries__unit_path=unit)
    return (
        UserTask.objects.filter(reach, state=UserTask.State.OPEN)
        .exclude(~Q(role=""), instance__started_by=person_id)
        .select_related("instance", "instance__definition")
        .distinct()
    )


def user_task(user_task_id: int, *, by: str) -> UserTaskView:
    """A user task with what its screen needs. Raises NotFound when the person may not see the case."""
    found = UserTask.objects.select_related("instance", "instance__definition").filter(pk=user_task_id).first()
    if found is None or not (can_see(by, found.instance) or found.assignee == by):
        raise NotFound(kind="user task", id=user_task_id)
    return _task_view(found, by)


def case(tracking_code: str, *, by: str, screen: str = "") -> CaseView:
    """A case by its tracking code. Raises NotFound. With ``screen`` the reading is logged."""
    instance = ProcessInstance.objects.select_related("definition").filter(tracking_code=tracking_code).first()
    if instance is None or not can_see(by, instance):
        raise NotFound(kind="case", id=tracking_code)
    if screen:
        AccessLog.objects.create(root=instance, at=clock.now(), person=by, screen=screen)
    return CaseView(
        instance=instance,
        process=_process_of(instance),
        variables=instance.values,
        user_tasks=list(instance.user_tasks.order_by("id")),
        incidents=list(instance.incidents.filter(state=Incident.State.OPEN)),
    )


def history(instance: ProcessInstance) -> list[HistoryView]:
    """A case's history in order; the caller has already been let see the case."""
    return [reading.history_view(entry) for entry in HistoryEntry.objects.filter(root=instance).order_by("seq")]


def accesses(instance: ProcessInstance) -> QuerySet[AccessLog]:
    """Who read the case, newest first."""
    return instance.accesses.order_by("-at")


def eligible(user_task_id: int, person_id: str) -> bool:
    """Whether the person could do the user task (to be offered as an assignee)."""
    row, completers = reading.task_row(UserTask.objects.select_related("instance").get(pk=user_task_id))
    return ineligibility(row, person_id, completers) is None


def process_of(instance: ProcessInstance) -> Process:
    """The compiled process of a case: names of its nodes, roles of its user tasks."""
    return _process_of(instance)


def _process_of(instance: ProcessInstance) -> Process:
    return definitions.compiled(instance.definition.key, instance.definition.sha256)


def _task_view(found: UserTask, person_id: str) -> UserTaskView:
    row, completers = reading.task_row(found)
    variables = found.instance.values
    return UserTaskView(
        id=found.pk,
        node=found.node,
        name=_process_of(found.instance).nodes[found.node].name,
        instance=found.instance,
        form_key=found.form_key,
        role=found.role,
        unit_path=found.unit_path,
        escalated_from=found.escalated_from,
        assignee=found.assignee,
        due=found.due,
        priority=found.priority,
        state=found.state,
        outcomes=row.outcomes,
        revision=revision_of(found.revision, variables),
        variables=variables,
        refusal=refusal_of(row, Actor(person_id), completers),
    )

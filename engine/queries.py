"""What may be read: inbox, case, history. Who may not see a case is told it does not exist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from engine import clock
from engine.actor import Actor
from engine.definition import Process
from engine.errors import EngineError, NotFound
from engine.forms import FormDefinition, get_form
from engine.history import verification
from engine.history.verification import Verification
from engine.models import (
    AccessLog,
    HistoryAnchor,
    HistoryEntry,
    Incident,
    ProcessDefinition,
    ProcessInstance,
    UserTask,
)
from engine.plugins import directory
from engine.runtime import lookahead
from engine.runtime.lookahead import NextStep
from engine.store import definitions, inbox_walk, reading
from engine.store.ad_hoc import choices_of as choices_of
from engine.store.authorisation import ineligibility, refusal_of
from engine.store.inbox import Wanted as Wanted
from engine.store.inbox import inbox as inbox
from engine.store.inbox import meant_for, reached
from engine.store.inbox import reach_of as reach_of
from engine.store.inbox_choices import inbox_choices as inbox_choices
from engine.store.inbox_choices import waits_in as waits_in
from engine.store.inbox_walk import Order as Order
from engine.store.inbox_walk import Place as Place
from engine.store.reading import HistoryView
from engine.store.revision import revision_of
from engine.store.waiting_figures import waiting_figures as waiting_figures

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
    delegated_by: str
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
    """Starter, or holder (in a unit above the case's, or its own) of a role of its user tasks or an overseer's.

    Also whom a user task of the case is or was meant for, by name or by a role in the unit where it lies
    (that need not be the case's), and who has delegated one.
    """
    if instance.started_by and instance.started_by == person_id:
        return True
    roles = definitions.roles_of(_process_of(instance)) | OVERSEERS
    if any(directory.holds(person_id, role, instance.unit_path) for role in roles):
        return True
    return instance.user_tasks.filter(_candidate(person_id) | Q(delegated_by=person_id)).exists()


def visible_instances(person_id: str) -> QuerySet[ProcessInstance]:
    """All cases the person may see, newest first, as a query to be filtered further."""
    wanted = Q(started_by=person_id)
    wanted |= Q(pk__in=UserTask.objects.filter(_candidate(person_id)).values("instance"))
    definitions_by_role = reading.definitions_by_role()
    for role, unit in sorted(directory.current().holdings(person_id)):
        reach = Q(unit_path=unit) | Q(unit_path__startswith=unit + "/")
        if role in OVERSEERS:
            wanted |= reach
        elif role in definitions_by_role:
            wanted |= reach & Q(definition__in=definitions_by_role[role])
    return ProcessInstance.objects.filter(wanted).select_related("definition").order_by("-id")


def my_requests(person_id: str) -> QuerySet[ProcessInstance]:
    """The cases the person started, newest first."""
    return ProcessInstance.objects.filter(started_by=person_id).select_related("definition").order_by("-id")


def inbox_page(
    person_id: str, wanted: Wanted, order: Order, *, beyond: Place | None = None, limit: int
) -> list[Place]:
    """The places of the first items of an inbox, or of those behind a place; fast at any size of inbox.

    A place is (the instant that is sorted by, user task id); ``inbox`` gives the user tasks.
    """
    return inbox_walk.walk(person_id, wanted, order, beyond=beyond, limit=limit)


def inbox_counts(person_id: str, several: Sequence[Wanted], *, most: int) -> list[int]:
    """How many items of an inbox are wanted, for each of several; counted no further than ``most``."""
    return inbox_walk.count(person_id, several, most=most)


def user_task(user_task_id: int, *, by: str) -> UserTaskView:
    """A user task with what its screen needs. Raises NotFound when the person may not see the case."""
    found = (
        UserTask.objects.select_related("instance", "instance__definition").filter(pk=user_task_id).first()
    )
    if found is None or not can_see(by, found.instance):
        raise NotFound(kind="user task", id=user_task_id)
    return _task_view(found, by)


def case(tracking_code: str, *, by: str, screen: str = "") -> CaseView:
    """A case by its tracking code. Raises NotFound. With ``screen`` the reading is logged."""
    instance = (
        ProcessInstance.objects.select_related("definition").filter(tracking_code=tracking_code).first()
    )
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
    return [
        reading.history_view(entry) for entry in HistoryEntry.objects.filter(root=instance).order_by("seq")
    ]


def path_taken(views: list[HistoryView]) -> list[str]:
    """Ids of the flow nodes and sequence flows the case went through, in order, each once (for the diagram)."""
    ids: dict[str, None] = {}
    for event in (event for view in views for event in view.events):
        if event["kind"] == "TokenMoved":
            named = (event.get(part) for part in ("source", "flow", "target"))  # erased data name none
            ids.update(dict.fromkeys(part for part in named if part))
        elif event.get("node"):
            ids[event["node"]] = None
    return list(ids)


def verify_chain(instance: ProcessInstance) -> Verification:
    """The proof of one case's history, with every fault found."""
    return verification.verify(instance.pk)


def verify_everything() -> Verification:
    """The proof of all chains and anchors; reads the whole history."""
    return verification.verify()


def last_anchor() -> HistoryAnchor | None:
    """The newest daily anchor."""
    return HistoryAnchor.objects.order_by("-pk").first()


def incidents_of(instances: QuerySet[ProcessInstance]) -> QuerySet[Incident]:
    """The incidents of these cases, newest first."""
    found = Incident.objects.filter(instance__in=instances.order_by())
    return found.select_related("instance", "instance__definition").order_by("-pk")


def user_tasks_of(instances: QuerySet[ProcessInstance]) -> QuerySet[UserTask]:
    """The user tasks of these cases, whatever their state (for statistics)."""
    return UserTask.objects.filter(instance__in=instances.order_by()).order_by()


def instances_below(unit_paths: list[str]) -> QuerySet[ProcessInstance]:
    """All cases of these units and of those below them, newest first; the caller has checked the role."""
    reach = Q(pk=None)
    for path in unit_paths:
        reach |= Q(unit_path=path) | Q(unit_path__startswith=f"{path}/")
    return ProcessInstance.objects.filter(reach).select_related("definition").order_by("-id")


def process_definitions() -> QuerySet[ProcessDefinition]:
    """Every deployed version of every process, newest first."""
    return ProcessDefinition.objects.select_related("deployment").order_by("key", "-version")


def accesses(instance: ProcessInstance) -> QuerySet[AccessLog]:
    """Who read the case, newest first."""
    return instance.accesses.order_by("-at")


def eligible(user_task_id: int, person_id: str) -> bool:
    """Whether the person could do the user task (to be offered as an assignee)."""
    row, completers = reading.task_row(UserTask.objects.select_related("instance").get(pk=user_task_id))
    return ineligibility(row, person_id, completers) is None


def by_tracking_code(tracking_code: str) -> ProcessInstance | None:
    """A case for a visitor without account: the caller proves the right to it before showing anything."""
    return ProcessInstance.objects.select_related("definition").filter(tracking_code=tracking_code).first()


def form_of(instance: ProcessInstance, form_key: str) -> FormDefinition:
    """The version of a form that the case's deployment pins, else the newest one. Raises NotFound."""
    return definitions.pinned_form(instance.definition.sha256, form_key) or get_form(form_key)


def artifact_of(instance: ProcessInstance, kind: str, key: str) -> str | None:
    """The text of a form, decision or letter as the case's deployment pins it; None when it pins none."""
    return definitions.pinned_text(instance.definition.sha256, kind, key)


def process_of(instance: ProcessInstance) -> Process:
    """The compiled process of a case: names of its nodes, roles of its user tasks."""
    return _process_of(instance)


def process(key: str, sha256: str) -> Process:
    """The compiled process of a definition row with that key and content hash."""
    return definitions.compiled(key, sha256)


def next_steps(task: UserTaskView, data: Mapping[str, Any]) -> tuple[NextStep, ...]:
    """Who or what comes next if the user task were finished with ``data`` (a forecast, nothing is written)."""
    scope = {**task.variables, **data}
    return lookahead.next_steps(_process_of(task.instance), task.node, scope, clock.now())


def _candidate(person_id: str) -> Q:
    return meant_for(person_id) | reached(reach_of(person_id))


def _process_of(instance: ProcessInstance) -> Process:
    return definitions.compiled(instance.definition.key, instance.definition.sha256)


def _task_view(found: UserTask, person_id: str) -> UserTaskView:
    row, completers = reading.task_row(found)
    variables = reading.variables_at(found.instance, found.token)
    step = _process_of(found.instance).find(found.node)
    return UserTaskView(
        id=found.pk,
        node=found.node,
        name=step.name if step is not None else found.node,
        instance=found.instance,
        form_key=found.form_key,
        role=found.role,
        unit_path=found.unit_path,
        escalated_from=found.escalated_from,
        assignee=found.assignee,
        delegated_by=found.delegated_by,
        due=found.due,
        priority=found.priority,
        state=found.state,
        outcomes=row.outcomes,
        revision=revision_of(found.revision, variables),
        variables=variables,
        refusal=refusal_of(row, Actor(person_id), completers),
    )

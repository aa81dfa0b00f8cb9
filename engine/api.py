"""The commands of the engine: its only way in. One command is one transaction (architecture.md).

``by`` is an Actor; None is the system and never comes from a screen or from HTTP. A repeated
``command_id`` of the same actor with the same intent gives the first result and changes nothing; with
another intent it is refused. What an actor may do here is checked for user tasks and starts; for all
other commands by the screen that offers them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine.actor import Actor
from engine.errors import NotFound, Problem, StaleDecision
from engine.jobs import executor
from engine.models import Incident, ProcessDefinition, ProcessInstance
from engine.operating import (
    cancel,
    complete_scope,
    erase_payloads,
    note,
    resolve,
    resume,
    retry,
    set_variables,
    start_activity,
    suspend,
)
from engine.runtime import triggers
from engine.store import (
    deployment,
    events_from_outside,
    starting,
    task_commands,
)
from engine.store.authorisation import authorise
from engine.store.form_data import OUTCOME
from engine.store.instance_store import lock_user_task
from engine.store.migration import MigrationPlan, migrate, plan_migration, resume_migration, undo
from engine.store.once import once
from engine.store.revision import decision_revision
from engine.store.rows import CommandId, LockedInstance, short_digest
from engine.store.transactions import in_transaction
from engine.store.unit_of_work import UnitOfWork
from engine.telemetry import command as watched


@watched
def deploy(
    xml: bytes | str, *, by: Actor | None = None, artifacts: Sequence[tuple[str, str, str]] = ()
) -> ProcessDefinition:
    """Deploy a BPMN file with its artefacts (kind, key, content); gives its first process.

    Identical content gives the existing version. Raises DefinitionError with all problems at once.
    """
    content = xml.encode() if isinstance(xml, str) else xml
    return in_transaction(lambda: deployment.deploy(content, by=by, artifacts=artifacts))


def check(xml: bytes | str, *, artifacts: Sequence[tuple[str, str, str]] = ()) -> list[Problem]:
    """A dry run of ``deploy``: the errors it would refuse, then the warnings (``severity``); nothing is stored."""
    content = xml.encode() if isinstance(xml, str) else xml
    return deployment.check(content, artifacts=artifacts)


@watched
def start(
    key: str,
    variables: dict[str, Any] | None = None,
    *,
    business_key: str = "",
    unit: str = "",
    by: Actor | None = None,
    command_id: str | None = None,
) -> ProcessInstance:
    """Start the newest version of a process in a unit; variables are FEEL values.

    A person's are judged by the form of the start event. Raises NotFound, FormInvalid, StartRefused.
    """

    command = CommandId.of(command_id, f"start {key} {business_key}")

    def work() -> LockedInstance:
        return starting.start(
            key, dict(variables or {}), business_key=business_key, unit=unit, by=by, command_id=command
        )

    return once(by, command, work)


@watched
def complete(
    user_task_id: int,
    data: dict[str, Any],
    *,
    by: Actor | None,
    command_id: str | None = None,
    expected_revision: str | None = None,
) -> ProcessInstance:
    """Finish a user task with data (FEEL values), judged by its form when a person sends them.

    Raises FormInvalid, NotAuthorised (and its kinds FourEyesViolation, ConflictOfInterest), UserTaskClosed,
    AlreadyClaimed, StaleDecision (what was shown has changed), NotFound; then nothing is changed.
    """

    command = CommandId.of(command_id, f"complete {user_task_id} {short_digest(data.get(OUTCOME))}")

    def work() -> LockedInstance:
        locked, task = lock_user_task(user_task_id)
        authorise(task, by, locked.state.completers)
        if expected_revision is not None and expected_revision != decision_revision(locked, task):
            raise StaleDecision()
        unit = UnitOfWork(locked, "complete", task_commands.acting(task, by), command)
        values = task_commands.accepted_data(locked, task, data, by)
        unit.advance(triggers.CompleteUserTask(task.token, values, by.id if by else None))
        unit.commit(completed=(task.id, by.id if by else ""))
        return locked

    return once(by, command, work)


@watched
def claim(user_task_id: int, *, by: Actor) -> None:
    """Take a user task, so that nobody else decides it. Raises AlreadyClaimed, NotAuthorised, UserTaskClosed."""
    in_transaction(lambda: task_commands.claim(user_task_id, by))


@watched
def release(user_task_id: int, *, by: Actor) -> None:
    """Give a claimed user task back to all who may do it."""
    in_transaction(lambda: task_commands.release(user_task_id, by))


@watched
def assign(user_task_id: int, *, to: str, by: Actor) -> None:
    """Give a user task to another eligible person. Raises NotAuthorised when either may not."""
    in_transaction(lambda: task_commands.assign(user_task_id, to, by))


@watched
def delegate(user_task_id: int, *, to: str, by: Actor) -> None:
    """Hand the own user task to another eligible person, who acts for ``by``: the history names both.

    Whose it is takes it back by ``claim``; the delegate gives it back by ``release``. Raises NotAuthorised.
    """
    in_transaction(lambda: task_commands.delegate(user_task_id, to, by))


correlate = watched(events_from_outside.correlate)
broadcast = watched(events_from_outside.broadcast)


def run_due_jobs(*, until: datetime | None = None) -> int:
    """Run every job due by ``until`` (default now) in this process; how many ran."""
    return executor.run_due_jobs(until=until)


def instance_state(instance_id: int) -> str:
    """active, incident, completed, terminated or suspended. Raises NotFound."""
    instance = _get(instance_id)
    if instance.state == "active" and instance.incidents.filter(state=Incident.State.OPEN).exists():
        return "incident"
    return instance.state


def instance_variables(instance_id: int) -> dict[str, Any]:
    """The variables as FEEL values. Raises NotFound."""
    return _get(instance_id).values


def _get(instance_id: int) -> ProcessInstance:
    instance = ProcessInstance.objects.filter(pk=instance_id).first()
    if instance is None:
        raise NotFound(kind="case", id=instance_id)
    return instance


__all__ = [
    "MigrationPlan",
    "assign",
    "broadcast",
    "cancel",
    "check",
    "claim",
    "complete",
    "complete_scope",
    "correlate",
    "delegate",
    "deploy",
    "erase_payloads",
    "instance_state",
    "instance_variables",
    "migrate",
    "note",
    "plan_migration",
    "release",
    "resolve",
    "resume",
    "resume_migration",
    "retry",
    "run_due_jobs",
    "set_variables",
    "start",
    "start_activity",
    "suspend",
    "undo",
]

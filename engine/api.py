"""The commands of the engine: its only way in. One command is one transaction (architecture.md).

``by`` is an Actor; None is the system and never comes from a screen or from HTTP. A repeated
``command_id`` of the same actor with the same intent gives the first result and changes nothing; with
another intent it is refused. What an actor may do here is checked for user tasks and starts; for
``cancel``, ``set_variables``, ``retry``, ``note`` and ``erase_payloads`` by the screen that offers them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from engine.actor import Actor
from engine.errors import CommandIdReused, Conflict, EngineError, InstanceEnded, NotFound, StaleDecision
from engine.jobs import executor
from engine.models import HistoryEntry, Incident, ProcessDefinition, ProcessInstance
from engine.runtime import triggers
from engine.store import deployment, incident_retry, starting, task_commands
from engine.store.authorisation import authorise
from engine.store.form_data import OUTCOME
from engine.store.instance_store import as_model, lock_instance, lock_user_task
from engine.store.migration import MigrationPlan, migrate, plan_migration, resume_migration, undo
from engine.store.revision import decision_revision
from engine.store.rows import CommandId, LockedInstance, short_digest
from engine.store.transactions import in_transaction
from engine.store.unit_of_work import UnitOfWork


def deploy(
    xml: bytes | str, *, by: Actor | None = None, artifacts: Sequence[tuple[str, str, str]] = ()
) -> ProcessDefinition:
    """Deploy a BPMN file with its artefacts (kind, key, content); gives its first process.

    Identical content gives the existing version. Raises DefinitionError with all problems at once.
    """
    content = xml.encode() if isinstance(xml, str) else xml
    return in_transaction(lambda: deployment.deploy(content, by=by, artifacts=artifacts))


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

    return _once(by, command, work)


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
        unit = UnitOfWork(locked, "complete", by, command)
        values = task_commands.accepted_data(locked, task, data, by)
        unit.advance(triggers.CompleteUserTask(task.token, values, by.id if by else None))
        unit.commit(completed=(task.id, by.id if by else ""))
        return locked

    return _once(by, command, work)


def claim(user_task_id: int, *, by: Actor) -> None:
    """Take a user task, so that nobody else decides it. Raises AlreadyClaimed, NotAuthorised, UserTaskClosed."""
    in_transaction(lambda: task_commands.claim(user_task_id, by))


def release(user_task_id: int, *, by: Actor) -> None:
    """Give a claimed user task back to all who may do it."""
    in_transaction(lambda: task_commands.release(user_task_id, by))


def assign(user_task_id: int, *, to: str, by: Actor) -> None:
    """Give a user task to another eligible person. Raises NotAuthorised when either may not."""
    in_transaction(lambda: task_commands.assign(user_task_id, to, by))


def cancel(instance_id: int, *, by: Actor | None, reason: str) -> None:
    """End a case before its end: everything that waits is closed. Raises InstanceEnded."""
    _operate(instance_id, "cancel", by, triggers.CancelInstance(reason), {"reason": reason})


def set_variables(instance_id: int, changes: dict[str, Any], *, by: Actor | None, reason: str) -> None:
    """Correct variables of a running case, with a reason; audited. Raises InstanceEnded."""
    _operate(instance_id, "set_variables", by, triggers.SetVariables(changes), {"reason": reason})


def retry(incident_id: int, *, by: Actor | None) -> None:
    """Try again what failed. Raises NotFound, InstanceEnded, Conflict when it is no longer open."""
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident is None:
        raise NotFound(kind="incident", id=incident_id)

    def work() -> None:
        locked = _running(incident.instance_id)
        if not Incident.objects.filter(pk=incident_id, state=Incident.State.OPEN).exists():
            raise Conflict()
        unit = UnitOfWork(locked, "retry", by)
        incident_retry.try_again(unit, incident)
        unit.commit(incident=incident_id)

    in_transaction(work)


def note(instance_id: int, *, by: Actor | None, kind: str, data: dict[str, Any]) -> None:
    """Append an event to a case's history, ended or not (a letter voided, a paper printed); data is JSON."""

    def work() -> None:
        unit = UnitOfWork(lock_instance(instance_id), "note", by)
        unit.events.append({**data, "kind": kind})
        unit.commit()

    in_transaction(work)


def erase_payloads(instance_id: int, entries: list[int], *, by: Actor, order: str) -> None:
    """Erase the data of these history entries by the order of that number; itself an entry, the chain holds.

    Only the history: the case's variables, letters, notices and files are erased where they are kept.
    Raises NotFound for an entry that there is not, else the order would cover what is written later.
    """

    def work() -> None:
        unit = UnitOfWork(lock_instance(instance_id), "erase", by)
        for missing in sorted(set(entries) - set(range(1, unit.locked.history_seq + 1))):
            raise NotFound(kind="history entry", id=missing)
        HistoryEntry.objects.filter(root_id=unit.locked.root_id, seq__in=entries).update(
            payload=None, salt=None
        )
        unit.events.append({"kind": "PayloadErased", "order": order, "entries": sorted(entries)})
        unit.commit()

    in_transaction(work)


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


def _operate(
    instance_id: int, command: str, by: Actor | None, trigger: triggers.Trigger, payload: dict[str, Any]
) -> None:
    def work() -> None:
        unit = UnitOfWork(_running(instance_id), command, by)
        unit.advance(trigger)
        unit.commit(**payload)

    in_transaction(work)


def _running(instance_id: int) -> LockedInstance:
    locked = lock_instance(instance_id)
    if locked.stored_state in ("completed", "terminated"):
        raise InstanceEnded(state=locked.stored_state)
    return locked


def _once(by: Actor | None, command: CommandId | None, work: Callable[[], LockedInstance]) -> ProcessInstance:
    """The result of a command that a repeated command id must not carry out twice.

    The history is looked at after a refusal: of two equal commands at once, the second meets the first
    one's effect (a closed user task, a used command id), and must give the first one's result.
    """
    try:
        return as_model(in_transaction(work))
    except (EngineError, IntegrityError) as error:
        first = (
            HistoryEntry.objects.filter(actor=by.id, command_id=command.id).first()
            if by and command
            else None
        )
        if first is None:
            raise
        if command is not None and first.intent == command.intent:
            return ProcessInstance.objects.get(pk=first.instance_id)
        if isinstance(error, IntegrityError):
            raise CommandIdReused() from error
        raise


__all__ = [
    "MigrationPlan",
    "assign",
    "cancel",
    "claim",
    "complete",
    "deploy",
    "erase_payloads",
    "instance_state",
    "instance_variables",
    "migrate",
    "note",
    "plan_migration",
    "release",
    "resume_migration",
    "retry",
    "run_due_jobs",
    "set_variables",
    "start",
    "undo",
]

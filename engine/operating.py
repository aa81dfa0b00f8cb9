"""Commands of operators on a case as a whole, part of ``engine.api``; who may is judged by the screen."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.actor import Actor
from engine.errors import Conflict, InstanceEnded, InstanceSuspended, NotFound
from engine.models import HistoryEntry, Incident
from engine.runtime import triggers
from engine.store import incident_retry, suspension
from engine.store.ad_hoc import scope_for
from engine.store.instance_store import lock_instance
from engine.store.rows import LockedInstance
from engine.store.transactions import in_transaction
from engine.store.unit_of_work import UnitOfWork
from engine.telemetry import command as watched


@watched
def cancel(instance_id: int, *, by: Actor | None, reason: str) -> None:
    """End a case before its end, suspended or not: everything that waits is closed. Raises InstanceEnded."""
    _operate(_not_ended, instance_id, "cancel", by, triggers.CancelInstance(reason), {"reason": reason})


@watched
def suspend(instance_id: int, *, by: Actor | None, reason: str) -> None:
    """Halt a case: no step, no timer, no call to another system, until it is resumed. Raises InstanceEnded."""
    in_transaction(lambda: suspension.suspend(_not_ended(instance_id), by, reason))


@watched
def resume(instance_id: int, *, by: Actor | None, reason: str = "") -> None:
    """Let a suspended case go on; timers that fell due meanwhile fire now. Raises InstanceNotSuspended."""
    in_transaction(lambda: suspension.resume(instance_id, by, reason))


@watched
def set_variables(instance_id: int, changes: dict[str, Any], *, by: Actor | None, reason: str) -> None:
    """Correct variables of a running case, with a reason; audited. Raises InstanceEnded, InstanceSuspended."""
    payload = {"reason": reason}
    _operate(_running, instance_id, "set_variables", by, triggers.SetVariables(changes), payload)


@watched
def start_activity(instance_id: int, node: str, *, by: Actor | None, scope: int | None = None) -> None:
    """Choose an activity of an open ad-hoc sub-process; ``scope``: which one, needed only if it is open twice.

    Raises NotFound, InstanceEnded, and Conflict while another activity of a sequential one is under way.
    """

    def work() -> None:
        unit = UnitOfWork(_running(instance_id), "start_activity", by)
        where = scope or scope_for(unit.locked.process, unit.locked.state, node)
        unit.advance(triggers.StartActivity(where, node, by.id if by else None))
        unit.commit()

    in_transaction(work)


@watched
def complete_scope(instance_id: int, scope: int | str, *, by: Actor | None) -> None:
    """End an ad-hoc sub-process, named by its node or its number; what still runs in it is cancelled.

    Raises NotFound, InstanceEnded, TokenGone.
    """

    def work() -> None:
        unit = UnitOfWork(_running(instance_id), "complete_scope", by)
        locked = unit.locked
        where = scope_for(locked.process, locked.state, scope) if isinstance(scope, str) else scope
        unit.advance(triggers.CompleteScope(where, by.id if by else None))
        unit.commit()

    in_transaction(work)


@watched
def retry(incident_id: int, *, by: Actor | None) -> None:
    """Try again what failed. Raises NotFound, InstanceEnded, InstanceSuspended, Conflict when it is closed."""
    _mend(incident_id, "retry", by, incident_retry.try_again)


@watched
def resolve(incident_id: int, *, by: Actor | None, data: Mapping[str, Any] | None = None) -> None:
    """Go on as if the failed node had done its work, with ``data`` (FEEL values) as its result.

    Raises what ``retry`` does, TokenGone when nothing waits there any more, ValueUnsupported.
    """
    _mend(
        incident_id,
        "resolve",
        by,
        lambda unit, incident: incident_retry.go_on(unit, incident, dict(data or {})),
    )


@watched
def note(instance_id: int, *, by: Actor | None, kind: str, data: dict[str, Any]) -> None:
    """Append an event to a case's history, ended or not (a letter voided, a paper printed); data is JSON."""

    def work() -> None:
        unit = UnitOfWork(lock_instance(instance_id), "note", by)
        unit.events.append({**data, "kind": kind})
        unit.commit()

    in_transaction(work)


@watched
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


def _mend(
    incident_id: int, command: str, by: Actor | None, act: Callable[[UnitOfWork, Incident], None]
) -> None:
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident is None:
        raise NotFound(kind="incident", id=incident_id)

    def work() -> None:
        locked = _running(incident.instance_id)
        if not Incident.objects.filter(pk=incident_id, state=Incident.State.OPEN).exists():
            raise Conflict()
        unit = UnitOfWork(locked, command, by)
        act(unit, incident)
        unit.commit(incident=incident_id)

    in_transaction(work)


def _operate(
    lock: Callable[[int], LockedInstance],
    instance_id: int,
    command: str,
    by: Actor | None,
    trigger: triggers.Trigger,
    payload: dict[str, Any],
) -> None:
    def work() -> None:
        unit = UnitOfWork(lock(instance_id), command, by)
        unit.advance(trigger)
        unit.commit(**payload)

    in_transaction(work)


def _running(instance_id: int) -> LockedInstance:
    """The case, locked. Raises NotFound, InstanceEnded, InstanceSuspended."""
    locked = _not_ended(instance_id)
    if locked.is_suspended:
        raise InstanceSuspended()
    return locked


def _not_ended(instance_id: int) -> LockedInstance:
    locked = lock_instance(instance_id)
    if locked.stored_state in ("completed", "terminated"):
        raise InstanceEnded(state=locked.stored_state)
    return locked

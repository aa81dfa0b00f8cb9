"""Creates a root instance: guards, row, first step, hooks, all in the caller's transaction."""

from typing import Any

from engine import clock
from engine.actor import Actor
from engine.definition import Process, StartEvent
from engine.errors import StartRefused
from engine.plugins import directory, run_start_guards, run_started_hooks
from engine.runtime import InstanceState, triggers
from engine.store import definitions
from engine.store.form_data import accepted
from engine.store.instance_store import insert_instance
from engine.store.rows import CommandId, LockedInstance
from engine.store.tracking_code import new_tracking_code
from engine.store.unit_of_work import UnitOfWork


def start(
    key: str,
    variables: dict[str, Any],
    *,
    business_key: str,
    unit: str,
    by: Actor | None,
    command_id: CommandId | None,
) -> LockedInstance:
    """Start the newest version; the instance as written. Raises NotFound, StartRefused."""
    definition_id, sha256, process = definitions.latest(key)
    _check_roles(process, by, unit)
    extra = run_start_guards(key, variables, by=by, unit=unit, business_key=business_key)
    variables = {**_accepted(process, sha256, variables, extra, by, unit), **extra}
    locked = _insert(process, (definition_id, sha256), business_key=business_key, unit=unit, by=by)
    _begin(locked, UnitOfWork(locked, "start", by, command_id, now=locked.started_at), None, variables)
    return locked


def start_at(
    definition_id: int, node_id: str, variables: dict[str, Any], *, unit: str, by: Actor | None
) -> LockedInstance:
    """Start a version by what happened at a node: a message, a signal or a timer, whose data no form judges.

    ``by`` None: the system. Guards judge it as any start. Raises StartRefused.
    """
    key, sha256, process = definitions.version(definition_id)
    _check_roles(process, by, unit)
    extra = run_start_guards(key, variables, by=by, unit=unit, business_key="")
    locked = _insert(process, (definition_id, sha256), business_key="", unit=unit, by=by)
    work = UnitOfWork(locked, "start", by, now=locked.started_at)
    _begin(locked, work, node_id, {**variables, **extra})
    return locked


def _insert(
    process: Process, version: tuple[int, str], *, business_key: str, unit: str, by: Actor | None
) -> LockedInstance:
    """The new row and what hooks do with it. ``version``: id and content hash of the definition."""
    now, code, starter = clock.now(), new_tracking_code(), by.id if by else ""
    definition_id, sha256 = version
    instance_id = insert_instance(
        definition_id=definition_id,
        tracking_code=code,
        business_key=business_key,
        unit=unit,
        started_by=starter,
        now=now,
    )
    run_started_hooks(instance_id, code, process_key=process.key, by=by, business_key=business_key, unit=unit)
    return LockedInstance(
        id=instance_id,
        root_id=instance_id,
        process=process,
        state=InstanceState(),
        stored_state="active",
        stored_tokens="{}",
        stored_variables="{}",
        tracking_code=code,
        business_key=business_key,
        unit_path=unit,
        revision=0,
        history_seq=0,
        history_hash="",
        started_by=starter,
        definition_id=definition_id,
        definition_sha256=sha256,
        started_at=now,
    )


def _begin(locked: LockedInstance, work: UnitOfWork, node_id: str | None, variables: dict[str, Any]) -> None:
    zone = directory.current().time_zone(locked.unit_path)
    work.advance(triggers.Start(node_id, variables, locked.started_by or None, zone))
    work.commit(definition=locked.definition_sha256, tracking_code=locked.tracking_code)


def _accepted(
    process: Process,
    sha256: str,
    variables: dict[str, Any],
    extra: dict[str, Any],
    by: Actor | None,
    unit: str,
) -> dict[str, Any]:
    """The variables as the start event's form accepts them; the system's own start is not judged."""
    node = process.nodes[process.start_nodes[0]] if process.start_nodes else None
    if by is None or not isinstance(node, StartEvent) or node.form_key is None:
        return variables
    form_key = node.form_key.evaluate(extra, clock.now())
    if not isinstance(form_key, str):
        raise StartRefused(reason="the service names no form", reason_code="no-form")
    return accepted(form_key, sha256, variables, by=by, unit=unit, variables=extra)


def _check_roles(process: Process, by: Actor | None, unit: str) -> None:
    if by is None or not process.starter_roles:
        return
    if not any(directory.holds(by.id, role, unit) for role in process.starter_roles):
        raise StartRefused(
            reason="your roles do not allow you to start this service", reason_code="starter-role"
        )

"""The triggers of a migration and of its undoing, as ``trigger_handlers`` knows them.

``run.process`` is the version that is gone over to; the other one comes from its library by reference.
"""

from collections.abc import Iterable
from datetime import datetime

from engine.definition import Process, UserTask
from engine.errors import InstanceEnded, MigrationRefused
from engine.runtime import events, triggers
from engine.runtime.behaviours.user_task import creation
from engine.runtime.catching import disarm
from engine.runtime.commands import ChangeUserTask, ScheduleTimer
from engine.runtime.happening import all_waiting
from engine.runtime.incidents import FAILURES
from engine.runtime.instance_state import Token
from engine.runtime.migration.catches import subscription, wait_anew
from engine.runtime.migration.judging import judge
from engine.runtime.migration.moving import move, reenter_joins
from engine.runtime.migration.transfer import Transfer
from engine.runtime.run import Run
from engine.runtime.state_encoding import decode_state


def migrate_instance(run: Run, trigger: triggers.MigrateInstance) -> Token | None:
    """Raises InstanceEnded, and MigrationRefused with all reasons; then nothing is changed."""
    if run.state.status != "active":
        raise InstanceEnded(state=run.state.status)
    transfer = Transfer(run, _load(run.process, trigger.source), trigger.mapping, _dues(trigger.timers))
    judge(transfer)
    _refuse_if_blocked(transfer)
    move(transfer)
    wait_anew(transfer)
    _change_user_tasks(transfer)
    _refuse_if_blocked(transfer)
    reenter_joins(transfer)
    run.effects += [*transfer.closing, *transfer.opening]
    run.events.append(
        events.InstanceMigrated(
            trigger.source,
            trigger.target,
            dict(trigger.mapping),
            [reason.as_json() for reason in transfer.reasons],
        )
    )
    return None


def undo_migration(run: Run, trigger: triggers.UndoMigration) -> Token | None:
    """Put back the state before the migration, after which nothing has happened; ``run.process`` is the old version."""
    for owner, token in run.state.tokens.items():
        disarm(run, owner, token.catches)
    for owner, record in run.state.scopes.items():
        disarm(run, owner, record.catches)
    run.put_back(decode_state(trigger.state, run.state.variables))
    dues = _dues(trigger.timers)
    for waiting in all_waiting(run, "timer"):
        due = dues.get((waiting.owner, waiting.catch.trigger))
        if due is not None:
            run.effects.append(
                ScheduleTimer(waiting.owner, waiting.catch.trigger, due, waiting.catch.every, False, run.now)
            )
    for waiting in (*all_waiting(run, "message"), *all_waiting(run, "signal")):
        run.effects.append(subscription(waiting.owner, waiting.catch, waiting.definition))
    run.events.append(events.MigrationUndone(trigger.source, trigger.target))
    return None


def _load(process: Process, reference: str) -> Process:
    assert process.library is not None
    return process.library.load(reference)


def _dues(timers: Iterable[Iterable[object]]) -> dict[tuple[int, str], datetime]:
    return {(int(str(owner)), str(name)): datetime.fromisoformat(str(due)) for owner, name, due in timers}


def _refuse_if_blocked(transfer: Transfer) -> None:
    if transfer.reasons.are_blocking:
        raise MigrationRefused([reason.as_json() for reason in transfer.reasons])


def _change_user_tasks(transfer: Transfer) -> None:
    """What the open user tasks are in the new version; who has one, and until when, does not change."""
    run = transfer.run
    for token in transfer.own:
        node = transfer.after(token)
        if token.state != "user-task" or not isinstance(node, UserTask):
            continue
        try:
            run.effects.append(ChangeUserTask(token.id, creation(run, run.state.tokens[token.id], node)))
        except FAILURES as failure:
            code = getattr(failure, "code", "technical-error")
            transfer.reasons.add("cannot-evaluate", token.node, failure=code)

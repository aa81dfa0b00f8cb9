"""One command on one locked instance: advance, run calculators, collect, write once.

The order is that of architecture.md, "One command = one transaction". The caller holds the lock.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import OperationalError, transaction

from engine import clock, signals
from engine.actor import Actor
from engine.errors import BusinessError, EngineError
from engine.history.recorder import Entry, record
from engine.plugins import directory, get_calculator, run_ended_hooks
from engine.runtime import (
    Call,
    InstanceState,
    ProcessCall,
    check_result,
    commands,
    encode_event,
    encode_trigger,
    events,
    execute,
    triggers,
)
from engine.store import instance_store, job_rows, messages, subscriptions, waiting_rows
from engine.store.broadcasting import broadcast
from engine.store.definitions import newest_definition, reference, roles_of
from engine.store.dialect import insert, moment, on_commit
from engine.store.effects import WaitingChanges
from engine.store.routing import Route, route
from engine.store.rows import CommandId, LockedInstance
from engine.telemetry import called

IMPLIED = frozenset({events.NodeEntered, events.NodeLeft})  # TokenMoved tells the same
# commands that change what others see in their inbox without moving a token
MOVES_INBOXES = frozenset(
    {"claim", "release", "assign", "delegate", "retry", "resolve", "suspend", "resume"}
    | {"migrate", "undo_migration"}
)


@dataclass(slots=True)
class UnitOfWork:
    """A command under way. ``payload`` takes the trigger and the calculators' answers, for replay."""

    locked: LockedInstance
    command: str
    by: Actor | None
    command_id: CommandId | None = None
    now: datetime = field(default_factory=clock.now)
    changes: WaitingChanges = field(default_factory=WaitingChanges)
    events: list[dict[str, Any]] = field(default_factory=list)
    payload: dict[str, Any] = field(default_factory=dict)

    def advance(self, trigger: triggers.Trigger) -> None:
        """Move the tokens until all wait, running calculators in token order."""
        done = execute(self.locked.process, self.locked.state, trigger, self.now, self._call)
        self.locked.state = done.state
        self.locked.has_new_variables |= events.VariablesChanged in map(type, done.events)
        self.payload["trigger"] = encode_trigger(trigger)
        self.payload["answers"] = [encode_trigger(answer) for answer in done.answers]
        self.events += [encode_event(event) for event in done.events if type(event) not in IMPLIED]
        self.changes.add(done.effects)

    def _call(self, call: Call, state: InstanceState) -> triggers.Answer:
        if isinstance(call, ProcessCall):
            return _find_process(call)
        self.locked.state = state
        context = self.locked.calculator_context(call.token, call.node, self.now)
        try:
            with transaction.atomic():
                found, inputs = get_calculator(call.calculator), dict(call.inputs)
                value = called("calculator", call.calculator, lambda: found.run(inputs, context))
                check_result(value)  # inside: what cannot be stored undoes the calculator's writes as well
        except BusinessError as error:
            return triggers.BusinessErrorRaised(call.token, error.error_code, str(error))
        except OperationalError:
            raise  # a deadlock or a lost connection is no incident: the whole command is tried again
        except EngineError as error:
            return triggers.TechnicalErrorRaised(call.token, error.code, {"calculator": call.calculator})
        except Exception as error:  # noqa: BLE001 (a plug-in may raise anything; it becomes an incident)
            params = {"calculator": call.calculator, "error": type(error).__name__}
            return triggers.TechnicalErrorRaised(call.token, "calculator-failed", params)
        return triggers.CalculatorReturned(call.token, value)

    def commit(self, *, completed: tuple[int, str] | None = None, **payload: Any) -> None:
        """Write everything; after the transaction's commit tell screens and workers.

        ``completed``: (user task id, person) of the user task that this command finished.
        """
        self._write_waiting_rows(completed)
        self._write_history(payload)
        instance_store.update_instance(self.locked, self.now)
        self._end()
        on_commit(self._announce)
        if self.changes.awaits_messages:
            on_commit(partial(messages.probe, self.locked.id))

    def _end(self) -> None:
        locked = self.locked
        if locked.stored_state in ("active", "suspended") and locked.state.status != "active":
            run_ended_hooks(
                locked.id,
                state=locked.state.status,
                process_key=locked.process.key,
                business_key=locked.business_key,
            )

    def _write_waiting_rows(self, completed: tuple[int, str] | None) -> None:
        settled = waiting_rows.close_user_tasks(self.locked, self.changes.user_tasks_out, completed, self.now)
        opened = [self._routed(task) for task in self.changes.user_tasks_in]
        waiting_rows.open_user_tasks(self.locked, opened, self.now)
        settled += waiting_rows.write_jobs(self.locked, self.changes, self._write_subscriptions(), self.now)
        for token, node in settled:
            self.changes.incidents_out.append(token)
            self.events.append({"kind": "IncidentClosed", "token": token, "node": node})
        waiting_rows.write_incidents(self.locked, self.changes, self.now)

    def _write_subscriptions(self) -> list[job_rows.Record]:
        """Also what goes to other cases; the jobs that deliver it."""
        changes = self.changes
        if not (changes.subscriptions_out or changes.subscriptions_in or changes.signals or changes.messages):
            return []
        subscriptions.write(self.locked, changes.subscriptions_out, changes.subscriptions_in)
        for signal in changes.signals:
            broadcast(
                signal.name,
                signal.variables,
                unit=self.locked.unit_path,
                by=self.by,
                sender=self.locked.id,
                now=self.now,
            )
        return messages.throw(self.locked, changes.messages, self.by, self.now)

    def _routed(
        self, task: commands.CreateUserTask
    ) -> tuple[commands.CreateUserTask, Route, datetime | None]:
        where = route(task, task.unit or self.locked.unit_path, self.locked.state.completers)
        if where.escalated_from:
            self.events.append(
                {
                    "kind": "UserTaskEscalated",
                    "node": task.node,
                    "from": where.escalated_from,
                    "to": where.unit_path,
                }
            )
        if where.is_orphan:
            self.changes.incidents_in.append(
                commands.OpenIncident(task.token, task.node, "no-candidate", {"role": task.role or ""})
            )
            self.events.append({"kind": "IncidentOpened", "node": task.node, "code": "no-candidate"})
        return task, where, self._due(task, where.unit_path)

    def _due(self, task: commands.CreateUserTask, unit_path: str) -> datetime | None:
        if task.due is None or isinstance(task.due, datetime):
            return task.due
        return directory.current().add_working_time(self.now, task.due, unit_path, task.calendar or "")

    def _write_history(self, payload: dict[str, Any]) -> None:
        entry = record(
            root_id=self.locked.root_id,
            instance_id=self.locked.id,
            last=(self.locked.history_seq, self.locked.history_hash),
            command=self.command,
            by=self.by,
            now=self.now,
            events=self.events,
            payload={"now": self.now.isoformat(), **self.payload, **payload},
            command_id=self.command_id.id if self.command_id and self.by else None,
            intent=self.command_id.intent if self.command_id and self.by else "",
        )
        self.locked.history_seq, self.locked.history_hash = entry.seq, entry.hash
        insert("engine_history_entry", Entry._fields, [(*entry[:2], moment(entry.at), *entry[3:])])

    def _announce(self) -> None:
        changes = self.changes
        moved = bool(changes.user_tasks_in or changes.user_tasks_out or self.command in MOVES_INBOXES)
        signals.inbox_changed.send_robust(  # the decision stands, whether or not a screen can be told
            sender=UnitOfWork,
            instance=self.locked.id,
            unit_path=self.locked.unit_path,
            roles=roles_of(self.locked.process) if moved else frozenset(),
            persons={self.locked.started_by, *(task.assignee or "" for task in changes.user_tasks_in)} - {""},
            by=self.by.id if self.by else "",
        )
        if changes.wakes_workers:
            goes_out = bool(changes.messages or changes.signals)
            signals.jobs_ready.send_robust(sender=UnitOfWork, instance=None if goes_out else self.locked.id)


def _find_process(call: ProcessCall) -> triggers.Answer:
    """The newest version at this moment, for a call that asks for it."""
    found = newest_definition(call.key)
    if found is None:
        return triggers.TechnicalErrorRaised(call.token, "process-missing", {"process": call.key})
    return triggers.ProcessFound(call.token, reference(found.key, found.sha256))

"""What begins cases of a process version without a person: its start events by message, signal and timer.

Only the newest version of a process is begun so; running cases of older ones go on as they are.
"""

from collections.abc import Iterator
from datetime import datetime

from engine.definition import (
    EventBasedGateway,
    EventDefinition,
    MessageDefinition,
    Node,
    Process,
    ReceiveTask,
    SignalDefinition,
    StartEvent,
    TimerDefinition,
    definitions_of,
    trigger_name,
)
from engine.errors import EngineError, Problem
from engine.runtime.run import Failed
from engine.store import job_rows, start_timers
from engine.store.dialect import insert, run

START_COLUMNS = ("definition_id", "token", "trigger", "kind", "name")
Trigger = tuple[Node, str, EventDefinition]
OLDER = "(SELECT id FROM engine_process_definition WHERE key = %s AND id <> %s)"


def replace(process: Process, definition_id: int, now: datetime) -> None:
    """Register a newly deployed version in place of the older ones."""
    run(f"DELETE FROM engine_event_subscription WHERE definition_id IN {OLDER}", [process.key, definition_id])
    run("DELETE FROM engine_job WHERE kind = 'start-timer' AND name = %s", [process.key])
    found = list(start_triggers(process))
    events = [
        (definition_id, 0, name, _kind(definition), definition.name)
        for _, name, definition in found
        if isinstance(definition, MessageDefinition | SignalDefinition)
    ]
    insert("engine_event_subscription", START_COLUMNS, events)
    timers = [
        job
        for node, name, definition in found
        if isinstance(definition, TimerDefinition)
        and (job := _timer(process, definition_id, node, name, definition, now)) is not None
    ]
    job_rows.write(timers)


def faults_of(process: Process, now: datetime) -> Iterator[Problem]:
    """Start timers that cannot be computed."""
    for node, _, definition in start_triggers(process):
        if isinstance(definition, TimerDefinition):
            try:
                start_timers.first(definition, now)
            except (EngineError, Failed) as error:
                yield Problem(node.id, "timer-invalid", str(error), node.line)


def start_triggers(process: Process) -> Iterator[Trigger]:
    """Node, trigger name and definition of everything that begins a case."""
    for node in _beginnings(process):
        for index, definition in enumerate(definitions_of(node)):
            yield node, trigger_name(node.id, index), definition


def _beginnings(process: Process) -> Iterator[Node]:
    """Start events (BPMN 10.5.2), instantiating receive tasks (10.3.3), events behind such a gateway (10.6.6)."""
    for node in process.nodes.values():
        if node.parent:
            continue
        if isinstance(node, StartEvent) or (isinstance(node, ReceiveTask) and node.instantiate):
            yield node
        elif isinstance(node, EventBasedGateway) and node.instantiate:
            yield from (process.nodes[flow.target] for flow in node.outgoing)


def _kind(definition: MessageDefinition | SignalDefinition) -> str:
    return "message" if isinstance(definition, MessageDefinition) else "signal"


def _timer(
    process: Process, definition_id: int, node: Node, name: str, definition: TimerDefinition, now: datetime
) -> job_rows.Record | None:
    """The job of a start timer; none when its one moment has passed."""
    plan = start_timers.first(definition, now)
    if plan is None:
        return None
    return job_rows.start_timer(process.key, name, start_timers.payload_of(definition_id, plan), plan.due)

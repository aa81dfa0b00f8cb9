"""Proves that no case waits for nothing and no row for nobody: the stored tokens against all waiting rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from engine import json_text
from engine.definition import AdHocSubProcess
from engine.store import definitions, scope_states
from engine.store.dialect import marks, rows, run
from engine.store.stored_waits import WaitingRows, faults_of, waits_at_joins_only

AT_ONCE = 500
CASES = (
    "SELECT i.id, i.token_state, d.key, d.sha256 FROM engine_process_instance i"
    " JOIN engine_process_definition d ON d.id = i.definition_id"
    f" WHERE i.state IN ('active', 'suspended') AND i.id > %s ORDER BY i.id LIMIT {AT_ONCE}"
)
OPEN_ROWS = {  # table → what it tells of open rows
    "engine_user_task": "SELECT instance_id, token, 'user-task', '', '' FROM {} WHERE state = 'open'",
    "engine_incident": "SELECT instance_id, token, 'incident', '', '' FROM {} WHERE state = 'open'",
    "engine_job": "SELECT instance_id, token, kind, node, state FROM {} WHERE instance_id IS NOT NULL",
    "engine_event_subscription": (
        "SELECT instance_id, token, kind, trigger, '' FROM {} WHERE instance_id IS NOT NULL"
    ),
}
OF_ENDED = (
    " AND instance_id IN (SELECT id FROM engine_process_instance WHERE state IN ('completed', 'terminated'))"
)


@dataclass(slots=True)
class Inspection:
    """``joins``: cases that wait at joins only; BPMN lets them stay, they are no fault."""

    cases: int = 0
    tokens: int = 0
    joins: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def inspect() -> Inspection:
    """Every case that is not over, some at a time; each part as of one moment, so that others may go on."""
    done, last, is_outermost = Inspection(), 0, not connection.in_atomic_block
    while True:
        with transaction.atomic():
            if is_outermost:
                _see_one_moment()
            found = rows(CASES, [last])
            waiting = _rows_of([row[0] for row in found])
        if not found:
            done.faults += _left_behind()
            return done
        for case in found:
            _inspect_case(done, case, waiting[case[0]])
        last = found[-1][0]


def _see_one_moment() -> None:
    """SQLite's transaction does so by itself."""
    if connection.vendor == "postgresql":
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _inspect_case(done: Inspection, case: tuple[Any, ...], waiting: WaitingRows) -> None:
    instance_id, token_state, key, sha256 = case
    state = scope_states.whole_json(instance_id, json_text.loads(token_state))
    called = [
        tuple(scope["called"].rsplit("@", 1)) for _, scope in state.get("scopes", ()) if "called" in scope
    ]
    ad_hoc = frozenset().union(*(_ad_hoc_nodes(*version) for version in [(key, sha256), *called]))
    done.cases += 1
    done.tokens += len(state["tokens"])
    done.faults += [f"case {instance_id}: {fault}" for fault in faults_of(state, waiting, ad_hoc)]
    if waits_at_joins_only(state):
        done.joins.append(instance_id)


def _ad_hoc_nodes(key: str, sha256: str) -> frozenset[str]:
    nodes = definitions.compiled(key, sha256).nodes.values()
    return frozenset(node.id for node in nodes if isinstance(node, AdHocSubProcess))


def _rows_of(ids: Sequence[int]) -> dict[int, WaitingRows]:
    found = {number: WaitingRows() for number in ids}
    if ids:
        for table, sql in OPEN_ROWS.items():
            for instance_id, *row in rows(f"{sql.format(table)} AND instance_id IN ({marks(ids)})", ids):
                _enter(found[instance_id], *row)
    return found


def _enter(found: WaitingRows, token: int, kind: str, trigger: str, state: str) -> None:
    if state == "failed":
        found.failed_jobs.add(token)
    match kind:
        case "user-task":
            found.user_tasks.add(token)
        case "incident":
            found.incidents.add(token)
        case "connector":
            found.connectors.add(token)
        case "timer" | "message" | "signal":
            found.waits.add((token, trigger, kind))


def _left_behind() -> Iterator[str]:
    """Rows that still wait in cases that are over; a delivery on its way finds that out by itself."""
    for table, sql in OPEN_ROWS.items():
        for instance_id, token, kind, trigger, _ in rows(sql.format(table) + OF_ENDED):
            if kind != "deliver":
                yield f"case {instance_id} is over and token {token} still waits: {kind} {trigger}".rstrip()

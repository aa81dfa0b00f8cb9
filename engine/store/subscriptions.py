"""Who waits for which message or signal: rows of event_subscription, written and looked up.

A message with a key matches subscriptions with that key, one without key those without (architecture.md).
A case cannot be known by a key before it begins: start subscriptions match by name alone.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from engine.runtime import commands
from engine.store.dialect import batches, insert, rows, run
from engine.store.rows import LockedInstance

LONGEST_KEY = 400
COLUMNS = ("instance_id", "root_id", "token", "trigger", "kind", "name", "key")
OF_INSTANCE = " FROM engine_event_subscription s JOIN engine_process_instance i ON i.id = s.instance_id"
OF_DEFINITION = " FROM engine_event_subscription s JOIN engine_process_definition d ON d.id = s.definition_id"
OWN_DEPLOYMENT_FIRST = " CASE WHEN d.deployment_id = %s THEN 0 ELSE 1 END, s.id LIMIT 1"
WAITING = (
    f"SELECT s.instance_id, s.token, s.trigger, i.state{OF_INSTANCE}"
    " JOIN engine_process_definition d ON d.id = i.definition_id"
    " WHERE s.kind = 'message' AND s.name = %s AND {key} AND i.state IN ('active', 'suspended')"
    " ORDER BY CASE WHEN i.state = 'active' THEN 0 ELSE 1 END," + OWN_DEPLOYMENT_FIRST
)
STARTING = (
    f"SELECT s.definition_id, s.trigger{OF_DEFINITION} WHERE s.kind = 'message' AND s.name = %s AND s.key IS NULL"
    " AND s.definition_id IS NOT NULL ORDER BY" + OWN_DEPLOYMENT_FIRST
)
STARTED_BY_SIGNAL = (
    f"SELECT s.definition_id, s.trigger{OF_DEFINITION} WHERE s.kind = 'signal' AND s.name = %s"
)


class Waiting(NamedTuple):
    """A token of a case that waits at a trigger. ``state``: the case's."""

    instance_id: int
    token: int
    trigger: str
    state: str

    @property
    def place(self) -> tuple[int, int, str]:
        """Case, token and trigger."""
        return self[:3]

    @property
    def is_suspended(self) -> bool:
        """Whether the case goes on only when it is resumed."""
        return self.state == "suspended"


class Beginning(NamedTuple):
    """A process version that begins a case at a trigger."""

    definition_id: int
    trigger: str


def write(
    locked: LockedInstance, out: Sequence[tuple[int, str]], begun: Sequence[commands.Subscribe]
) -> None:
    """End and begin subscriptions of a case."""
    for some in batches(out, 2):
        pairs = ", ".join(["(%s, %s)"] * len(some))
        run(
            "DELETE FROM engine_event_subscription WHERE instance_id = %s"
            f" AND (token, trigger) IN (VALUES {pairs})",
            [locked.id, *(value for pair in some for value in pair)],
        )
    insert(
        "engine_event_subscription",
        COLUMNS,
        [
            (locked.id, locked.root_id, s.token, s.trigger, s.kind, s.name, stored_key(s.key))
            for s in begun
        ],
    )  # fmt: skip


def stored_key(key: str | None) -> str | None:
    """The key as it is kept and compared: a very long one as its digest."""
    if key is None or len(key) <= LONGEST_KEY:
        return key
    return f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def waiting_for_message(name: str, key: str | None, deployment_id: int | None) -> Waiting | None:
    """Who has waited longest, first of all in cases that go on, then in those of that deployment."""
    condition, values = ("s.key IS NULL", []) if key is None else ("s.key = %s", [key])
    found = rows(WAITING.format(key=condition), [name, *values, deployment_id or 0])
    return Waiting(*found[0]) if found else None


def started_by_message(name: str, deployment_id: int | None) -> Beginning | None:
    """The process version that a message begins a case of, first of all one of that deployment."""
    found = rows(STARTING, [name, deployment_id or 0])
    return Beginning(*found[0]) if found else None


def started_by_signal(name: str) -> list[Beginning]:
    """Every process version that a signal begins a case of."""
    return [Beginning(*row) for row in rows(STARTED_BY_SIGNAL, [name])]


def awaits_signal(instance_id: int, name: str) -> bool:
    """Whether somebody in the case still waits for the signal."""
    sql = "SELECT 1 FROM engine_event_subscription WHERE instance_id = %s AND kind = 'signal' AND name = %s LIMIT 1"
    return bool(rows(sql, [instance_id, name]))

"""Makes the history row of a command."""

from datetime import datetime
from typing import Any, NamedTuple

from engine import json_text
from engine.actor import Actor
from engine.history.hash_chain import canonical, commitment, entry_hash, new_salt

_PUBLIC = ("kind", "node", "order", "entries")


class Entry(NamedTuple):
    """A history row about to be written, column by column. ``payload`` is JSON; only it holds personal data."""

    root_id: int
    seq: int
    at: datetime
    actor: str
    acting_for: str
    command: str
    metadata: str
    commitment: str
    prev_hash: str
    hash: str
    salt: str
    payload: str
    command_id: str | None
    intent: str


def record(
    *,
    root_id: int,
    instance_id: int,
    last: tuple[int, str],
    command: str,
    by: Actor | None,
    now: datetime,
    events: list[dict[str, Any]],
    payload: dict[str, Any],
    command_id: str | None = None,
    intent: str = "",
) -> Entry:
    """The entry that follows ``last`` (seq, hash).

    events: JSON objects with ``kind`` and what happened; they go into the payload, what is not personal
    (kind, node, number of an erasure order, entries erased) also into the metadata. payload: further
    JSON (trigger, answers) with ``now`` as text.
    """
    seq, salt = last[0] + 1, new_salt()
    text = json_text.dumps({**payload, "events": events})
    committed = commitment(salt, text)
    actor, acting_for = (by.id, by.acting_for or "") if by else ("", "")
    metadata = canonical(
        {
            "acting_for": acting_for,
            "actor": actor,
            "at": payload["now"],
            "channel": by.channel if by else "system",
            "command": command,
            "command_id": command_id or "",
            "commitment": committed,
            "events": [_public(event) for event in events],
            "instance": instance_id,
            "intent": intent,
            "prev": last[1],
            "root": root_id,
            "seq": seq,
        }
    )
    return Entry(
        root_id, seq, now, actor, acting_for, command, metadata, committed, last[1], entry_hash(metadata), salt,
        text, command_id, intent,
    )  # fmt: skip


def _public(event: dict[str, Any]) -> dict[str, Any]:
    return {name: event[name] for name in _PUBLIC if event.get(name)}

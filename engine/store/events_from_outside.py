"""Messages and signals that a command sends, not a case: into the buffer, or to all who wait."""

from datetime import timedelta
from typing import Any

from engine import clock
from engine.actor import Actor
from engine.runtime import check_values
from engine.store import broadcasting, messages, senders, state_codec
from engine.store.dialect import insert, moment, on_commit, run
from engine.store.subscriptions import stored_key

ONCE = " ON CONFLICT (dedupe_key) DO NOTHING RETURNING id, name"


def correlate(
    name: str,
    *,
    key: str | None,
    variables: dict[str, Any],
    dedupe_key: str | None,
    time_to_live: timedelta,
    unit: str,
    by: Actor | None,
) -> bool:
    """Put a message into the buffer, with a job; False when its dedupe key is known already."""
    check_values(variables)
    now, once = clock.now(), stored_key(dedupe_key)
    if once is not None:  # that of an expired message may be used again before the sweep
        sql = "DELETE FROM engine_buffered_message WHERE dedupe_key = %s AND expires_at <= %s"
        run(sql, [once, moment(now)])
    record = (
        name, stored_key(key), state_codec.encode(variables), once, None, senders.encode(by), unit, moment(now),
        moment(now + time_to_live),
    )  # fmt: skip
    buffered = insert("engine_buffered_message", messages.COLUMNS, [record], ONCE)
    messages.look_for_receivers(buffered, now)
    return bool(buffered)


def broadcast(name: str, variables: dict[str, Any], *, unit: str, by: Actor | None) -> None:
    """Write the jobs that tell everybody who waits."""
    check_values(variables)
    broadcasting.broadcast(name, variables, unit=unit, by=by, sender=0, now=clock.now())
    on_commit(messages.wake_workers)

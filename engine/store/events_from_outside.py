"""Commands that send messages and signals from outside of all cases: part of ``engine.api``."""

from datetime import timedelta
from typing import Any

from engine import clock
from engine.actor import Actor
from engine.runtime import check_values
from engine.store import broadcasting, messages, senders, state_codec
from engine.store.dialect import insert, moment, on_commit, run
from engine.store.subscriptions import stored_key
from engine.store.transactions import in_transaction

ONCE = " ON CONFLICT (dedupe_key) DO NOTHING RETURNING id, name"


def correlate(
    message_name: str,
    *,
    correlation_key: str | None = None,
    variables: dict[str, Any] | None = None,
    dedupe_key: str | None = None,
    ttl: timedelta | None = None,
    unit: str = "",
    by: Actor | None = None,
) -> bool:
    """Send a message (variables: FEEL values) to who has waited longest for its name and key.

    When nobody waits, it begins a case of a process that begins by it, in ``unit``; else it stays for who
    comes later, until ``ttl`` (default ``messages.TIME_TO_LIVE``) is over. A job delivers it, after this call.
    False: a message with this ``dedupe_key`` is known already, nothing is sent. Raises ValueUnsupported.
    """
    carried = dict(variables or {})
    check_values(carried)
    now, once = clock.now(), stored_key(dedupe_key)
    record = (
        message_name, stored_key(correlation_key), state_codec.encode(carried), once, None, senders.encode(by),
        unit, moment(now), moment(now + (messages.TIME_TO_LIVE if ttl is None else ttl)),
    )  # fmt: skip

    def work() -> bool:
        if once is not None:  # that of an expired message may be used again before the sweep
            sql = "DELETE FROM engine_buffered_message WHERE dedupe_key = %s AND expires_at <= %s"
            run(sql, [once, moment(now)])
        buffered = insert("engine_buffered_message", messages.COLUMNS, [record], ONCE)
        messages.look_for_receivers(buffered, now)
        return bool(buffered)

    return in_transaction(work)


def broadcast(
    signal_name: str, variables: dict[str, Any] | None = None, *, unit: str = "", by: Actor | None = None
) -> None:
    """Tell a signal to everybody who waits for it now, and begin the cases that begin by it, in ``unit``.

    One job for each case delivers it, after this call. Raises ValueUnsupported.
    """
    carried = dict(variables or {})
    check_values(carried)

    def work() -> None:
        broadcasting.broadcast(signal_name, carried, unit=unit, by=by, sender=0, now=clock.now())
        on_commit(messages.wake_workers)

    in_transaction(work)

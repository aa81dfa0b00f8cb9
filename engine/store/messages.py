"""Messages between cases: sent into a buffer, from which one who waits takes each (architecture.md).

Both sides write, commit, then look: a message is committed with a job that looks for who waits, who begins
to wait looks into the buffer after the commit. What a dead process did not look for, a sweep finds.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import Error

from engine import clock, signals
from engine.actor import Actor
from engine.errors import Busy
from engine.plugins import daily_duty
from engine.runtime import commands
from engine.store import job_rows, senders, state_codec
from engine.store.dialect import insert, moment, on_commit, rows, run
from engine.store.rows import LockedInstance
from engine.store.subscriptions import Waiting, stored_key
from engine.store.transactions import in_transaction

log = logging.getLogger(__name__)
TIME_TO_LIVE = timedelta(days=7)
FOUND_AT_ONCE = 1000
COLUMNS = (
    "name", "key", "payload", "dedupe_key", "sender_id", "sent_by", "unit_path", "created_at", "expires_at",
)  # fmt: skip
OPEN = "m.consumed_at IS NULL AND m.expires_at > %s"
READ = (
    "SELECT m.id, m.name, m.key, m.payload, m.sender_id, m.sent_by, m.unit_path"
    f" FROM engine_buffered_message m WHERE m.id = %s AND {OPEN}"
)
TAKE = (
    "UPDATE engine_buffered_message SET payload = '{}', consumed_at = %s, consumed_by_id = %s"
    " WHERE id = %s AND consumed_at IS NULL AND expires_at > %s"
)
STILL_WAITS = (
    " AND EXISTS (SELECT 1 FROM engine_event_subscription s WHERE s.instance_id = %s AND s.token = %s"
    " AND s.trigger = %s AND s.kind = 'message' AND s.name = engine_buffered_message.name"
    " AND (s.key = engine_buffered_message.key OR (s.key IS NULL AND engine_buffered_message.key IS NULL)))"
)
# once for messages with a key and once for those without: OR would not use the indexes
_MATCH = (
    "SELECT m.id, m.name FROM engine_event_subscription s JOIN engine_buffered_message m"
    f" ON m.name = s.name AND {{keys}} AND {OPEN} WHERE s.kind = 'message' AND {{of}}"
)
_SAME_KEY, _NO_KEY = "m.key = s.key", "m.key IS NULL AND s.key IS NULL"
_ANY_KEY = "TRUE"
_TO_CASES = (
    "s.instance_id IN (SELECT i.id FROM engine_process_instance i WHERE i.state = 'active') AND NOT EXISTS"
    " (SELECT 1 FROM engine_job j WHERE j.instance_id = s.instance_id AND j.kind = 'deliver' AND j.state = 'failed')"
)
_TO_STARTS = (
    "s.definition_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM engine_job j WHERE j.instance_id IS NULL AND j.kind = 'deliver' AND j.name = s.name)"
)


def _matches(*alternatives: tuple[str, str]) -> str:
    parts = " UNION ".join(_MATCH.format(keys=keys, of=of) for keys, of in alternatives)
    return f"SELECT id, name FROM ({parts}) found ORDER BY id LIMIT {FOUND_AT_ONCE}"


FOR_ONE = _matches((_SAME_KEY, "s.instance_id = %s"), (_NO_KEY, "s.instance_id = %s"))
FOR_STARTS = _matches((_ANY_KEY, _TO_STARTS))
FOR_ALL = _matches((_SAME_KEY, _TO_CASES), (_NO_KEY, _TO_CASES), (_ANY_KEY, _TO_STARTS))


class Message(NamedTuple):
    """An open message of the buffer. ``sender_id``: deployment of the process that threw it."""

    id: int
    name: str
    key: str | None
    payload: str
    sender_id: int | None
    sent_by: str
    unit_path: str

    @property
    def variables(self) -> dict[str, Any]:
        """What it carries, as FEEL values."""
        return state_codec.decode(self.payload)


def throw(
    locked: LockedInstance, sent: Sequence[commands.SendMessage], by: Actor | None, now: datetime
) -> list[job_rows.Record]:
    """Put what a case throws into the buffer; the jobs that look for who waits."""
    if not sent:
        return []
    sender = rows(
        "SELECT deployment_id FROM engine_process_definition WHERE id = %s", [locked.definition_id]
    )[0][0]
    records = [
        (
            m.name, stored_key(m.key), state_codec.encode(m.variables), None, sender, senders.encode(by),
            locked.unit_path, moment(now), moment(now + TIME_TO_LIVE),
        )
        for m in sent
    ]  # fmt: skip
    buffered = insert("engine_buffered_message", COLUMNS, records, " RETURNING id, name")
    return [job_rows.message_delivery(name, message_id, now) for message_id, name in buffered]


def read(message_id: int, now: datetime) -> Message | None:
    """The message, unless it is consumed or has expired."""
    found = rows(READ, [message_id, moment(now)])
    return Message(*found[0]) if found else None


def take(message: Message, waiting: Waiting, now: datetime) -> bool:
    """Consume the message for a token under lock; False when it has gone or the token waits no more."""
    values = [moment(now), waiting.instance_id, message.id, moment(now), *waiting.place]
    return run(TAKE + STILL_WAITS, values) == 1


def take_for_start(message: Message, now: datetime) -> bool:
    """Consume the message for a case about to begin; False when it has gone."""
    return run(TAKE, [moment(now), None, message.id, moment(now)]) == 1


def note_start(message: Message, instance_id: int) -> None:
    """Note the case that the message began."""
    run("UPDATE engine_buffered_message SET consumed_by_id = %s WHERE id = %s", [instance_id, message.id])


def look_for_receivers(found: Iterable[tuple[Any, ...]], now: datetime) -> None:
    """Write jobs that look for who waits for these messages, given as (id, name), and wake a worker."""
    jobs = [job_rows.message_delivery(name, message_id, now) for message_id, name in found]
    if jobs:
        job_rows.write(jobs)
        on_commit(wake_workers)


def probe(instance_id: int) -> None:
    """After a case has begun to wait, or goes on: is what it waits for in the buffer? What fails, the sweep repeats."""
    now = moment(clock.now())
    _search(FOR_ONE, [now, instance_id, now, instance_id])


def probe_for_starts() -> None:
    """The same after a deployment, for messages that begin a case."""
    _search(FOR_STARTS, [moment(clock.now())])


def sweep() -> None:
    """Bring together what a process that died between commit and look has left apart."""
    now = moment(clock.now())
    _search(FOR_ALL, [now, now, now])


@daily_duty("expired-messages")
def drop_expired() -> int:
    """Forget messages, taken or not, whose time is over; how many."""
    return run("DELETE FROM engine_buffered_message WHERE expires_at <= %s", [moment(clock.now())])


def wake_workers() -> None:
    """There is work that is due at once."""
    signals.jobs_ready.send_robust(sender=Message, instance=None)


def _search(sql: str, values: list[Any]) -> None:
    try:
        if found := rows(sql, values):
            in_transaction(lambda: look_for_receivers(found, clock.now()))
    except (Error, Busy):  # the command that led here stands
        log.exception("the buffer of messages could not be searched; the sweep repeats it")

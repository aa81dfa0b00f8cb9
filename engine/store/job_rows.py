"""New rows of the job table, made in several places and written by one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine import json_text
from engine.store.dialect import insert, moment

COLUMNS = (
    "instance_id", "token", "node", "kind", "name", "payload", "due", "state", "attempts", "max_attempts", "fence",
)  # fmt: skip
Record = tuple[Any, ...]


def write(records: Sequence[Record]) -> None:
    """Insert the jobs."""
    insert("engine_job", COLUMNS, records)


def message_delivery(name: str, message_id: int, now: datetime) -> Record:
    """A message that looks for who waits for it."""
    return (
        None, 0, "", "deliver", name, json_text.dumps({"message": message_id}), moment(now), "ready", 0, 1, 0,
    )  # fmt: skip


def start_delivery(name: str, trigger: str, payload: dict[str, Any], now: datetime) -> Record:
    """A signal that begins a case."""
    return (None, 0, trigger, "deliver", name, json_text.dumps(payload), moment(now), "ready", 0, 1, 0)


def start_timer(process_key: str, trigger: str, payload: dict[str, Any], due: datetime) -> Record:
    """A timer that begins a case."""
    return (
        None, 0, trigger, "start-timer", process_key, json_text.dumps(payload), moment(due), "ready", 0, 1, 0,
    )  # fmt: skip

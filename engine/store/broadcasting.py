"""Signals to other cases: a job for every case that waits and for every process version that one begins."""

from datetime import datetime
from typing import Any

from engine import json_text
from engine.actor import Actor
from engine.feel.codec import to_json_tagged
from engine.store import job_rows, senders, subscriptions
from engine.store.dialect import moment, run

# one statement, however many wait; a suspended case gets it when it goes on
TO_CASES = (
    f"INSERT INTO engine_job ({', '.join(job_rows.COLUMNS)}) SELECT w.instance_id, 0, '', 'deliver', %s, %s, %s,"
    " CASE WHEN w.state = 'suspended' THEN 'held' ELSE 'ready' END, 0, 1, 0"
    f" FROM (SELECT DISTINCT s.instance_id, i.state{subscriptions.OF_INSTANCE}"
    " WHERE s.kind = 'signal' AND s.name = %s AND s.instance_id <> %s) w"
)


def broadcast(
    name: str, variables: dict[str, Any], *, unit: str, by: Actor | None, sender: int, now: datetime
) -> None:
    """Write the jobs. ``sender``: the case that threw the signal, which has caught it already; 0 for none."""
    payload = {"variables": to_json_tagged(variables), "unit": unit, "by": senders.encode(by)}
    run(TO_CASES, [name, json_text.dumps(payload), moment(now), name, sender])
    job_rows.write(
        [
            job_rows.start_delivery(name, trigger, {**payload, "definition": definition_id}, now)
            for definition_id, trigger in subscriptions.started_by_signal(name)
        ]
    )

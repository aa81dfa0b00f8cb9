"""Begins the cases that timers begin; the job of a cycle stays and falls due again."""

import logging

from django.db import transaction

from engine import clock, json_text
from engine.definition import split_trigger
from engine.errors import StartRefused
from engine.store import start_timers, starting
from engine.store.dialect import moment, run
from engine.store.instance_store import lock_own_job
from engine.store.rows import JobRow
from engine.store.transactions import in_transaction

log = logging.getLogger(__name__)
RESCHEDULE = (
    "UPDATE engine_job SET state = 'ready', due = %s, payload = %s, attempts = 0, lease_until = NULL"
    " WHERE id = %s"
)


def start_on_time(job: JobRow) -> None:
    """Carry out a claimed job of the kind ``start-timer``: the system begins a case."""
    in_transaction(lambda: _start(job))


def _start(job: JobRow) -> None:
    if not lock_own_job(job):  # a new version of the process has withdrawn it
        return
    definition_id, node_id = job.payload["definition"], split_trigger(job.node)[0]
    try:
        with transaction.atomic():
            starting.start_at(definition_id, node_id, {}, unit=start_timers.ANYWHERE, by=None)
    except StartRefused as refusal:
        log.warning("the start of %s at %s is refused: %s", job.name, job.node, refusal)
    plan = start_timers.following(start_timers.plan_of(job.payload), clock.now())
    if plan is None:
        run("DELETE FROM engine_job WHERE id = %s", [job.id])
    else:
        payload = json_text.dumps(start_timers.payload_of(definition_id, plan))
        run(RESCHEDULE, [moment(plan.due), payload, job.id])

"""Jobs through Celery (KARTABL_EXECUTOR=celery): the committed rows are what counts, a message is a hint.

A message carries the id of one job and nothing else, never a time: what is due later stays in the database.
A worker claims the row like every executor, so a message that comes twice, late or for nothing does no
harm; one that was lost is sent again by the sweep, which also sends what has fallen due.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from celery import Celery
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import KombuError

from engine import clock, signals
from engine.jobs import claiming
from engine.jobs.execution import execute
from engine.jobs.executor import begin_the_day
from engine.store import messages

log = logging.getLogger(__name__)
SWEEP_SECONDS, RARE_SECONDS = 2.0, 60.0
AT_ONCE = 500  # messages of one sweep
PAUSE = timedelta(seconds=10)  # after a broker did not answer
BACKLOG = 1000  # messages waiting: then a sweep sends none, for the workers are behind already
RUN_JOB = "kartabl.run_job"


def run_job(job_id: int) -> bool:
    """Run that job, if it is still due and nobody else's; whether it ran."""
    job = claiming.claim_job(job_id, clock.now())
    if job is not None:
        execute(job)
    return job is not None


def sweep() -> int:
    """Send what is due: timers, tries again, what a broker or a worker has lost; how many were sent."""
    if waiting_messages() >= BACKLOG:
        return 0
    return dispatch(claiming.due_jobs(clock.now(), most=AT_ONCE))


def begin_day() -> None:
    """The first of the day anchors the history and does the daily duties; the others find them done."""
    begin_the_day(timezone.localdate(clock.now()))


def dispatch(job_ids: list[int]) -> int:
    """Send a message for each job; how many. A command that has committed does not wait for a broker."""
    with app.producer_pool.acquire(block=True) as producer:
        for job_id in job_ids:
            app.send_task(RUN_JOB, (job_id,), producer=producer, retry=False)
    return len(job_ids)


def waiting_messages() -> int:
    """How many messages no worker has taken yet."""
    with app.connection_for_read() as connection, connection.channel() as channel:
        found = channel.queue_declare(app.conf.task_default_queue, durable=True, auto_delete=False)
        return int(found.message_count)


def send_new_jobs(*, instance: int | None = None, **_: Any) -> None:
    """After the commit of a command: what it left to be done now, else whatever is due."""
    now = clock.now()
    if now < _pause.until:
        return
    due = claiming.due_jobs(now, most=AT_ONCE) if instance is None else claiming.due_jobs_of(instance, now)
    try:
        dispatch(due)
    except (KombuError, OSError) as error:
        log.warning("the broker does not answer (%s); the sweep will send the jobs", type(error).__name__)
        _pause.until = now + PAUSE


class _Pause:
    """While a broker is down, commands do not wait for it one after the other."""

    until = datetime.min.replace(tzinfo=UTC)


_pause = _Pause()


def connect() -> None:
    """From now on committed jobs are sent to the broker."""
    signals.jobs_ready.connect(send_new_jobs, dispatch_uid="kartabl-celery")


def sweep_messages() -> None:
    """Bring messages and who waits for them together, where a process died in between."""
    messages.sweep()


TASKS: dict[str, Callable[..., object]] = {
    RUN_JOB: run_job,
    "kartabl.sweep": sweep,
    "kartabl.sweep_messages": sweep_messages,
    "kartabl.begin_the_day": begin_day,
}


def new_app(broker: str, queue: str) -> Celery:
    """An app that sends to that queue of the broker, and works it off."""
    made = Celery("kartabl", set_as_current=False)
    made.conf.update(
        broker_url=broker,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=2,
        broker_transport_options={"socket_connect_timeout": 2},
        task_default_queue=queue,
        task_ignore_result=True,
        task_acks_late=True,  # a worker that dies loses no message; the claim keeps it from being done twice
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        timezone=settings.TIME_ZONE,
        beat_schedule={
            "sweep": {"task": "kartabl.sweep", "schedule": SWEEP_SECONDS},
            "sweep-messages": {"task": "kartabl.sweep_messages", "schedule": RARE_SECONDS},
            "begin-the-day": {"task": "kartabl.begin_the_day", "schedule": RARE_SECONDS},
        },
    )
    for name, task in TASKS.items():
        made.task(name=name)(task)
    return made


app = new_app(settings.KARTABL_BROKER, settings.KARTABL_QUEUE)

"""Jobs through Celery (KARTABL_EXECUTOR=celery): the committed rows are what counts, a message is a hint.

A message carries the id of one job and nothing else, never a time: what is due later stays in the database.
A worker claims the row like every executor, so a message that comes twice, late or for nothing does no
harm; one that was lost is sent again by the sweep, which also sends what has fallen due.
"""

import logging
from typing import Any

from celery import Celery
from django.conf import settings
from django.utils import timezone

from engine import clock, signals
from engine.jobs import claiming
from engine.jobs.execution import execute
from engine.jobs.executor import begin_the_day

log = logging.getLogger(__name__)
QUEUE = settings.KARTABL_QUEUE
SWEEP_SECONDS, DAY_SECONDS = 2.0, 60.0
AT_ONCE = 500  # messages of one sweep
BACKLOG = 1000  # messages waiting: then a sweep sends none, for the workers are behind already
IMPATIENT = {"retry": False}  # a command that has committed waits for no broker; the sweep comes later

app = Celery("kartabl", set_as_current=False)
app.conf.update(
    broker_url=settings.KARTABL_BROKER,
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=2,
    broker_transport_options={"socket_connect_timeout": 2, "socket_timeout": 5},
    task_default_queue=QUEUE,
    task_ignore_result=True,
    task_acks_late=True,  # a worker that dies loses no message; the claim keeps it from being done twice
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    beat_schedule={
        "sweep": {"task": "kartabl.sweep", "schedule": SWEEP_SECONDS},
        "begin-the-day": {"task": "kartabl.begin_the_day", "schedule": DAY_SECONDS},
    },
)


@app.task(name="kartabl.run_job")  # type: ignore[untyped-decorator]
def run_job(job_id: int) -> bool:
    """Run that job, if it is still due and nobody else's; whether it ran."""
    job = claiming.claim_job(job_id, clock.now())
    if job is not None:
        execute(job)
    return job is not None


@app.task(name="kartabl.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Send what is due: timers, tries again, what a broker or a worker has lost; how many were sent."""
    if waiting_messages() >= BACKLOG:
        return 0
    return dispatch(claiming.due_jobs(clock.now(), most=AT_ONCE))


@app.task(name="kartabl.begin_the_day")  # type: ignore[untyped-decorator]
def begin_day() -> None:
    """The first of the day anchors the history and does the daily duties; the others find them done."""
    begin_the_day(timezone.localdate(clock.now()))


def dispatch(job_ids: list[int]) -> int:
    """Send a message for each job; how many."""
    with app.producer_pool.acquire(block=True) as producer:
        for job_id in job_ids:
            run_job.apply_async((job_id,), producer=producer, **IMPATIENT)
    return len(job_ids)


def waiting_messages() -> int:
    """How many messages no worker has taken yet."""
    with app.connection_for_read() as connection, connection.channel() as channel:
        found = channel.queue_declare(QUEUE, durable=True, auto_delete=False)
        return int(found.message_count)


def send_new_jobs(*, instance: int | None = None, **_: Any) -> None:
    """After the commit of a command: what it left to be done now, else whatever is due."""
    now = clock.now()
    dispatch(
        claiming.due_jobs(now, most=AT_ONCE) if instance is None else claiming.due_jobs_of(instance, now)
    )


def connect() -> None:
    """From now on committed jobs are sent to the broker."""
    signals.jobs_ready.connect(send_new_jobs, dispatch_uid="kartabl-celery")

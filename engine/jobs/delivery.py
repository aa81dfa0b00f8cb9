"""Delivers messages and signals to other cases: one transaction for each case that gets one (architecture.md).

At least once, as every job; what holds the job under its fencing number and takes the message from the
buffer in the same transaction does so exactly once.
"""

import logging
from functools import partial

from django.db import InterfaceError, OperationalError, transaction

from engine import clock
from engine.actor import Actor
from engine.definition import split_trigger
from engine.errors import Busy, StartRefused
from engine.feel.codec import from_json_tagged
from engine.jobs.ownership import locked_for
from engine.runtime import triggers
from engine.store import messages, senders, starting, subscriptions
from engine.store.dialect import run
from engine.store.instance_store import lock_instance, lock_own_job
from engine.store.messages import Message
from engine.store.rows import JobRow, LockedInstance
from engine.store.subscriptions import Waiting
from engine.store.transactions import in_transaction
from engine.store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
END = "DELETE FROM engine_job WHERE id = %s"
AIM = "UPDATE engine_job SET instance_id = %s, token = %s, node = %s WHERE id = %s AND fence = %s"


def deliver(job: JobRow) -> None:
    """Carry out a claimed job of the kind ``deliver``."""
    if "message" in job.payload:
        _deliver_message(job)
    elif "definition" in job.payload:
        in_transaction(lambda: _begin_by_signal(job))
    else:
        in_transaction(lambda: _pass_signal(job))


def _deliver_message(job: JobRow) -> None:
    """To who has waited longest; when nobody waits, it begins a case or stays for who comes later.

    For one whose case is suspended it stays as well, until that goes on.
    """
    while (message := messages.read(job.payload["message"], clock.now())) is not None:
        waiting = subscriptions.waiting_for_message(message.name, message.key, message.sender_id)
        if waiting is None:
            break
        if waiting.is_suspended:
            run(f"{END} AND fence = %s", [job.id, job.fence])
            return
        if _was_handed_over(job, message, waiting):
            return
    in_transaction(lambda: _begin_by_message(job, message))


def _was_handed_over(job: JobRow, message: Message, waiting: Waiting) -> bool:
    """False when the token waits no more or the message has gone: look again."""
    try:
        return in_transaction(partial(_hand_over, job, message, waiting))
    except (OperationalError, InterfaceError, Busy):
        raise
    except Exception:  # whatever it is, it is set aside as an incident of the case that could not take it
        run(AIM, [*waiting.place, job.id, job.fence])
        raise


def _hand_over(job: JobRow, message: Message, waiting: Waiting) -> bool:
    locked = lock_instance(waiting.instance_id, waiting.token)
    if not lock_own_job(job):
        return True
    now = clock.now()
    if locked.stored_state != "active" or not messages.take(message, waiting, now):
        return False
    run(END, [job.id])
    work = UnitOfWork(locked, "message_received", senders.decode(message.sent_by), now=now)
    work.advance(triggers.MessageReceived(waiting.token, waiting.trigger, message.variables))
    work.commit(message=message.id, name=message.name)
    return True


def _begin_by_message(job: JobRow, message: Message | None) -> None:
    if not lock_own_job(job):
        return
    run(END, [job.id])
    beginning = message and subscriptions.started_by_message(message.name, message.sender_id)
    if not message or not beginning or not messages.take_for_start(message, clock.now()):
        return
    by = senders.decode(message.sent_by)
    begun = _begin(
        beginning.definition_id, beginning.trigger, message.variables, unit=message.unit_path, by=by
    )
    if begun is not None:
        messages.note_start(message, begun.id)


def _begin_by_signal(job: JobRow) -> None:
    if lock_own_job(job):
        run(END, [job.id])
        variables, by = from_json_tagged(job.payload["variables"]), senders.decode(job.payload["by"])
        _begin(job.payload["definition"], job.node, variables, unit=job.payload["unit"], by=by)


def _begin(
    definition_id: int, trigger: str, variables: dict[str, object], *, unit: str, by: Actor | None
) -> LockedInstance | None:
    """None when a guard refuses the start: it is refused for good, as a person's would be."""
    try:
        with transaction.atomic():
            return starting.start_at(definition_id, split_trigger(trigger)[0], variables, unit=unit, by=by)
    except StartRefused as refusal:
        log.warning("the start of a case at %s is refused: %s", trigger, refusal)
        return None


def _pass_signal(job: JobRow) -> None:
    found = locked_for(job)
    if found is None:
        return
    locked = found[0]
    run(END, [job.id])
    if not subscriptions.awaits_signal(locked.id, job.name):
        return
    variables = from_json_tagged(job.payload["variables"])
    work = UnitOfWork(locked, "signal_received", senders.decode(job.payload["by"]))
    work.advance(triggers.SignalReceived(job.name, variables))
    work.commit(job=job.id, name=job.name)

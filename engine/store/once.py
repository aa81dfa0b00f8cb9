"""A command that a repeated command id must not carry out twice."""

from collections.abc import Callable

from django.db import IntegrityError

from engine.actor import Actor
from engine.errors import CommandIdReused, EngineError
from engine.models import HistoryEntry, ProcessInstance
from engine.store.instance_store import as_model
from engine.store.rows import CommandId, LockedInstance
from engine.store.transactions import in_transaction


def once(by: Actor | None, command: CommandId | None, work: Callable[[], LockedInstance]) -> ProcessInstance:
    """The result of the command, the first one's when it was given before.

    The history is looked at after a refusal: of two equal commands at once, the second meets the first
    one's effect (a closed user task, a used command id), and must give the first one's result.
    """
    try:
        return as_model(in_transaction(work))
    except (EngineError, IntegrityError) as error:
        first = (
            HistoryEntry.objects.filter(actor=by.id, command_id=command.id).first()
            if by and command
            else None
        )
        if first is None:
            raise
        if command is not None and first.intent == command.intent:
            return ProcessInstance.objects.get(pk=first.instance_id)
        if isinstance(error, IntegrityError):
            raise CommandIdReused() from error
        raise

"""The list of cases that a migration works off, one transaction each."""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db import InterfaceError, OperationalError

from engine import clock, signals
from engine.errors import Busy, NotFound
from engine.models import Migration, MigrationItem, ProcessDefinition
from engine.runtime.migration import Reason
from engine.store import definitions
from engine.store.dialect import on_commit, run
from engine.store.rows import LockedInstance
from engine.store.transactions import in_transaction

log = logging.getLogger(__name__)
BATCH = 200
Work = Callable[[Migration, int], None]


def find_migration(migration_id: int) -> Migration:
    """Raises NotFound."""
    found = Migration.objects.select_related("source", "target").filter(pk=migration_id).first()
    if found is None:
        raise NotFound(kind="migration", id=migration_id)
    return found


def work_off(migration: Migration, state: str, work: Work, *, failed: str) -> None:
    """Do the work for every item in the state; one that fails unexpectedly becomes ``failed`` and stops no other.

    A case that somebody works on for too long stays in its state, for the next time.
    """
    for item_id in _ids(migration, state):
        try:
            in_transaction(partial(work, migration, item_id))
        except Busy:
            log.warning("item %s of migration %s is busy and stays for later", item_id, migration.pk)
        except (OperationalError, InterfaceError):
            raise  # the database is gone: what is still to come stays so
        except Exception as error:  # whatever it is, the other cases are not to suffer
            log.exception("item %s of migration %s failed", item_id, migration.pk)
            tick_off(item_id, failed, [Reason("failed", params={"failure": type(error).__name__})])


def tick_off(item_id: int, state: str, reasons: Iterable[Reason], **changes: object) -> None:
    MigrationItem.objects.filter(pk=item_id).update(
        state=state, reasons=[reason.as_json() for reason in reasons], changed_at=clock.now(), **changes
    )


def end(migration: Migration, state: str) -> None:
    migration.state, migration.ended_at = state, clock.now()
    migration.save(update_fields=["state", "ended_at"])


def enter(locked: LockedInstance, version: ProcessDefinition) -> None:
    """The case runs in that version from now on; ``write_version`` writes that."""
    locked.process = definitions.compiled(version.key, version.sha256)
    locked.definition_id, locked.definition_sha256 = version.pk, version.sha256


def write_version(locked: LockedInstance, before: ProcessDefinition) -> None:
    """The part of the case's row that no other command changes; ``before``: the version it was in."""
    run(
        "UPDATE engine_process_instance SET definition_id = %s WHERE id = %s",
        [locked.definition_id, locked.id],
    )
    roles = definitions.roles_of(definitions.compiled(before.key, before.sha256))
    on_commit(partial(_tell_roles, locked, roles))


def _tell_roles(locked: LockedInstance, roles: frozenset[str]) -> None:
    """Who may have lost a step; who gets one is told by the unit of work."""
    signals.inbox_changed.send_robust(
        sender=Migration,
        instance=locked.id,
        unit_path=locked.unit_path,
        roles=roles,
        persons=set(),
        by="",
    )


def _ids(migration: Migration, state: str) -> Iterator[int]:
    last = 0
    found = migration.items.filter(state=state).order_by("pk").values_list("pk", flat=True)
    while batch := list(found.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1]

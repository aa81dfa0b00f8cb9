"""Undoes a migration for the cases that have not moved since; the others keep the new version, with the reason."""

from datetime import timedelta

from django.db.models import F

from engine import clock
from engine.actor import Actor
from engine.models import Migration, MigrationItem
from engine.plugins import daily_duty
from engine.runtime import triggers
from engine.runtime.migration import Reason
from engine.store.instance_store import lock_instance
from engine.store.migration.image import Image, rename_places
from engine.store.migration.items import end, enter, find_migration, tick_off, work_off, write_version
from engine.store.migration.judging import reference_of
from engine.store.migration.user_tasks import restore_all
from engine.store.rows import LockedInstance
from engine.store.suspension import hold_jobs
from engine.store.unit_of_work import UnitOfWork

UNDOABLE = timedelta(days=30)  # then the copies of the cases are forgotten: they hold personal data


def undo(migration_id: int, *, by: Actor) -> Migration:
    """Take every case that has not moved since back to the old version; raises NotFound.

    Cases still to come are not migrated any more. Interrupted, it goes on when it is called again.
    """
    migration = find_migration(migration_id)

    def work(found: Migration, item_id: int) -> None:
        _undo(found, item_id, by)

    work_off(migration, MigrationItem.State.PENDING, _leave_out, failed=MigrationItem.State.SKIPPED)
    work_off(migration, MigrationItem.State.DONE, work, failed=MigrationItem.State.KEPT)
    if not migration.items.filter(state__in=("pending", "done")).exists():
        end(migration, Migration.State.UNDONE)
    return migration


@daily_duty("migration-copies")
def forget_copies() -> int:
    """Forget what is kept for undoing migrations of long ago, and of cases that have moved since; how many."""
    kept = MigrationItem.objects.filter(before__isnull=False)
    old = kept.filter(changed_at__lt=clock.now() - UNDOABLE)
    moved = kept.exclude(instance__revision=F("revision"))
    return old.update(before=None) + MigrationItem.objects.filter(pk__in=moved.values("pk")).update(
        before=None
    )


def _leave_out(migration: Migration, item_id: int) -> None:
    lock_instance(MigrationItem.objects.get(pk=item_id).instance_id)
    if MigrationItem.objects.filter(pk=item_id, state=MigrationItem.State.PENDING).exists():
        tick_off(item_id, MigrationItem.State.SKIPPED, [Reason("undone-before")])


def _undo(migration: Migration, item_id: int, by: Actor) -> None:
    item = MigrationItem.objects.get(pk=item_id)
    locked = lock_instance(item.instance_id)
    item.refresh_from_db(fields=["state", "before"])
    if item.state != MigrationItem.State.DONE:
        return
    if locked.definition_id != migration.target_id or locked.revision != item.revision:
        tick_off(item_id, MigrationItem.State.KEPT, [Reason("moved-since")], before=None)
    elif item.before is None:
        reason = "went-on" if any(each["code"] == "goes-on" for each in item.reasons) else "too-late"
        tick_off(item_id, MigrationItem.State.KEPT, [Reason(reason)])
    else:
        _take_back(migration, locked, Image.of_text(item.before), by)
        tick_off(item_id, MigrationItem.State.UNDONE, [], before=None)


def _take_back(migration: Migration, locked: LockedInstance, image: Image, by: Actor) -> None:
    before = locked.state
    source, target = reference_of(migration.target), reference_of(migration.source)
    enter(locked, migration.source)
    work = UnitOfWork(locked, "undo_migration", by)
    work.advance(triggers.UndoMigration(source, target, image.state, image.timers))
    restore_all(work, image.user_tasks)
    rename_places(locked, before)
    work.commit(migration=migration.pk)
    write_version(locked, migration.target)
    hold_jobs(locked)

"""Carries a plan out, case by case: one transaction each, under the case's lock, judged anew at that moment.

The list of cases is written first. Whoever stops in the middle, or is stopped, goes on where that was: a case
is migrated and ticked off by the same commit.
"""

from engine import clock
from engine.actor import Actor
from engine.errors import InstanceEnded, MigrationRefused
from engine.models import Migration, MigrationItem
from engine.runtime import triggers
from engine.runtime.migration import Reason, reasons_from_json
from engine.store.dialect import marks, run
from engine.store.instance_store import lock_instance
from engine.store.migration.image import rename_places, take
from engine.store.migration.items import BATCH, end, enter, find_migration, tick_off, work_off, write_version
from engine.store.migration.judging import (
    RUNNING,
    changed_forms,
    has_gone_on,
    reference_of,
    refused_because,
    told_of_forms,
)
from engine.store.migration.planning import MigrationPlan
from engine.store.migration.user_tasks import change_all
from engine.store.rows import LockedInstance
from engine.store.suspension import hold_jobs
from engine.store.transactions import in_transaction
from engine.store.unit_of_work import UnitOfWork

LIST = (
    "INSERT INTO engine_migration_item (migration_id, instance_id, state, reasons)"
    " SELECT %s, id, 'pending', '[]' FROM engine_process_instance"
)


def migrate(plan: MigrationPlan, *, by: Actor) -> Migration:
    """Take over every case of the plan that is safe when its turn comes; the others are skipped with reasons.

    ``resume_migration`` goes on with one that was interrupted.
    """
    return resume_migration(in_transaction(lambda: _begin(plan, by)), by=by)


def resume_migration(migration_id: int, *, by: Actor) -> Migration:
    """Go on with the cases still to come. Raises NotFound."""
    migration = find_migration(migration_id)

    def work(found: Migration, item_id: int) -> None:
        _migrate(found, item_id, by)

    work_off(migration, MigrationItem.State.PENDING, work, failed=MigrationItem.State.SKIPPED)
    is_over = not migration.items.filter(state=MigrationItem.State.PENDING).exists()
    if is_over and migration.state == Migration.State.RUNNING:
        end(migration, Migration.State.DONE)
    return migration


def _begin(plan: MigrationPlan, by: Actor) -> int:
    made = Migration.objects.create(
        source=plan.source,
        target=plan.target,
        mapping=dict(plan.mapping),
        begun_by=by.id,
        begun_at=clock.now(),
    )
    if plan.instances is None:
        for state in RUNNING:
            run(
                f"{LIST} WHERE definition_id = %s AND state = '{state}' ORDER BY id",
                [made.pk, plan.source.pk],
            )
        return made.pk
    for begin in range(0, len(plan.instances), BATCH):
        some = plan.instances[begin : begin + BATCH]
        run(f"{LIST} WHERE id IN ({marks(some)}) ORDER BY id", [made.pk, *some])
    return made.pk


def _migrate(migration: Migration, item_id: int, by: Actor) -> None:
    item = MigrationItem.objects.get(pk=item_id)
    locked = lock_instance(item.instance_id)
    item.refresh_from_db(fields=["state"])  # as it is now that the case is locked
    if item.state != MigrationItem.State.PENDING:
        return
    if (refusal := _refusal(migration, locked)) is not None:
        tick_off(item_id, MigrationItem.State.SKIPPED, [refusal])
        return
    try:
        _take_over(migration, item_id, locked, by)
    except (MigrationRefused, InstanceEnded) as refused:
        tick_off(item_id, MigrationItem.State.SKIPPED, refused_because(refused))


def _refusal(migration: Migration, locked: LockedInstance) -> Reason | None:
    if locked.definition_id == migration.target_id:
        return Reason("already-there")
    is_running = locked.stored_state in RUNNING
    return None if is_running and locked.definition_id == migration.source_id else Reason("not-running")


def _take_over(migration: Migration, item_id: int, locked: LockedInstance, by: Actor) -> None:
    """Raises MigrationRefused; then the case is still in the old version."""
    before, image = locked.state, take(locked)
    enter(locked, migration.target)
    work = UnitOfWork(locked, "migrate", by)
    source, target = reference_of(migration.source), reference_of(migration.target)
    work.advance(triggers.MigrateInstance(source, target, migration.mapping, image.timers))
    changed = changed_forms(migration.source, migration.target)
    reasons = [*_told(work), *told_of_forms(before, work.changes.user_tasks_changed, changed)]
    change_all(work, changed)
    rename_places(locked, before)
    work.commit(migration=migration.pk)
    write_version(locked, migration.source)
    hold_jobs(locked)
    if has_gone_on(before, locked.state):
        tick_off(item_id, MigrationItem.State.DONE, [*reasons, Reason("goes-on")], revision=locked.revision)
    else:
        tick_off(item_id, MigrationItem.State.DONE, reasons, revision=locked.revision, before=image.as_text())


def _told(work: UnitOfWork) -> tuple[Reason, ...]:
    migrated = (event for event in work.events if event["kind"] == "InstanceMigrated")
    return reasons_from_json(each for event in migrated for each in event["reasons"])

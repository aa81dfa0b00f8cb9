"""Running cases go over to another version of their process (decision 0121).

``planning``: which can, without changing anything; ``carrying_out`` and ``undoing``: case by case, each in a
transaction of its own under its lock; ``user_tasks`` and ``image``: the rows that wait for somebody.
"""

from engine.store.migration.carrying_out import migrate, resume_migration
from engine.store.migration.planning import Judgement, MigrationPlan, plan_migration
from engine.store.migration.undoing import undo

__all__ = ["Judgement", "MigrationPlan", "migrate", "plan_migration", "resume_migration", "undo"]

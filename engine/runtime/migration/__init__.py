"""A running instance goes over to another version of its process, and back again (decision 0121).

``handlers``: the two triggers. ``counterparts``: which node stands for which. ``judging``: what forbids it
or is worth telling. ``moving``: tokens, scopes and completers. ``catches``: what is waited for.
"""

from engine.runtime.migration.handlers import migrate_instance, undo_migration
from engine.runtime.migration.reasons import Group, Reason, group_of, reasons_from_json

__all__ = ["Group", "Reason", "group_of", "migrate_instance", "reasons_from_json", "undo_migration"]

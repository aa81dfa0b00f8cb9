"""Django signals sent after a command has committed; listeners push to screens and wake workers."""

from django.dispatch import Signal

# arguments: instance (id), unit_path (of the case), roles (whose inboxes at or above that unit may have
# changed; empty when none has), persons (ids of starter and new assignees), by (person id or "")
inbox_changed = Signal()
# arguments: instance (id): a job of it that is due now was written; None: perhaps also of other cases
jobs_ready = Signal()

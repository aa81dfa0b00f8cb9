"""Django signals sent after a command has committed; listeners push to screens and wake workers."""

from django.dispatch import Signal

# arguments: roots (root instance ids), inbox (set of (role, unit) pairs whose inbox changed),
# persons (ids of assignees and starters concerned)
inbox_changed = Signal()
# no arguments: a job that is due now was written
jobs_ready = Signal()

"""The revision of a decision: the user task's own plus a digest of the case's data as shown.

A decision made on a page that is no longer true is refused (engine.md, "A stale decision"). The
digest covers the case's variables, which are what the case page shows.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from engine.store import state_codec
from engine.store.rows import LockedInstance, UserTaskRow


def decision_revision(locked: LockedInstance, task: UserTaskRow) -> str:
    """``<task revision>-<digest>``, the value a screen sends back with the decision."""
    return revision_of(task.revision, locked.seen_at(task.token))


def revision_of(task_revision: int, variables: Mapping[str, Any]) -> str:
    """The same from its parts."""
    digest = hashlib.sha256(state_codec.encode(dict(sorted(variables.items()))).encode()).hexdigest()
    return f"{task_revision}-{digest[:16]}"

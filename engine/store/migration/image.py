"""A case as it was before its migration, kept so that the migration can be undone."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.models import Incident, Job, UserTask
from engine.runtime import InstanceState, encode_state
from engine.store.rows import LockedInstance

TASK_FIELDS = (
    "node", "form_key", "role", "unit_path", "escalated_from", "assignee", "delegated_by", "distinct_from",
    "not_related_to", "outcomes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Image:
    """``timers``: owner, trigger and due (ISO 8601) of each; ``user_tasks``: id → fields of TASK_FIELDS."""

    state: dict[str, Any]
    timers: list[list[Any]]
    user_tasks: dict[int, dict[str, str]]

    def as_text(self) -> str:
        return json.dumps({"state": self.state, "timers": self.timers, "user_tasks": self.user_tasks})

    @classmethod
    def of_text(cls, text: str) -> "Image":
        stored = json.loads(text)
        tasks = {int(pk): fields for pk, fields in stored["user_tasks"].items()}
        return cls(stored["state"], stored["timers"], tasks)


def take(locked: LockedInstance) -> Image:
    """The case as it is now."""
    tasks = UserTask.objects.filter(instance_id=locked.id, state=UserTask.State.OPEN)
    return Image(
        encode_state(locked.state),
        open_timers(locked),
        {task.pk: {name: getattr(task, name) for name in TASK_FIELDS} for task in tasks},
    )


def open_timers(locked: LockedInstance) -> list[list[Any]]:
    found = Job.objects.filter(instance_id=locked.id, kind=Job.Kind.TIMER).order_by("pk")
    return [[token, name, _text(due)] for token, name, due in found.values_list("token", "name", "due")]


def rename_places(locked: LockedInstance, before: InstanceState) -> None:
    """Connector calls and open incidents name the nodes at which their tokens stand now."""
    calls = Job.objects.filter(instance_id=locked.id, kind=Job.Kind.CONNECTOR)
    incidents = Incident.objects.filter(instance_id=locked.id, state=Incident.State.OPEN)
    for rows in (calls, incidents):
        for pk, token_id, node in rows.values_list("pk", "token", "node"):
            was, token = before.tokens.get(token_id), locked.state.tokens.get(token_id)
            if was is not None and token is not None and node == was.node != token.node:
                rows.filter(pk=pk).update(node=token.node)


def _text(due: datetime) -> str:
    return due.isoformat()

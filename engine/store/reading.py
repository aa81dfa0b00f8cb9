"""Rows read for screens: user tasks with who acted before, history entries decoded."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.models import HistoryEntry, ProcessDefinition, ProcessInstance, UserTask
from engine.runtime import seen_at
from engine.store import definitions, scope_states
from engine.store.rows import UserTaskRow


@dataclass(frozen=True, slots=True)
class HistoryView:
    """One history entry. ``before``/``after``: changed variables as tagged JSON; None when erased by order."""

    seq: int
    at: datetime
    actor: str
    acting_for: str
    command: str
    channel: str
    events: list[dict[str, Any]]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    hash: str
    is_erased: bool


def history_view(entry: HistoryEntry) -> HistoryView:
    """A history entry decoded, a completed user task with its data; of an erased one only what the metadata tell."""
    metadata = json.loads(entry.metadata)
    payload = metadata if entry.payload is None else json.loads(entry.payload)
    events = payload["events"]
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for event in events:
        if event["kind"] == "UserTaskCompleted" and "trigger" in payload:
            event["data"] = payload["trigger"]["data"]
        elif event["kind"] == "VariablesChanged" and "after" in event:
            before = {**event["before"], **before}
            after.update(event["after"])
    return HistoryView(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        acting_for=entry.acting_for,
        command=entry.command,
        channel=metadata["channel"],
        events=events,
        before=None if entry.payload is None else before,
        after=None if entry.payload is None else after,
        hash=entry.hash,
        is_erased=entry.payload is None,
    )


def task_row(task: UserTask) -> tuple[UserTaskRow, dict[str, str]]:
    """The row the authorisation asks about, and who completed which node of its case."""
    row = UserTaskRow(
        id=task.pk,
        token=task.token,
        node=task.node,
        form_key=task.form_key,
        role=task.role,
        unit_path=task.unit_path,
        assignee=task.assignee,
        delegated_by=task.delegated_by,
        distinct_from=tuple(task.distinct_from.split()),
        not_related_to=tuple(task.not_related_to.split()),
        outcomes=tuple(task.outcomes.split()),
        state=task.state,
        revision=task.revision,
        completed_by=task.completed_by,
        completed_at=task.completed_at,
        is_suspended=task.instance.state == "suspended",
    )
    return row, json.loads(task.instance.token_state).get("completers", {})


def variables_at(instance: ProcessInstance, token: int) -> dict[str, Any]:
    """What can be seen from a token: the case's variables, and those of the scopes around it while it is there."""
    if '"scopes"' not in instance.token_state:
        return instance.values
    state = scope_states.of_token(instance, token)
    found = state.tokens.get(token)
    return dict(seen_at(state, found)) if found is not None else instance.values


def definitions_by_role() -> dict[str, list[int]]:
    """Role → ids of the process versions that give it a user task."""
    found: dict[str, list[int]] = {}
    for pk, key, sha256 in ProcessDefinition.objects.values_list("pk", "key", "sha256"):
        for role in definitions.roles_of(definitions.compiled(key, sha256)):
            found.setdefault(role, []).append(pk)
    return found

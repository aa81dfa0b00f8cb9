"""Rows of the hot path as plain objects."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from engine.definition import Process
from engine.plugins import CalculatorContext
from engine.runtime import InstanceState, called_at, seen_at
from engine.store import definitions


def short_digest(value: object) -> str:
    """Stands for a value that the history must not hold, for it may be personal and can never be erased."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


@dataclass(slots=True)
class CommandId:
    """Chosen by who gives the command, once for each; ``intent``: what it is to do, within 300 characters."""

    id: str
    intent: str

    @classmethod
    def of(cls, command_id: str | None, intent: str) -> "CommandId | None":
        """None without an id: then nothing is remembered."""
        return cls(command_id, intent[:300]) if command_id else None


@dataclass(slots=True)
class LockedInstance:
    """An instance under lock. ``stored_…``: what the database holds."""

    id: int
    root_id: int
    process: Process
    state: InstanceState
    stored_state: str
    stored_tokens: str
    stored_variables: str
    tracking_code: str
    business_key: str
    unit_path: str
    revision: int
    history_seq: int
    history_hash: str
    started_by: str
    definition_id: int
    definition_sha256: str
    started_at: datetime
    ended_at: datetime | None = None
    has_new_variables: bool = False
    stored_parts: dict[int, str] = field(default_factory=dict)
    is_suspended: bool = False

    @property
    def status(self) -> str:
        """The state to be stored: only a case that has not ended can be suspended."""
        return "suspended" if self.is_suspended and self.state.status == "active" else self.state.status

    def seen_at(self, token: int) -> Mapping[str, Any]:
        """The variables that can be seen from a token."""
        return seen_at(self.state, self.state.tokens[token])

    def sha256_at(self, token: int) -> str:
        """Of the definition that the token's node belongs to: the case's own or that of a called process."""
        called = called_at(self.state, self.state.tokens[token])
        return called.rpartition("@")[2] if called else self.definition_sha256

    def calculator_context(self, token: int, node: str, now: datetime) -> CalculatorContext:
        """What a calculator working for a node of this instance is told."""
        return CalculatorContext(
            instance_id=self.id,
            root_id=self.root_id,
            tracking_code=self.tracking_code,
            unit=self.unit_path,
            business_key=self.business_key,
            started_by=self.started_by or None,
            node=node,
            now=now,
            completers=self.state.completers,
            artifact=partial(definitions.pinned_text, self.sha256_at(token)),
        )


@dataclass(slots=True)
class UserTaskRow:
    """A user task as read under lock."""

    id: int
    token: int
    node: str
    form_key: str
    role: str
    unit_path: str
    assignee: str
    delegated_by: str
    distinct_from: tuple[str, ...]
    not_related_to: tuple[str, ...]
    outcomes: tuple[str, ...]
    state: str
    revision: int
    completed_by: str
    completed_at: datetime | None
    is_suspended: bool


@dataclass(slots=True)
class JobRow:
    """A job as claimed or as read under lock. ``instance_id`` 0: it belongs to no case."""

    id: int
    instance_id: int
    token: int
    node: str
    kind: str
    name: str
    payload: dict[str, Any]
    due: datetime
    attempts: int
    max_attempts: int
    fence: int

"""Effects: what the caller of ``advance`` must make true outside of the state, in the given order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class CreateUserTask:
    """``role``, ``unit``, ``assignee`` None where the definition gives none; never both role and assignee.

    ``due``: an aware UTC instant; or, when ``calendar`` is not empty, an ISO 8601 duration in working
    time from now on; or None. ``distinct_from``, ``not_related_to``: node ids, to be looked up
    in ``InstanceState.completers``. ``priority``: higher is more urgent, 50 is usual.
    """

    token: int
    node: str
    name: str = ""
    role: str | None = None
    unit: str | None = None
    assignee: str | None = None
    due: datetime | str | None = None
    calendar: str = ""
    priority: int = 50
    form_key: str | None = None
    distinct_from: tuple[str, ...] = ()
    not_related_to: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(slots=True)
class CloseUserTask:
    """``reason``: "completed", or why it was taken away: "cancelled", "timer", "error", "incident"."""

    token: int
    reason: str


@dataclass(slots=True)
class ScheduleTimer:
    """``timer``: id of the boundary event. ``due_at``: UTC instant, or None when ``calendar`` is set:

    then the caller adds the ISO 8601 duration ``expression`` to ``since`` in working time.
    """

    token: int
    timer: str
    due_at: datetime | None
    expression: str
    interrupting: bool
    since: datetime
    calendar: str = ""


@dataclass(slots=True)
class CancelTimer:
    token: int
    timer: str


@dataclass(slots=True)
class RunConnector:
    token: int
    node: str
    connector: str
    inputs: dict[str, Any]
    retries: int


@dataclass(slots=True)
class CancelConnector:
    token: int


@dataclass(slots=True)
class OpenIncident:
    """``code``: stable, kebab-case; ``params``: JSON values for the translated text, no personal data."""

    token: int
    node: str
    code: str
    params: dict[str, Any]


@dataclass(slots=True)
class CloseIncident:
    token: int


Effect = (
    CreateUserTask
    | CloseUserTask
    | ScheduleTimer
    | CancelTimer
    | RunConnector
    | CancelConnector
    | OpenIncident
    | CloseIncident
)

"""Effects: what the caller of ``advance`` must make true outside of the state, in the given order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


@dataclass(slots=True)
class CreateUserTask:
    """``role``, ``unit``, ``assignee`` None where the definition gives none; never both role and assignee.

    ``due``: an aware UTC instant; or, when ``calendar`` is not empty, an ISO 8601 duration in working
    time from now on; or None. ``distinct_from``, ``not_related_to``: node ids, to be looked up
    in ``InstanceState.completers``. ``priority``: higher is more urgent, 50 is usual. ``node``:
    as ``Process.find`` understands it, here and in the other effects.
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
class ChangeUserTask:
    """An open user task as it is in another version of the process; its person and its due are kept."""

    token: int
    task: CreateUserTask


@dataclass(slots=True)
class CloseUserTask:
    """``reason``: "completed", or why it was taken away: "cancelled", "error", "escalation", "incident", or

    the kind of the trigger that interrupted it: "timer", "message", "signal", "condition".
    """

    token: int
    reason: str


@dataclass(slots=True)
class ScheduleTimer:
    """``token``: who waits, 0 for the process itself. ``timer``: its trigger name (``definition.catching``).

    ``due_at``: UTC instant, or None when ``calendar`` is set:

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
class Subscribe:
    """Wait for a message (``key`` None: without key) or a signal from outside of the case.

    ``token``: who waits, 0 for the process itself. ``trigger``: its name (``definition.catching``).
    """

    token: int
    trigger: str
    kind: Literal["message", "signal"]
    name: str
    key: str | None = None


@dataclass(slots=True)
class Unsubscribe:
    token: int
    trigger: str


@dataclass(slots=True)
class SendMessage:
    """To a subscriber in another case or to who starts one; nobody in this case waits for it."""

    token: int
    node: str
    name: str
    key: str | None
    variables: dict[str, Any]


@dataclass(slots=True)
class BroadcastSignal:
    """To all other cases; in this one it has been caught already."""

    token: int
    node: str
    name: str
    variables: dict[str, Any]


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
    | ChangeUserTask
    | CloseUserTask
    | ScheduleTimer
    | CancelTimer
    | RunConnector
    | CancelConnector
    | Subscribe
    | Unsubscribe
    | SendMessage
    | BroadcastSignal
    | OpenIncident
    | CloseIncident
)

"""What can happen to an instance from outside: the one argument of ``advance`` that moves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Start:
    """Begin at a start event (None: where the process begins). ``by``: person id or None, the system.

    ``node_id`` may also be an instantiating receive task or an event behind an instantiating gateway; then
    ``variables`` are what the message or the signal carries, kept by the outputs of that node.

    ``zone``: IANA time zone of the unit, for local dates and times.
    """

    node_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None
    zone: str = "UTC"


@dataclass(slots=True)
class CompleteUserTask:
    token: int
    data: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None


@dataclass(slots=True)
class FireTimer:
    """``timer``: the name of the trigger. ``due_at``: when it was due; a cycle goes on from there."""

    token: int
    timer: str
    due_at: datetime | None = None


@dataclass(slots=True)
class MessageReceived:
    """``token`` and ``trigger``: as in the effect Subscribe. ``variables``: what the message carries."""

    token: int
    trigger: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class SignalReceived:
    """Caught by everybody in the case who waits for it; by nobody: nothing happens."""

    name: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class StartActivity:
    """Choose an activity of the ad-hoc sub-process that ``token`` stands at."""

    token: int
    node_id: str
    by: str | None = None


@dataclass(slots=True)
class CompleteScope:
    """End the ad-hoc sub-process that ``token`` stands at; what still runs in it is cancelled."""

    token: int
    by: str | None = None


@dataclass(slots=True)
class CalculatorReturned:
    token: int
    value: Any = None


@dataclass(slots=True)
class ConnectorReturned:
    token: int
    value: Any = None


@dataclass(slots=True)
class ProcessFound:
    """The answer to a ProcessCall: the reference of the newest version of the called process."""

    token: int
    reference: str


@dataclass(slots=True)
class BusinessErrorRaised:
    """A BPMN error thrown by the activity the token stands at: it is routed to who catches it."""

    token: int
    error_code: str
    reason: str = ""


@dataclass(slots=True)
class TechnicalErrorRaised:
    """The activity failed for a reason the process does not know: an incident."""

    token: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class RetryIncident:
    token: int


@dataclass(slots=True)
class ResolveIncident:
    """Go on as if the node had done its work, with ``data`` as its result."""

    token: int
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class CancelInstance:
    reason: str = ""


@dataclass(slots=True)
class SetVariables:
    changes: Mapping[str, Any]


@dataclass(slots=True)
class MigrateInstance:
    """Go over from one version of the process to another; both are references (``definition.Library``).

    ``mapping``: ids of nodes and flows, where equal ids do not say it. ``timers``: the open ones, each as
    owner, name of its trigger and due (ISO 8601), because a timer that is renamed keeps its due.
    """

    source: str
    target: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    timers: Sequence[Sequence[Any]] = ()


@dataclass(slots=True)
class UndoMigration:
    """Go back to version ``target``; ``state`` (encoded) and ``timers`` are as they were there."""

    source: str
    target: str
    state: Mapping[str, Any]
    timers: Sequence[Sequence[Any]] = ()


Answer = CalculatorReturned | ProcessFound | BusinessErrorRaised | TechnicalErrorRaised
Trigger = (
    Start
    | CompleteUserTask
    | FireTimer
    | MessageReceived
    | SignalReceived
    | StartActivity
    | CompleteScope
    | CalculatorReturned
    | ProcessFound
    | ConnectorReturned
    | BusinessErrorRaised
    | TechnicalErrorRaised
    | RetryIncident
    | ResolveIncident
    | CancelInstance
    | SetVariables
    | MigrateInstance
    | UndoMigration
)

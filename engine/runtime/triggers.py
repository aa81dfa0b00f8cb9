"""What can happen to an instance from outside: the one argument of ``advance`` that moves it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Start:
    """Begin at a start event (None: where the process begins). ``by``: person id or None, the system.

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
    """``timer``: id of the boundary event. ``due_at``: when it was due; a cycle goes on from there."""

    token: int
    timer: str
    due_at: datetime | None = None


@dataclass(slots=True)
class CalculatorReturned:
    token: int
    value: Any = None


@dataclass(slots=True)
class ConnectorReturned:
    token: int
    value: Any = None


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
class CancelInstance:
    reason: str = ""


@dataclass(slots=True)
class SetVariables:
    changes: Mapping[str, Any]


Answer = CalculatorReturned | BusinessErrorRaised | TechnicalErrorRaised
Trigger = (
    Start
    | CompleteUserTask
    | FireTimer
    | CalculatorReturned
    | ConnectorReturned
    | BusinessErrorRaised
    | TechnicalErrorRaised
    | RetryIncident
    | CancelInstance
    | SetVariables
)

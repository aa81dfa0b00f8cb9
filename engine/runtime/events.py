"""What happened inside ``advance``, in order: the facts the history records.

Fields are JSON values, except those named in ``values``, which hold FEEL values, and instants.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar


@dataclass(slots=True)
class ProcessStarted:
    process: str
    node: str | None
    by: str | None


@dataclass(slots=True)
class NodeEntered:
    token: int
    node: str


@dataclass(slots=True)
class NodeLeft:
    token: int
    node: str


@dataclass(slots=True)
class TokenMoved:
    """``token``: the id of the visit that begins at ``target``."""

    token: int
    flow: str
    source: str
    target: str


@dataclass(slots=True)
class UserTaskCreated:
    token: int
    node: str
    role: str | None
    unit: str | None
    assignee: str | None


@dataclass(slots=True)
class UserTaskCompleted:
    """The data are those of the trigger."""

    token: int
    node: str
    by: str | None


@dataclass(slots=True)
class UserTaskCancelled:
    token: int
    node: str
    reason: str


@dataclass(slots=True)
class GatewayDecided:
    """``explanation``: one entry per condition asked: {"flow", "condition", "value"}; value as it was."""

    values: ClassVar[frozenset[str]] = frozenset({"explanation"})
    token: int
    node: str
    flow: str
    explanation: list[dict[str, Any]]


@dataclass(slots=True)
class TimerScheduled:
    token: int
    timer: str
    due_at: datetime | None
    expression: str


@dataclass(slots=True)
class TimerFired:
    """``missed``: occurrences of a cycle that passed unnoticed and were collapsed into this one."""

    token: int
    timer: str
    missed: int


@dataclass(slots=True)
class TriggerHappened:
    """A message, a signal or a condition that ``token`` waited for (0: the process itself)."""

    token: int
    trigger: str
    trigger_kind: str


@dataclass(slots=True)
class MessageSent:
    token: int
    node: str
    name: str
    key: str | None


@dataclass(slots=True)
class SignalThrown:
    token: int
    node: str
    name: str


@dataclass(slots=True)
class EscalationRaised:
    """``caught_by``: id of the catching event, empty when nobody caught it."""

    token: int
    node: str
    escalation_code: str
    caught_by: str


@dataclass(slots=True)
class CompensationBegun:
    """``activities``: what is undone, in that order."""

    token: int
    node: str
    activities: list[str]


@dataclass(slots=True)
class TransactionCancelled:
    token: int
    node: str


@dataclass(slots=True)
class ActivityChosen:
    """In the ad-hoc sub-process that ``token`` stands at."""

    token: int
    node: str
    by: str | None


@dataclass(slots=True)
class ProcessCalled:
    """``reference``: of the version that is called."""

    token: int
    node: str
    process: str
    reference: str


@dataclass(slots=True)
class IncidentResolved:
    token: int
    node: str


@dataclass(slots=True)
class CalculatorCalled:
    values: ClassVar[frozenset[str]] = frozenset({"inputs"})
    token: int
    node: str
    calculator: str
    inputs: dict[str, Any]


@dataclass(slots=True)
class CalculatorReturned:
    values: ClassVar[frozenset[str]] = frozenset({"value"})
    token: int
    node: str
    value: Any


@dataclass(slots=True)
class ConnectorScheduled:
    values: ClassVar[frozenset[str]] = frozenset({"inputs"})
    token: int
    node: str
    connector: str
    inputs: dict[str, Any]


@dataclass(slots=True)
class ConnectorReturned:
    values: ClassVar[frozenset[str]] = frozenset({"value"})
    token: int
    node: str
    value: Any


@dataclass(slots=True)
class ScriptEvaluated:
    values: ClassVar[frozenset[str]] = frozenset({"result"})
    token: int
    node: str
    result: Any


@dataclass(slots=True)
class DecisionEvaluated:
    """``matched``: decision name → numbers of the matched rules, from 1."""

    values: ClassVar[frozenset[str]] = frozenset({"inputs", "result"})
    token: int
    node: str
    decision: str
    inputs: dict[str, Any]
    result: Any
    matched: dict[str, list[int]]


@dataclass(slots=True)
class VariablesChanged:
    """Only changed keys; a key that is new is absent in ``before``."""

    values: ClassVar[frozenset[str]] = frozenset({"before", "after"})
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(slots=True)
class LocalVariablesChanged:
    """Variables of the scope that the token ``owner`` holds, as they are now."""

    values: ClassVar[frozenset[str]] = frozenset({"after"})
    owner: int
    after: dict[str, Any]


@dataclass(slots=True)
class ErrorRaised:
    """``caught_by``: id of the catching event, empty when nobody caught it."""

    token: int
    node: str
    error_code: str
    reason: str
    caught_by: str


@dataclass(slots=True)
class IncidentOpened:
    token: int
    node: str
    code: str
    params: dict[str, Any]


@dataclass(slots=True)
class IncidentClosed:
    token: int
    node: str


@dataclass(slots=True)
class ProcessCompleted:
    process: str


@dataclass(slots=True)
class ProcessTerminated:
    """``reason``: "terminate-end-event", "error" or the words of who cancelled."""

    process: str
    reason: str


@dataclass(slots=True)
class InstanceMigrated:
    """``source``, ``target``: references of both versions. ``reasons``: what was told (code, node, params)."""

    source: str
    target: str
    mapping: dict[str, str]
    reasons: list[dict[str, Any]]


@dataclass(slots=True)
class MigrationUndone:
    """``target``: reference of the version that the case is back in."""

    source: str
    target: str


Event = (
    ProcessStarted
    | NodeEntered
    | NodeLeft
    | TokenMoved
    | UserTaskCreated
    | UserTaskCompleted
    | UserTaskCancelled
    | GatewayDecided
    | TimerScheduled
    | TimerFired
    | TriggerHappened
    | MessageSent
    | SignalThrown
    | EscalationRaised
    | CompensationBegun
    | TransactionCancelled
    | ActivityChosen
    | ProcessCalled
    | IncidentResolved
    | CalculatorCalled
    | CalculatorReturned
    | ConnectorScheduled
    | ConnectorReturned
    | ScriptEvaluated
    | DecisionEvaluated
    | VariablesChanged
    | LocalVariablesChanged
    | ErrorRaised
    | IncidentOpened
    | IncidentClosed
    | ProcessCompleted
    | ProcessTerminated
    | InstanceMigrated
    | MigrationUndone
)

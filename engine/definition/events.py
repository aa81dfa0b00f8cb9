"""Event definitions: what an event waits for or throws (BPMN 10.5.5)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from engine.definition.attribute import Attribute

if TYPE_CHECKING:
    from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class TimerDefinition:
    """A timer (BPMN Table 10.101). ``calendar`` non-empty: the duration counts in working time of it."""

    kind: Literal["date", "duration", "cycle"]
    value: Attribute
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class ErrorDefinition:
    """A BPMN error. An empty code on a catching event catches every error."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class EscalationDefinition:
    """An escalation. An empty code on a catching event catches every escalation."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class MessageDefinition:
    """A message, found by name and key; both sides compute the key from their own data, None: without key."""

    name: str
    correlation_key: Attribute | None = None


@dataclass(frozen=True, slots=True)
class SignalDefinition:
    """A signal reaches everybody who waits for its name."""

    name: str


@dataclass(frozen=True, slots=True)
class ConditionalDefinition:
    """Happens when the condition becomes true, or is true when the event begins to wait."""

    condition: "Expression"


@dataclass(frozen=True, slots=True)
class CompensationDefinition:
    """``activity``: id of the one to compensate, empty for all of the scope; ``waits`` until it is done."""

    activity: str = ""
    waits: bool = True


@dataclass(frozen=True, slots=True)
class CancelDefinition:
    """Cancels a transaction, or catches its cancellation at its border."""


@dataclass(frozen=True, slots=True)
class TerminateDefinition:
    """Ends everything in the scope of the end event."""


@dataclass(frozen=True, slots=True)
class LinkDefinition:
    """One half of a link, which stands for a flow; ``name`` is that of the other half (BPMN 10.5.5 Link)."""

    name: str


EventDefinition = (
    TimerDefinition
    | ErrorDefinition
    | EscalationDefinition
    | MessageDefinition
    | SignalDefinition
    | ConditionalDefinition
    | CompensationDefinition
    | CancelDefinition
    | TerminateDefinition
    | LinkDefinition
)

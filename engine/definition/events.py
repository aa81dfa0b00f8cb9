"""Event definitions: what an event waits for or throws (BPMN 10.5.5)."""

from dataclasses import dataclass
from typing import Literal

from engine.definition.attribute import Attribute


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
class TerminateDefinition:
    """Ends everything in the scope of the end event."""


@dataclass(frozen=True, slots=True)
class LinkDefinition:
    """One half of a link, which stands for a flow; ``name`` is that of the other half (BPMN 10.5.5 Link)."""

    name: str


EventDefinition = TimerDefinition | ErrorDefinition | TerminateDefinition | LinkDefinition

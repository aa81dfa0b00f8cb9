"""Flow nodes and sequence flows of a compiled process, one frozen class per BPMN element."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from engine.definition.attribute import Attribute
from engine.definition.events import EventDefinition

if TYPE_CHECKING:
    from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow (BPMN 8.4.13); source and target are node ids."""

    id: str
    source: str
    target: str
    condition: "Expression | None" = None
    name: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every flow node has.

    ``incoming``: ids of distinct flows; ``outgoing``: flows in document order; ``default``: id of the
    default flow or empty; ``parent``: id of the sub-process that holds the node, empty for the process.
    ``is_plain``: every way out is taken, whatever the variables say.
    """

    id: str
    name: str = ""
    line: int = 0
    parent: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    default: str = ""
    is_plain: bool = field(init=False)

    def __post_init__(self) -> None:
        is_plain = not self.default and all(flow.condition is None for flow in self.outgoing)
        object.__setattr__(self, "is_plain", is_plain)


@dataclass(frozen=True, slots=True)
class IoMapping:
    """One entry of an io mapping: ``source`` evaluated, assigned to the variable ``target``."""

    source: Attribute
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Node):
    """``definitions``: none for a none event, several for a multiple one (BPMN 10.5.1)."""

    definitions: tuple[EventDefinition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchEvent(Event):
    """``is_parallel``: all of the definitions must happen, not one. ``outputs``: what is kept of a message."""

    is_parallel: bool = False
    outputs: tuple[IoMapping, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrowEvent(Event):
    """``inputs``: what a message carries."""

    inputs: tuple[IoMapping, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEvent(CatchEvent):
    """``interrupting`` has a meaning for the start of an event sub-process only."""

    form_key: Attribute | None = None
    interrupting: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEvent(ThrowEvent):
    """BPMN 10.5.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryEvent(CatchEvent):
    """``host``: id of the activity it is attached to. A compensation handler is no boundary event here."""

    host: str
    interrupting: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateThrowEvent(ThrowEvent):
    """``target``: id of the catching half of its link, else empty (BPMN 10.5.4)."""

    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateCatchEvent(CatchEvent):
    """In the normal flow (BPMN 10.5.4); like an interrupting event it happens once."""

    interrupting: ClassVar[bool] = True

"""Flow nodes and sequence flows of a compiled process, one frozen class per BPMN element."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from engine.definition.attribute import Attribute
from engine.definition.events import ErrorDefinition, LinkDefinition, TerminateDefinition, TimerDefinition

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


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEvent(Node):
    form_key: Attribute | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEvent(Node):
    """``definition`` None: a none end event."""

    definition: ErrorDefinition | TerminateDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryEvent(Node):
    """``host``: id of the activity it is attached to."""

    host: str
    definition: TimerDefinition | ErrorDefinition
    interrupting: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateThrowEvent(Node):
    """``target``: id of the catching half of its link; empty for a none event (BPMN 10.5.4)."""

    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateCatchEvent(Node):
    """In the normal flow (BPMN 10.5.4); like an interrupting event it happens once."""

    interrupting: ClassVar[bool] = True
    definition: TimerDefinition | LinkDefinition


@dataclass(frozen=True, slots=True)
class IoMapping:
    """One entry of an io mapping: ``source`` evaluated, assigned to the variable ``target``."""

    source: Attribute
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Node):
    """``inputs``/``outputs``: the io mapping, empty when the activity has none."""

    boundary_events: tuple[BoundaryEvent, ...] = ()
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AbstractTask(Activity):
    """A task without a type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualTask(Activity):
    form_key: Attribute | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTask(Activity):
    """``distinct_from``, ``not_related_to``: ids of user tasks or start events."""

    form_key: Attribute | None = None
    role: Attribute | None = None
    unit: Attribute | None = None
    assignee: Attribute | None = None
    due: Attribute | None = None
    calendar: str = ""
    priority: Attribute | None = None
    distinct_from: tuple[str, ...] = ()
    not_related_to: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTask(Activity):
    """Also a send task (``is_send``). Exactly one of calculator and connector is set.

    ``parameters``: inputs set by attributes (``letter``, ``message``), beside the io mapping.
    """

    calculator: str = ""
    connector: str = ""
    parameters: tuple[IoMapping, ...] = ()
    result_variable: str = ""
    retries: int = 3
    is_send: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTask(Activity):
    script: "Expression"
    result_variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessRuleTask(Activity):
    decision: str
    result_variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusiveGateway(Node):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusiveGateway(Node):
    """BPMN 10.6.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelGateway(Node):
    pass

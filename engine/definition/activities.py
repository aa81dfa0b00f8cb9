"""Activities of a compiled process: tasks, sub-processes and calls, one frozen class per BPMN element (10.3)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from engine.definition.attribute import Attribute
from engine.definition.events import MessageDefinition
from engine.definition.loops import Loop
from engine.definition.nodes import BoundaryEvent, IoMapping, Node

if TYPE_CHECKING:
    from engine.feel import Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Node):
    """``inputs``/``outputs``: the io mapping, empty when the activity has none.

    ``compensation_handler``: id of the activity that undoes this one, or empty; ``is_for_compensation``:
    it is such a handler and not part of the normal flow. ``start_quantity``: tokens it takes to begin;
    ``completion_quantity``: tokens each way out gets (BPMN Table 10.3). ``is_single``: the first token does
    the work, once.
    """

    boundary_events: tuple[BoundaryEvent, ...] = ()
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    loop: Loop | None = None
    compensation_handler: str = ""
    is_for_compensation: bool = False
    start_quantity: int = 1
    completion_quantity: int = 1
    is_single: bool = field(init=False)

    def __post_init__(self) -> None:
        Node.__post_init__(self)
        object.__setattr__(self, "is_single", self.loop is None and self.start_quantity == 1)


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
    """Also a send task with a plug-in (``is_send``). Exactly one of calculator and connector is set.

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
class SendTask(Activity):
    """A send task without plug-in: it throws a message, which carries the mapped inputs."""

    message: MessageDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveTask(Activity):
    """``instantiate``: the message starts an instance; then no flow leads to it (BPMN 10.3.3)."""

    message: MessageDefinition
    instantiate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcess(Activity):
    """Embedded (BPMN 10.3.5). ``start_nodes``: where it begins; ``event_sub_processes``: ids of those inside."""

    start_nodes: tuple[str, ...] = ()
    event_sub_processes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction(SubProcess):
    """A sub-process that can be cancelled, which compensates what it has done (BPMN 10.3.5, 10.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSubProcess(SubProcess):
    """Begun by its one start event, which is its one start node (BPMN 10.3.5, 13.5.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdHocSubProcess(SubProcess):
    """People choose what to do next among ``start_nodes`` (BPMN 10.3.5, 13.3.5).

    ``completion_condition`` is asked whenever an inner activity is done; None: ended by command only.
    """

    completion_condition: "Expression | None" = None
    ordering: Literal["Parallel", "Sequential"] = "Parallel"
    cancels_remaining: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CallActivity(Activity):
    """Calls a process by key (BPMN 10.3.6). A called global task is compiled into that task instead.

    ``version``: the newest when the caller was deployed, or when the call is made.
    Without mapped inputs the called process gets a copy of what the caller sees; without mapped outputs it
    gives back what it has written.
    """

    called: str
    version: Literal["pinned", "latest"] = "pinned"

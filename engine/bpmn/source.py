"""The file as read: a plain tree of elements with their lines, and the graph drawn in each process."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.bpmn.vocabulary import ACTIVITIES, BPMN, COMPENSATION, EVENT_DEFINITIONS, KARTABL


@dataclass(slots=True, eq=False)
class Element:
    """``tag``: local name; ``attributes``: (namespace or "", local name) → text as written."""

    namespace: str
    tag: str
    line: int
    attributes: dict[tuple[str, str], str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    parent: "Element | None" = None

    @property
    def id(self) -> str:
        return self.attributes.get(("", "id"), "")

    @property
    def name(self) -> str:
        return self.attributes.get(("", "name"), "")

    @property
    def place(self) -> str:
        """Its id, or that of the nearest element around it that has one."""
        return self.id or (self.parent.place if self.parent else "")

    def get(self, name: str, default: str = "") -> str:
        """A BPMN attribute."""
        return self.attributes.get(("", name), default)

    def is_true(self, name: str, default: str = "false") -> bool:
        """A BPMN attribute of the type boolean."""
        return self.get(name, default).strip() in ("true", "1")

    def kartabl(self, name: str) -> str | None:
        """An attribute of ours, None when it is not given."""
        return self.attributes.get((KARTABL, name))

    def all(self, tag: str, namespace: str = BPMN) -> list["Element"]:
        return [child for child in self.children if child.tag == tag and child.namespace == namespace]

    def first(self, tag: str) -> "Element | None":
        return next(iter(self.all(tag)), None)

    def text_of(self, tag: str) -> str:
        """The text of its first child of that name, empty when there is none."""
        found = self.first(tag)
        return found.text if found is not None else ""

    def walk(self) -> Iterator["Element"]:
        """Itself and all below, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True, eq=False)
class SourceFlow:
    """``source``/``target`` None: the reference leads to no node of the same scope."""

    element: Element
    source: "SourceNode | None" = None
    target: "SourceNode | None" = None

    @property
    def condition(self) -> Element | None:
        return self.element.first("conditionExpression")


@dataclass(slots=True, eq=False)
class SourceNode:
    """A flow node as drawn. ``host``: the activity a boundary event is attached to.

    ``work``: the element that says what is to be done, which for a called global task is that task.
    ``inner``: what a sub-process holds. ``handlers``: activities that an association joins to a
    compensation event. ``links_to``: of the throwing half of a link the catching one, ``links_from``
    the other way round.
    """

    element: Element
    work: Element
    scope: "SourceScope"
    inner: "SourceScope | None" = None
    incoming: list[SourceFlow] = field(default_factory=list)
    outgoing: list[SourceFlow] = field(default_factory=list)
    boundary: list["SourceNode"] = field(default_factory=list)
    host: "SourceNode | None" = None
    handlers: list["SourceNode"] = field(default_factory=list)
    definitions: list[Element] = field(default_factory=list)
    links_to: list["SourceNode"] = field(default_factory=list)
    links_from: list["SourceNode"] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.element.id

    @property
    def kind(self) -> str:
        return self.element.tag

    @property
    def is_event_sub_process(self) -> bool:
        return self.kind == "subProcess" and self.element.is_true("triggeredByEvent")

    @property
    def is_handler(self) -> bool:
        """It undoes another activity (an event sub-process is entered by its start event instead)."""
        return self.element.is_true("isForCompensation") and not self.is_event_sub_process

    @property
    def is_compensation_boundary(self) -> bool:
        return self.kind == "boundaryEvent" and self.waits_for(COMPENSATION)

    @property
    def is_instantiating(self) -> bool:
        return self.kind in ("receiveTask", "eventBasedGateway") and self.element.is_true("instantiate")

    @property
    def is_entered_otherwise(self) -> bool:
        """By its trigger, by a link or by compensation, not by a flow nor when its scope begins."""
        is_trigger = self.kind in ("boundaryEvent", "intermediateCatchEvent") or self.is_instantiating
        return is_trigger or self.is_event_sub_process or self.is_handler

    def waits_for(self, definition: str) -> bool:
        return any(found.tag == definition for found in self.definitions)

    def enclosing(self) -> Iterator["SourceNode"]:
        """The sub-processes around it, the innermost first."""
        owner = self.scope.owner
        while owner is not None:
            yield owner
            owner = owner.scope.owner


@dataclass(slots=True, eq=False)
class SourceScope:
    """A process or a sub-process with its own nodes by id and flows, in document order.

    ``owner``: the node that the sub-process is, None for the process.
    """

    element: Element
    owner: SourceNode | None = None
    nodes: dict[str, SourceNode] = field(default_factory=dict)
    flows: list[SourceFlow] = field(default_factory=list)

    @property
    def is_ad_hoc(self) -> bool:
        return self.element.tag == "adHocSubProcess"

    @property
    def start_nodes(self) -> tuple[str, ...]:
        """Where it begins by itself: the start event without trigger, else every node no flow leads to."""
        starts = self.of_kind("startEvent")
        if starts:
            return tuple(start.id for start in starts if not start.definitions)
        return tuple(
            node.id
            for node in self.nodes.values()
            if not node.incoming
            and not node.is_entered_otherwise
            and (node.kind in ACTIVITIES or not self.is_ad_hoc)
        )

    def of_kind(self, kind: str) -> list[SourceNode]:
        return [node for node in self.nodes.values() if node.kind == kind]


@dataclass(slots=True, eq=False)
class SourceProcess:
    """An executable process: its scopes, the process itself first and each before those inside of it.

    ``flows`` and ``nodes`` (by id) are those of all scopes.
    """

    element: Element
    scopes: list[SourceScope]
    flows: list[SourceFlow] = field(init=False)
    nodes: dict[str, SourceNode] = field(init=False)

    def __post_init__(self) -> None:
        self.flows = [flow for scope in self.scopes for flow in scope.flows]
        self.nodes = {node.id: node for scope in self.scopes for node in scope.nodes.values()}


@dataclass(slots=True, eq=False)
class Source:
    """``by_id``: the first element with each id, of the whole file."""

    root: Element
    by_id: dict[str, Element]
    processes: list[SourceProcess]

    @property
    def nodes(self) -> Iterator[SourceNode]:
        """Every node of every executable process."""
        for process in self.processes:
            yield from process.nodes.values()

    def referred(self, reference: str) -> Element | None:
        """The element a QName reference such as ``tns:Error_1`` means."""
        return self.by_id.get(local_name(reference))


def local_name(reference: str) -> str:
    """The id in a QName reference such as ``tns:Error_1``."""
    return reference.strip().rpartition(":")[2]


def event_definitions(event: Element, by_id: dict[str, Element]) -> list[Element]:
    """Those of the event itself and those it refers to."""
    own = [child for child in event.children if child.tag in EVENT_DEFINITIONS]
    referred = [by_id.get(local_name(ref.text)) for ref in event.all("eventDefinitionRef")]
    return own + [found for found in referred if found is not None and found.tag in EVENT_DEFINITIONS]

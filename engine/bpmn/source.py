"""The file as read: a plain tree of elements with their lines, and the graph drawn in each process."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.bpmn.vocabulary import ACTIVITIES, BPMN, FLOW_NODES, KARTABL, LINK

LINK_HALVES = ("intermediateThrowEvent", "intermediateCatchEvent")


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

    def kartabl(self, name: str) -> str | None:
        """An attribute of ours, None when it is not given."""
        return self.attributes.get((KARTABL, name))

    def all(self, tag: str, namespace: str = BPMN) -> list["Element"]:
        return [child for child in self.children if child.tag == tag and child.namespace == namespace]

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
        return next(iter(self.element.all("conditionExpression")), None)


@dataclass(slots=True, eq=False)
class SourceNode:
    """A flow node as drawn. ``host``: the activity a boundary event is attached to.

    ``links_to``: of the throwing half of a link the catching one, ``links_from`` the other way round.
    """

    element: Element
    incoming: list[SourceFlow] = field(default_factory=list)
    outgoing: list[SourceFlow] = field(default_factory=list)
    boundary: list["SourceNode"] = field(default_factory=list)
    host: "SourceNode | None" = None
    definitions: list[Element] = field(default_factory=list)
    links_to: list["SourceNode"] = field(default_factory=list)
    links_from: list["SourceNode"] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.element.id

    @property
    def kind(self) -> str:
        return self.element.tag


@dataclass(slots=True, eq=False)
class SourceProcess:
    """An executable process: its nodes by id and its flows, in document order."""

    element: Element
    nodes: dict[str, SourceNode]
    flows: list[SourceFlow]


@dataclass(slots=True, eq=False)
class Source:
    """``by_id``: the first element with each id, of the whole file."""

    root: Element
    by_id: dict[str, Element]
    processes: list[SourceProcess]


def build_source(root: Element) -> Source:
    """The graph of each executable process; what does not resolve is left out for the rules to report."""
    by_id: dict[str, Element] = {}
    for element in root.walk():
        if element.id:
            by_id.setdefault(element.id, element)
    executable = [found for found in root.all("process") if found.get("isExecutable") in ("true", "1")]
    return Source(root, by_id, [_build_process(element, by_id) for element in executable])


def _build_process(element: Element, by_id: dict[str, Element]) -> SourceProcess:
    bpmn = [child for child in element.children if child.namespace == BPMN]
    nodes = {child.id: SourceNode(child) for child in reversed(bpmn) if child.tag in FLOW_NODES}
    nodes = dict(reversed(nodes.items()))
    flows = [SourceFlow(child) for child in bpmn if child.tag == "sequenceFlow"]
    for flow in flows:
        flow.source = nodes.get(flow.element.get("sourceRef"))
        flow.target = nodes.get(flow.element.get("targetRef"))
        if flow.source and flow.target:
            flow.source.outgoing.append(flow)
            flow.target.incoming.append(flow)
    for node in nodes.values():
        node.definitions = _definitions(node.element, by_id)
        host = nodes.get(node.element.get("attachedToRef")) if node.kind == "boundaryEvent" else None
        if host is not None and host.kind in ACTIVITIES:
            node.host = host
            host.boundary.append(node)
    _join_links(nodes)
    return SourceProcess(element, nodes, flows)


def _join_links(nodes: dict[str, SourceNode]) -> None:
    halves = [(node, part.name) for node in nodes.values() for part in node.definitions if part.tag == LINK]
    for node, name in halves:
        for other, other_name in halves:
            if name == other_name and (node.kind, other.kind) == LINK_HALVES:
                node.links_to.append(other)
                other.links_from.append(node)


def _definitions(element: Element, by_id: dict[str, Element]) -> list[Element]:
    """Event definitions of the event itself and those it refers to."""
    own = [child for child in element.children if child.tag.endswith("EventDefinition")]
    referred = [by_id.get(local_name(ref.text)) for ref in element.all("eventDefinitionRef")]
    return own + [found for found in referred if found is not None and found.tag.endswith("EventDefinition")]


def local_name(reference: str) -> str:
    """The id in a QName reference such as ``tns:Error_1``."""
    return reference.strip().rpartition(":")[2]

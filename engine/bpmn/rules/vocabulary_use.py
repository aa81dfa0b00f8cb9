"""Nothing is passed over in silence: every element and attribute must be one that is executed or only drawn."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source
from engine.bpmn.vocabulary import (
    ATTRIBUTES_OF,
    BPMN,
    CHILDREN_OF,
    DEFINITIONS_CHILDREN,
    EVENT_DEFINITIONS_OF,
    FLOW_NODES,
    FOREIGN_DIALECTS,
    KARTABL,
    KARTABL_ATTRIBUTES,
    NODE_CHILDREN,
    PROCESS_CHILDREN,
    SUPPORTED_NODES,
)


def check(source: Source, problems: Problems) -> None:
    for child in source.root.children:
        if child.namespace == BPMN and child.tag not in DEFINITIONS_CHILDREN:
            _refuse(child, problems)
    for process in source.processes:
        _check_attributes(process.element, problems)
        for child in process.element.children:
            _check_process_child(child, problems)
        for node in process.nodes.values():
            _check_event_definitions(node.element, node.definitions, problems)
    _check_message_flows(source, problems)


def _check_process_child(child: Element, problems: Problems) -> None:
    if child.tag == "extensionElements" and child.parent is not None:
        _check_extensions(child.parent, child, problems)
    elif child.namespace != BPMN or child.tag not in PROCESS_CHILDREN - (FLOW_NODES - SUPPORTED_NODES):
        _refuse(child, problems)
    elif child.tag in SUPPORTED_NODES or child.tag == "sequenceFlow":
        _check_part(child, problems)


def _check_part(element: Element, problems: Problems) -> None:
    """A node, a flow or an event definition: its attributes, its children, and theirs."""
    _check_attributes(element, problems)
    allowed = CHILDREN_OF.get(element.tag, NODE_CHILDREN)
    for child in element.children:
        if child.tag == "extensionElements" and child.namespace == BPMN:
            _check_extensions(element, child, problems)
        elif child.namespace != BPMN or child.tag not in allowed:
            _refuse(child, problems)
        elif child.tag in ATTRIBUTES_OF:
            _check_part(child, problems)


def _check_attributes(element: Element, problems: Problems) -> None:
    bpmn = ATTRIBUTES_OF.get(element.tag, frozenset()) | {"id", "name"}
    ours = KARTABL_ATTRIBUTES.get(element.tag, frozenset())
    for namespace, name in element.attributes:
        if namespace == "" and name not in bpmn:
            problems.report(
                element, "unsupported-attribute", f'"{name}" is not supported on a {element.tag}.',
                attribute=name, tag=element.tag,
            )  # fmt: skip
        elif namespace == KARTABL and name not in ours:
            problems.report(
                element, "unknown-attribute", f'There is no attribute "kartabl:{name}" on a {element.tag}.',
                attribute=name, tag=element.tag,
            )  # fmt: skip
        elif namespace in FOREIGN_DIALECTS:
            _refuse_dialect(element, namespace, name, problems)


def _check_extensions(owner: Element, extensions: Element, problems: Problems) -> None:
    """Elements of drawing tools are none of our business; those of other engines would change the meaning."""
    for child in extensions.children:
        if child.namespace in FOREIGN_DIALECTS:
            _refuse_dialect(owner, child.namespace, child.tag, problems)
        elif child.namespace == KARTABL and child.tag != "ioMapping":
            problems.report(
                owner, "unknown-extension", f'There is no extension "kartabl:{child.tag}".', tag=child.tag
            )


def _check_event_definitions(element: Element, definitions: list[Element], problems: Problems) -> None:
    allowed = EVENT_DEFINITIONS_OF.get(element.tag)
    if allowed is None:
        return
    for definition in definitions:
        if definition.tag not in allowed:
            problems.report(
                element, "unsupported-element", f"A {definition.tag} on a {element.tag} is not supported.",
                tag=definition.tag,
            )  # fmt: skip
    if len(definitions) > 1:
        problems.report(
            element, "unsupported-element", "Several event definitions on one event.", tag="multiple"
        )


def _check_message_flows(source: Source, problems: Problems) -> None:
    """Between pools that are only drawn a message flow is a picture; at a node of ours it would mean something."""
    inside = {part.id for process in source.processes for part in process.element.walk()} - {""}
    for collaboration in source.root.all("collaboration"):
        for flow in collaboration.all("messageFlow"):
            if {flow.get("sourceRef"), flow.get("targetRef")} & inside:
                _refuse(flow, problems)


def _refuse(element: Element, problems: Problems) -> None:
    words = f'The element "{element.tag}" is not supported.'
    problems.report(element, "unsupported-element", words, tag=element.tag)


def _refuse_dialect(element: Element, namespace: str, name: str, problems: Problems) -> None:
    dialect = FOREIGN_DIALECTS[namespace]
    problems.report(
        element, "foreign-dialect", f'"{name}" belongs to {dialect} and has no meaning here.',
        dialect=dialect, name=name,
    )  # fmt: skip

"""The graph of each executable process; what does not resolve is left out for the rules to report."""

from collections import defaultdict

from engine.bpmn.source import (
    Element,
    Source,
    SourceFlow,
    SourceNode,
    SourceProcess,
    SourceScope,
    event_definitions,
    local_name,
)
from engine.bpmn.vocabulary import (
    ACTIVITIES,
    BPMN,
    FLOW_NODES,
    GLOBAL_TASKS,
    LINK,
    LINK_HALVES,
    SUB_PROCESSES,
)

Elements = dict[str, Element]


def build_source(root: Element) -> Source:
    by_id: Elements = {}
    for element in root.walk():
        if element.id:
            by_id.setdefault(element.id, element)
    executable = [found for found in root.all("process") if found.is_true("isExecutable")]
    return Source(root, by_id, [_build_process(element, by_id) for element in executable])


def _build_process(element: Element, by_id: Elements) -> SourceProcess:
    scopes = _build_scope(SourceScope(element), by_id)
    for scope in scopes:
        _join_flows(scope)
        _attach_boundary_events(scope)
        _join_links(scope)
    process = SourceProcess(element, scopes)
    for association in (found for found in element.walk() if found.tag == "association"):
        _join_handler(process.nodes, association)
    return process


def _build_scope(scope: SourceScope, by_id: Elements) -> list[SourceScope]:
    """The scope and all inside of it, each with its nodes and flows."""
    scopes = [scope]
    for child in scope.element.children:
        if child.namespace != BPMN:
            continue
        if child.tag == "sequenceFlow":
            scope.flows.append(SourceFlow(child))
        elif child.tag in FLOW_NODES and child.id not in scope.nodes:
            node = SourceNode(child, _work(child, by_id), scope, definitions=event_definitions(child, by_id))
            scope.nodes[node.id] = node
            if node.kind in SUB_PROCESSES:
                node.inner = SourceScope(child, node)
                scopes += _build_scope(node.inner, by_id)
    return scopes


def _work(element: Element, by_id: Elements) -> Element:
    called = by_id.get(local_name(element.get("calledElement")))
    return called if called is not None and called.tag in GLOBAL_TASKS else element


def _join_flows(scope: SourceScope) -> None:
    for flow in scope.flows:
        flow.source = scope.nodes.get(flow.element.get("sourceRef"))
        flow.target = scope.nodes.get(flow.element.get("targetRef"))
        if flow.source and flow.target:
            flow.source.outgoing.append(flow)
            flow.target.incoming.append(flow)


def _attach_boundary_events(scope: SourceScope) -> None:
    for event in scope.of_kind("boundaryEvent"):
        host = scope.nodes.get(event.element.get("attachedToRef"))
        if host is not None and host.kind in ACTIVITIES:
            event.host = host
            host.boundary.append(event)


def _join_links(scope: SourceScope) -> None:
    halves: dict[tuple[str, str], list[SourceNode]] = defaultdict(list)
    for node in scope.nodes.values():
        for part in node.definitions:
            if part.tag == LINK:
                halves[node.kind, part.name].append(node)
    throwing, catching = LINK_HALVES
    for (kind, name), nodes in list(halves.items()):
        for node in nodes:
            node.links_to += halves[catching, name] if kind == throwing else []
            node.links_from += halves[throwing, name] if kind == catching else []


def _join_handler(nodes: dict[str, SourceNode], association: Element) -> None:
    """An association between a compensation event and an activity beside it, drawn in either direction."""
    ends = [nodes.get(local_name(association.get(end))) for end in ("sourceRef", "targetRef")]
    for event, activity in (ends, reversed(ends)):
        if event and activity and event.scope is activity.scope and event.is_compensation_boundary:
            event.handlers += [activity] if activity.kind in ACTIVITIES else []

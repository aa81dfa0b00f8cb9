"""Event-based gateways: what may wait behind them, and when they begin a process (BPMN 10.6.6)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceNode
from engine.bpmn.vocabulary import BEHIND_EVENT_GATEWAY, MESSAGE

_TYPES = ("Exclusive", "Parallel")


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        if node.kind == "eventBasedGateway":
            _check_choice(node, problems)
            _check_beginning(node, problems)
            for flow in node.outgoing:
                if flow.target is not None:
                    _check_target(flow.target, problems)


def _check_choice(gateway: SourceNode, problems: Problems) -> None:
    if len(gateway.outgoing) < 2:
        words = "An event-based gateway needs at least two ways out."
        problems.report(gateway.element, "gateway-pointless", words)
    targets = [flow.target for flow in gateway.outgoing if flow.target]
    tasks = any(node.kind == "receiveTask" for node in targets)
    if tasks and any(node.kind != "receiveTask" and node.waits_for(MESSAGE) for node in targets):
        words = "Behind one event-based gateway stand either message events or receive tasks, not both."
        problems.report(gateway.element, "event-gateway-mixed", words)


def _check_target(target: SourceNode, problems: Problems) -> None:
    waits = target.kind == "receiveTask" or (
        target.kind == "intermediateCatchEvent"
        and all(definition.tag in BEHIND_EVENT_GATEWAY for definition in target.definitions)
    )
    if not waits:
        words = "Only message, timer, signal and conditional events and receive tasks follow such a gateway."
        problems.report(target.element, "event-gateway-target", words)
    if target.kind == "receiveTask" and target.boundary:
        words = "A receive task behind an event-based gateway has no boundary events."
        problems.report(target.element, "event-gateway-boundary", words)
    if len(target.incoming) > 1:
        words = "No other flow may lead to what waits behind an event-based gateway."
        problems.report(target.element, "event-gateway-entered", words)


def _check_beginning(gateway: SourceNode, problems: Problems) -> None:
    kind = gateway.element.get("eventGatewayType", "Exclusive")
    if kind not in _TYPES:
        words = f'eventGatewayType "{kind}" is neither Exclusive nor Parallel.'
        problems.report(gateway.element, "value-invalid", words, value=kind)
    if not gateway.is_instantiating:
        if kind == "Parallel":
            words = "Only a gateway that begins a process can wait for all of its events."
            problems.report(gateway.element, "event-gateway-parallel", words)
        return
    if gateway.scope.owner is not None:
        words = "Only a gateway of the process itself can begin it."
        problems.report(gateway.element, "instantiate-misplaced", words)
    before = [flow.source for flow in gateway.incoming if flow.source]
    if any(node.kind != "startEvent" or node.definitions for node in before):
        words = "The gateway begins the process, but a flow leads to it."
        problems.report(gateway.element, "instantiate-with-incoming", words)

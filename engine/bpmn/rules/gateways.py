"""Gateways split or merge, and as they say they do (BPMN 8.4.9 gatewayDirection, 10.6.1)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceNode
from engine.bpmn.vocabulary import GATEWAYS


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        if node.kind in GATEWAYS:
            _check_direction(node, problems)
            if len(node.incoming) < 2 and len(node.outgoing) < 2 and node.kind != "eventBasedGateway":
                words = "The gateway neither splits nor merges anything."
                problems.report(node.element, "gateway-pointless", words)


def _check_direction(node: SourceNode, problems: Problems) -> None:
    direction = node.element.get("gatewayDirection", "Unspecified")
    merges, splits = len(node.incoming) > 1, len(node.outgoing) > 1
    wrong = {
        "Unspecified": False,
        "Converging": splits,
        "Diverging": merges,
        "Mixed": not (merges and splits),
    }.get(direction, True)
    if wrong:
        words = f'The gateway is declared "{direction}" but is drawn otherwise.'
        problems.report(node.element, "gateway-direction", words, direction=direction)

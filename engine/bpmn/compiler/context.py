"""What every function of the compiler works with."""

from dataclasses import dataclass
from typing import Any

from engine.bpmn.compiler.values import ValueReader
from engine.bpmn.source import Source, SourceNode
from engine.definition import Flow


@dataclass(frozen=True, slots=True)
class Context:
    """One process being compiled. ``lane_roles``: node id → name of the lane it is drawn in."""

    source: Source
    values: ValueReader
    flows: dict[str, Flow]
    lane_roles: dict[str, str]

    def common(self, node: SourceNode) -> dict[str, Any]:
        """What every node has."""
        return {
            "id": node.id,
            "name": node.element.name,
            "line": node.element.line,
            "parent": node.scope.owner.id if node.scope.owner else "",
            "incoming": tuple(flow.element.id for flow in node.incoming),
            "outgoing": tuple(self.flows[flow.element.id] for flow in node.outgoing),
            "default": node.element.get("default"),
        }

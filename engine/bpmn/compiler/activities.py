"""What every activity has (BPMN 10.3, Table 10.3)."""

from typing import Any

from engine.bpmn.compiler.context import Context
from engine.bpmn.compiler.data import mappings
from engine.bpmn.compiler.events import boundary_event
from engine.bpmn.compiler.loops import compile_loop
from engine.bpmn.source import Element, SourceNode
from engine.bpmn.whole_numbers import MAX_QUANTITY, whole_number


def activity(context: Context, node: SourceNode) -> dict[str, Any]:
    boundary = (boundary_event(context, event) for event in node.boundary)
    handlers = [handler for event in node.boundary for handler in event.handlers]
    return context.common(node) | {
        "boundary_events": tuple(event for event in boundary if event is not None),
        "inputs": mappings(context, node.element, "input"),
        "outputs": mappings(context, node.element, "output"),
        "loop": compile_loop(context, node),
        "compensation_handler": handlers[0].id if handlers else "",
        "is_for_compensation": node.is_handler,
        "start_quantity": _quantity(node.element, "startQuantity"),
        "completion_quantity": _quantity(node.element, "completionQuantity"),
    }


def _quantity(element: Element, name: str) -> int:
    """1 also for what the rules have refused."""
    return whole_number(element.get(name, "1"), 1, MAX_QUANTITY) or 1

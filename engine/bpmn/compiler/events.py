"""Events (BPMN 10.5)."""

from typing import Any

from engine.bpmn.compiler.context import Context
from engine.bpmn.compiler.data import has_mappings, mappings
from engine.bpmn.compiler.triggers import compile_definitions
from engine.bpmn.source import SourceNode
from engine.bpmn.vocabulary import MESSAGE
from engine.definition import (
    BoundaryEvent,
    EndEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    IoMapping,
    Node,
    StartEvent,
)


def start_event(context: Context, node: SourceNode) -> Node:
    return StartEvent(
        form_key=context.values.attribute(node.element, "formKey"),
        interrupting=node.element.is_true("isInterrupting", "true"),
        **_catching(context, node),
    )


def end_event(context: Context, node: SourceNode) -> Node:
    return EndEvent(**_throwing(context, node))


def catch_event(context: Context, node: SourceNode) -> Node:
    return IntermediateCatchEvent(**_catching(context, node))


def throw_event(context: Context, node: SourceNode) -> Node:
    target = node.links_to[0].id if node.links_to else ""
    return IntermediateThrowEvent(target=target, **_throwing(context, node))


def boundary_event(context: Context, node: SourceNode) -> BoundaryEvent | None:
    """None for the start of compensation, which is no event of the host's border at run time."""
    if node.host is None or node.is_compensation_boundary:
        return None
    return BoundaryEvent(
        host=node.host.id,
        interrupting=node.element.is_true("cancelActivity", "true"),
        **_catching(context, node),
    )


def _catching(context: Context, node: SourceNode) -> dict[str, Any]:
    definitions = compile_definitions(context, node.element, node.definitions)
    return context.common(node) | {
        "definitions": definitions,
        "is_parallel": len(definitions) > 1 and node.element.is_true("parallelMultiple"),
        "outputs": _message_data(context, node, "output", "input"),
    }


def _throwing(context: Context, node: SourceNode) -> dict[str, Any]:
    return context.common(node) | {
        "definitions": compile_definitions(context, node.element, node.definitions),
        "inputs": _message_data(context, node, "input", "output"),
    }


def _message_data(context: Context, node: SourceNode, side: str, other: str) -> tuple[IoMapping, ...]:
    """What a message carries or leaves; an event without message has nothing to map."""
    sides = [other] if node.waits_for(MESSAGE) else [side, other]
    for refused in sides:
        if has_mappings(context, node.element, refused):
            words = (
                f"An {refused} has no effect here: only messages carry data, in when thrown, out when caught."
            )
            context.values.problems.report(node.element, "mapping-without-effect", words, tag=refused)
    return mappings(context, node.element, side)

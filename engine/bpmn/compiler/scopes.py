"""Sub-processes and calls (BPMN 10.3.5, 10.3.6)."""

from typing import Any, Literal, cast

from engine.bpmn.compiler.activities import activity
from engine.bpmn.compiler.context import Context
from engine.bpmn.source import SourceNode, SourceScope, local_name
from engine.definition import AdHocSubProcess, CallActivity, EventSubProcess, Node, SubProcess, Transaction


def sub_process(context: Context, node: SourceNode) -> Node:
    if not node.is_event_sub_process or node.inner is None:
        return SubProcess(**_scope(context, node))
    starts = tuple(start.id for start in node.inner.of_kind("startEvent"))
    return EventSubProcess(**_scope(context, node) | {"start_nodes": starts})


def transaction(context: Context, node: SourceNode) -> Node:
    return Transaction(**_scope(context, node))


def ad_hoc_sub_process(context: Context, node: SourceNode) -> Node:
    written = node.element.first("completionCondition")
    return AdHocSubProcess(
        completion_condition=(
            None
            if written is None
            else context.values.feel(node.element, written.text, "completionCondition")
        ),
        ordering=cast(Literal["Parallel", "Sequential"], node.element.get("ordering", "Parallel")),
        cancels_remaining=node.element.is_true("cancelRemainingInstances", "true"),
        **_scope(context, node),
    )


def call_activity(context: Context, node: SourceNode) -> Node:
    version = context.values.literal(node.element, "calledVersion") or "pinned"
    return CallActivity(
        called=local_name(node.element.get("calledElement")),
        version=cast(Literal["pinned", "latest"], version),
        **activity(context, node),
    )


def event_sub_processes(scope: SourceScope) -> tuple[str, ...]:
    return tuple(node.id for node in scope.nodes.values() if node.is_event_sub_process)


def _scope(context: Context, node: SourceNode) -> dict[str, Any]:
    inner = node.inner or SourceScope(node.element, node)
    return activity(context, node) | {
        "start_nodes": inner.start_nodes,
        "event_sub_processes": event_sub_processes(inner),
    }

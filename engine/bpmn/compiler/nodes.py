"""Each BPMN element into its node class; faulty values are reported and left out."""

from collections.abc import Callable

from engine.bpmn.compiler import events, scopes, tasks
from engine.bpmn.compiler.context import Context
from engine.bpmn.source import SourceNode
from engine.definition import (
    ComplexGateway,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    Node,
    ParallelGateway,
)


def compile_node(context: Context, node: SourceNode) -> Node | None:
    """None when a fault, already reported, leaves nothing to build."""
    compile_kind = _COMPILERS.get(node.work.tag)
    return None if compile_kind is None else compile_kind(context, node)


def _exclusive_gateway(context: Context, node: SourceNode) -> Node:
    return ExclusiveGateway(**context.common(node))


def _inclusive_gateway(context: Context, node: SourceNode) -> Node:
    return InclusiveGateway(**context.common(node))


def _parallel_gateway(context: Context, node: SourceNode) -> Node:
    return ParallelGateway(**context.common(node))


def _complex_gateway(context: Context, node: SourceNode) -> Node:
    written = node.element.first("activationCondition")
    activation = (
        None if written is None else context.values.feel(node.element, written.text, "activationCondition")
    )
    return ComplexGateway(activation=activation, **context.common(node))


def _event_based_gateway(context: Context, node: SourceNode) -> Node:
    return EventBasedGateway(
        instantiate=node.is_instantiating,
        is_parallel=node.element.get("eventGatewayType") == "Parallel",
        **context.common(node),
    )


_COMPILERS: dict[str, Callable[[Context, SourceNode], Node | None]] = {
    "startEvent": events.start_event,
    "endEvent": events.end_event,
    "boundaryEvent": events.boundary_event,
    "intermediateCatchEvent": events.catch_event,
    "intermediateThrowEvent": events.throw_event,
    "task": tasks.abstract_task,
    "globalTask": tasks.abstract_task,
    "manualTask": tasks.manual_task,
    "globalManualTask": tasks.manual_task,
    "userTask": tasks.user_task,
    "globalUserTask": tasks.user_task,
    "serviceTask": tasks.service_task,
    "sendTask": tasks.send_task,
    "receiveTask": tasks.receive_task,
    "scriptTask": tasks.script_task,
    "globalScriptTask": tasks.script_task,
    "businessRuleTask": tasks.business_rule_task,
    "globalBusinessRuleTask": tasks.business_rule_task,
    "callActivity": scopes.call_activity,
    "subProcess": scopes.sub_process,
    "transaction": scopes.transaction,
    "adHocSubProcess": scopes.ad_hoc_sub_process,
    "exclusiveGateway": _exclusive_gateway,
    "inclusiveGateway": _inclusive_gateway,
    "parallelGateway": _parallel_gateway,
    "complexGateway": _complex_gateway,
    "eventBasedGateway": _event_based_gateway,
}

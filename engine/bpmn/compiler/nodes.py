"""Each BPMN element into its node class; faulty values are reported and left out."""

from collections.abc import Callable
from typing import Any

from engine.bpmn.attribute_lists import split_list
from engine.bpmn.compiler.events import compile_boundary_event, compile_catch_event, end_definition
from engine.bpmn.compiler.values import ValueReader, check_deadline, check_number, io_entries
from engine.bpmn.source import Element, Source, SourceNode
from engine.definition import (
    AbstractTask,
    Attribute,
    BusinessRuleTask,
    EndEvent,
    ExclusiveGateway,
    Flow,
    InclusiveGateway,
    IntermediateThrowEvent,
    IoMapping,
    ManualTask,
    Node,
    ParallelGateway,
    ScriptTask,
    ServiceTask,
    StartEvent,
    UserTask,
)

ISSUE_LETTER = "letters.issue"


class NodeCompiler:
    """Compiles the nodes of one process. ``lane_roles``: node id → name of the lane it is drawn in."""

    def __init__(
        self, source: Source, values: ValueReader, flows: dict[str, Flow], lane_roles: dict[str, str]
    ) -> None:
        self.source = source
        self.values = values
        self.flows = flows
        self.lane_roles = lane_roles

    def compile(self, node: SourceNode) -> Node | None:
        """None when a fault, already reported, leaves nothing to build."""
        compile_kind = _COMPILERS.get(node.kind)
        return None if compile_kind is None else compile_kind(self, node)

    def common(self, node: SourceNode) -> dict[str, Any]:
        """What every node has."""
        return {
            "id": node.id,
            "name": node.element.name,
            "line": node.element.line,
            "incoming": tuple(flow.element.id for flow in node.incoming),
            "outgoing": tuple(self.flows[flow.element.id] for flow in node.outgoing),
            "default": node.element.get("default"),
        }

    def activity(self, node: SourceNode) -> dict[str, Any]:
        """What every activity has."""
        boundary = (compile_boundary_event(self.source, self.values, self.common(event), event)
                    for event in node.boundary)  # fmt: skip
        return self.common(node) | {
            "boundary_events": tuple(event for event in boundary if event is not None),
            "inputs": self.values.io_mapping(node.element, "input"),
            "outputs": self.values.io_mapping(node.element, "output"),
        }


def _start_event(compiler: NodeCompiler, node: SourceNode) -> Node:
    return StartEvent(form_key=compiler.values.attribute(node.element, "formKey"), **compiler.common(node))


def _end_event(compiler: NodeCompiler, node: SourceNode) -> Node:
    return EndEvent(definition=end_definition(compiler.source, node), **compiler.common(node))


def _abstract_task(compiler: NodeCompiler, node: SourceNode) -> Node:
    _refuse_inputs(compiler, node.element, "input-without-effect")
    return AbstractTask(**compiler.activity(node))


def _manual_task(compiler: NodeCompiler, node: SourceNode) -> Node:
    _refuse_inputs(compiler, node.element, "input-without-effect")
    form_key = compiler.values.attribute(node.element, "formKey")
    return ManualTask(form_key=form_key, **compiler.activity(node))


def _user_task(compiler: NodeCompiler, node: SourceNode) -> Node:
    element, read = node.element, compiler.values
    _refuse_inputs(compiler, element, "unsupported-element")
    return UserTask(
        form_key=read.attribute(element, "formKey"),
        role=_role(compiler, element),
        unit=read.attribute(element, "unit"),
        assignee=read.attribute(element, "assignee"),
        due=read.attribute(element, "due", check_deadline),
        calendar=read.literal(element, "calendar"),
        priority=read.attribute(element, "priority", check_number),
        distinct_from=split_list(read.literal(element, "distinctFrom")),
        not_related_to=split_list(read.literal(element, "notRelatedTo")),
        outcomes=split_list(read.literal(element, "outcomes")),
        **compiler.activity(node),
    )


def _role(compiler: NodeCompiler, element: Element) -> Attribute | None:
    """The role of the task, else the name of its lane, unless a person is assigned."""
    role = compiler.values.attribute(element, "role")
    if role is not None or element.kartabl("role") is not None or element.kartabl("assignee") is not None:
        return role
    lane = compiler.lane_roles.get(element.id)
    if not lane:
        words = "Nobody is named for the task: it needs a role, an assignee or a lane with a name."
        compiler.values.problems.report(element, "nobody-assigned", words)
        return None
    return Attribute(lane)


def _service_task(compiler: NodeCompiler, node: SourceNode) -> Node:
    element, read = node.element, compiler.values
    has_letter = element.kartabl("letter") is not None
    return ServiceTask(
        calculator=ISSUE_LETTER if has_letter else read.literal(element, "calculator"),
        connector=read.literal(element, "connector"),
        parameters=tuple(
            IoMapping(value, name)
            for name in ("letter", "message")
            if (value := read.attribute(element, name)) is not None
        ),
        result_variable=read.result_variable(element),
        retries=int(read.literal(element, "retries", check_number) or 3),
        is_send=node.kind == "sendTask",
        **compiler.activity(node),
    )


def _script_task(compiler: NodeCompiler, node: SourceNode) -> Node | None:
    element = node.element
    text = "".join(script.text for script in element.all("script"))
    common = compiler.activity(node)
    script = compiler.values.feel(element, text, "script") if text else None
    if script is None:
        return None
    return ScriptTask(script=script, result_variable=compiler.values.result_variable(element), **common)


def _business_rule_task(compiler: NodeCompiler, node: SourceNode) -> Node:
    return BusinessRuleTask(
        decision=compiler.values.literal(node.element, "decision"),
        result_variable=compiler.values.result_variable(node.element),
        **compiler.activity(node),
    )


def _exclusive_gateway(compiler: NodeCompiler, node: SourceNode) -> Node:
    return ExclusiveGateway(**compiler.common(node))


def _inclusive_gateway(compiler: NodeCompiler, node: SourceNode) -> Node:
    return InclusiveGateway(**compiler.common(node))


def _parallel_gateway(compiler: NodeCompiler, node: SourceNode) -> Node:
    return ParallelGateway(**compiler.common(node))


def _boundary_event(compiler: NodeCompiler, node: SourceNode) -> Node | None:
    return compile_boundary_event(compiler.source, compiler.values, compiler.common(node), node)


def _catch_event(compiler: NodeCompiler, node: SourceNode) -> Node | None:
    return compile_catch_event(compiler.source, compiler.values, compiler.common(node), node)


def _throw_event(compiler: NodeCompiler, node: SourceNode) -> Node:
    target = node.links_to[0].id if node.links_to else ""
    return IntermediateThrowEvent(target=target, **compiler.common(node))


def _refuse_inputs(compiler: NodeCompiler, element: Element, rule: str) -> None:
    if io_entries(element, "input"):
        words = f"Mapped inputs are not supported on a {element.tag}."
        compiler.values.problems.report(element, rule, words, tag="input")


_COMPILERS: dict[str, Callable[[NodeCompiler, SourceNode], Node | None]] = {
    "startEvent": _start_event,
    "endEvent": _end_event,
    "boundaryEvent": _boundary_event,
    "intermediateCatchEvent": _catch_event,
    "intermediateThrowEvent": _throw_event,
    "task": _abstract_task,
    "manualTask": _manual_task,
    "userTask": _user_task,
    "serviceTask": _service_task,
    "sendTask": _service_task,
    "scriptTask": _script_task,
    "businessRuleTask": _business_rule_task,
    "exclusiveGateway": _exclusive_gateway,
    "inclusiveGateway": _inclusive_gateway,
    "parallelGateway": _parallel_gateway,
}

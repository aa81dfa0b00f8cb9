"""Tasks, also global ones where they are called (BPMN 10.3.3, 10.3.7); ``node.work`` says what they do."""

from engine.bpmn.attribute_lists import split_list
from engine.bpmn.compiler.activities import activity
from engine.bpmn.compiler.context import Context
from engine.bpmn.compiler.triggers import compile_message
from engine.bpmn.compiler.values import check_deadline, check_number
from engine.bpmn.source import SourceNode
from engine.definition import (
    AbstractTask,
    Attribute,
    BusinessRuleTask,
    IoMapping,
    ManualTask,
    Node,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    UserTask,
)

ISSUE_LETTER = "letters.issue"


def abstract_task(context: Context, node: SourceNode) -> Node:
    fields = activity(context, node)
    _refuse_inputs(context, node, fields["inputs"], "input-without-effect")
    return AbstractTask(**fields)


def manual_task(context: Context, node: SourceNode) -> Node:
    fields = activity(context, node)
    _refuse_inputs(context, node, fields["inputs"], "input-without-effect")
    return ManualTask(form_key=context.values.attribute(node.work, "formKey"), **fields)


def user_task(context: Context, node: SourceNode) -> Node:
    work, read = node.work, context.values
    fields = activity(context, node)
    _refuse_inputs(context, node, fields["inputs"], "unsupported-element")
    return UserTask(
        form_key=read.attribute(work, "formKey"),
        role=_role(context, node),
        unit=read.attribute(work, "unit"),
        assignee=read.attribute(work, "assignee"),
        due=read.attribute(work, "due", check_deadline),
        calendar=read.literal(work, "calendar"),
        priority=read.attribute(work, "priority", check_number),
        distinct_from=split_list(read.literal(work, "distinctFrom")),
        not_related_to=split_list(read.literal(work, "notRelatedTo")),
        outcomes=split_list(read.literal(work, "outcomes")),
        **fields,
    )


def _role(context: Context, node: SourceNode) -> Attribute | None:
    """The role of the task, else the name of the lane it or a sub-process around it lies in, unless a person
    is assigned."""
    work = node.work
    role = context.values.attribute(work, "role")
    if role is not None or work.kartabl("role") is not None or work.kartabl("assignee") is not None:
        return role
    places = (context.lane_roles.get(each.id) for each in (node, *node.enclosing()))
    lane = next((name for name in places if name), None)
    if lane is None:
        words = "Nobody is named for the task: it needs a role, an assignee or a lane with a name."
        context.values.problems.report(node.element, "nobody-assigned", words)
        return None
    return Attribute(lane)


def service_task(context: Context, node: SourceNode) -> Node:
    element, read = node.element, context.values
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
        **activity(context, node),
    )


def send_task(context: Context, node: SourceNode) -> Node | None:
    """It throws a message or runs a plug-in."""
    reference = node.element.get("messageRef")
    if not reference:
        return service_task(context, node)
    fields = activity(context, node)
    message = compile_message(context, reference)
    return None if message is None else SendTask(message=message, **fields)


def receive_task(context: Context, node: SourceNode) -> Node | None:
    fields = activity(context, node)
    message = compile_message(context, node.element.get("messageRef"))
    if message is None:
        return None
    return ReceiveTask(message=message, instantiate=node.is_instantiating, **fields)


def script_task(context: Context, node: SourceNode) -> Node | None:
    text = "".join(script.text for script in node.work.all("script"))
    fields = activity(context, node)
    script = context.values.feel(node.work, text, "script") if text else None
    if script is None:
        return None
    return ScriptTask(script=script, result_variable=context.values.result_variable(node.work), **fields)


def business_rule_task(context: Context, node: SourceNode) -> Node:
    return BusinessRuleTask(
        decision=context.values.literal(node.work, "decision"),
        result_variable=context.values.result_variable(node.work),
        **activity(context, node),
    )


def _refuse_inputs(context: Context, node: SourceNode, inputs: tuple[IoMapping, ...], rule: str) -> None:
    if inputs:
        words = f"Mapped inputs are not supported on a {node.work.tag}."
        context.values.problems.report(node.element, rule, words, tag="input")

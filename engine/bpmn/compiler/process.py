"""A drawn process into ``engine.definition.Process``."""

from collections.abc import Iterator

from engine.bpmn.attribute_lists import split_list
from engine.bpmn.compiler.context import Context
from engine.bpmn.compiler.nodes import compile_node
from engine.bpmn.compiler.scopes import event_sub_processes
from engine.bpmn.compiler.values import ValueReader, check_deadline, io_entries, is_name
from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceFlow, SourceProcess
from engine.bpmn.vocabulary import DATA_ITEMS
from engine.definition import Flow, Process

_VARIABLES = ("resultVariable", "elementVariable", "outputCollection")


def compile_process(source: Source, drawn: SourceProcess, problems: Problems) -> Process:
    """The process as far as it can be built; use it only when no problem was reported."""
    values = ValueReader(problems, _names_of_several_words(source, drawn))
    flows = {flow.element.id: _flow(flow, values) for flow in drawn.flows if flow.source and flow.target}
    context = Context(source, values, flows, _lanes(drawn))
    nodes = {
        node.id: compiled
        for node in drawn.nodes.values()
        if (compiled := compile_node(context, node)) is not None
    }
    element, outermost = drawn.element, drawn.scopes[0]
    return Process(
        key=element.id,
        nodes=nodes,
        flows=flows,
        start_nodes=outermost.start_nodes,
        event_sub_processes=event_sub_processes(outermost),
        name=element.name,
        source_line=element.line,
        title=values.literal(element, "title"),
        version_tag=values.literal(element, "versionTag"),
        tracking_prefix=values.literal(element, "trackingPrefix"),
        expected_duration=values.literal(element, "expectedDuration", check_deadline),
        retention=values.literal(element, "retention", check_deadline),
        starter_roles=split_list(values.literal(element, "starterRoles")),
    )


def _flow(drawn: SourceFlow, values: ValueReader) -> Flow:
    element = drawn.element
    condition = None
    if drawn.condition is not None:
        condition = values.feel(element, drawn.condition.text, "condition")
    return Flow(
        element.id, element.get("sourceRef"), element.get("targetRef"), condition, element.name, element.line
    )


def _lanes(drawn: SourceProcess) -> dict[str, str]:
    """Node id → name of the innermost lane that lists it."""
    return {
        reference.text.strip(): lane.name
        for lane in drawn.element.walk()
        if lane.tag == "lane"
        for reference in lane.all("flowNodeRef")
    }


def _names_of_several_words(source: Source, drawn: SourceProcess) -> tuple[str, ...]:
    """Variables of the process whose names FEEL could otherwise not tell apart."""
    called = [node.work for node in drawn.nodes.values() if node.work is not node.element]
    names = {name for part in (drawn.element, *called) for each in part.walk() for name in _names(each)}
    return tuple(sorted(name for name in names if not name.isidentifier() and is_name(name)))


def _names(element: Element) -> Iterator[str]:
    if element.tag in DATA_ITEMS:
        yield element.name
    for variable in _VARIABLES:
        yield element.kartabl(variable) or ""
    for side in ("input", "output"):
        for entry in io_entries(element, side):
            yield entry.get("target")

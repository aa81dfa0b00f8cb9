"""A drawn process into ``engine.definition.Process``."""

from engine.bpmn.attribute_lists import split_list
from engine.bpmn.compiler.nodes import NodeCompiler
from engine.bpmn.compiler.values import ValueReader, check_deadline, io_entries
from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceFlow, SourceProcess
from engine.definition import Flow, Node, Process

# entered by their trigger or a link
NOT_BEGUN_AT = ("boundaryEvent", "intermediateCatchEvent")


def compile_process(source: Source, drawn: SourceProcess, problems: Problems) -> Process:
    """The process as far as it can be built; use it only when no problem was reported."""
    values = ValueReader(problems, _names_of_several_words(drawn))
    flows = {flow.element.id: _flow(flow, values) for flow in drawn.flows if flow.source and flow.target}
    compiler = NodeCompiler(source, values, flows, _lanes(drawn))
    nodes = {
        node.id: compiled for node in drawn.nodes.values() if (compiled := compiler.compile(node)) is not None
    }
    element = drawn.element
    return Process(
        key=element.id,
        nodes=nodes,
        flows=flows,
        start_nodes=_start_nodes(drawn, nodes),
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


def _start_nodes(drawn: SourceProcess, nodes: dict[str, Node]) -> tuple[str, ...]:
    starts = tuple(node.id for node in drawn.nodes.values() if node.kind == "startEvent")
    if starts:
        return starts
    return tuple(
        node.id
        for node in drawn.nodes.values()
        if not node.incoming and node.kind not in NOT_BEGUN_AT and node.id in nodes
    )


def _lanes(drawn: SourceProcess) -> dict[str, str]:
    """Node id → name of the innermost lane that lists it."""
    return {
        reference.text.strip(): lane.name
        for lane_set in drawn.element.all("laneSet")
        for lane in lane_set.walk()
        if lane.tag == "lane"
        for reference in lane.all("flowNodeRef")
    }


def _names_of_several_words(drawn: SourceProcess) -> tuple[str, ...]:
    """Variables of the process whose names FEEL could otherwise not tell apart."""
    names = {
        name
        for node in drawn.nodes.values()
        for name in (
            node.element.kartabl("resultVariable") or "",
            *(
                entry.get("target")
                for side in ("input", "output")
                for entry in io_entries(node.element, side)
            ),
        )
    }
    return tuple(sorted(name for name in names if not name.isidentifier() and name))

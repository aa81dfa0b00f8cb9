"""Every reference leads to something of the right kind and place (BPMN 7.6.1, 8.4.13, 15)."""

from engine.bpmn.attribute_lists import split_list
from engine.bpmn.problems import Problems
from engine.bpmn.source import Source, SourceFlow, SourceNode, SourceProcess
from engine.bpmn.vocabulary import FLOW_NODES

_PEOPLE = ("userTask", "globalUserTask", "startEvent")


def check(source: Source, problems: Problems) -> None:
    for process in source.processes:
        for flow in process.flows:
            _check_flow(source, flow, problems)
        for node in process.nodes.values():
            _check_default(node, problems)
            _check_host(node, problems)
            _check_people(process, node, problems)
    _check_participants(source, problems)


def _check_flow(source: Source, flow: SourceFlow, problems: Problems) -> None:
    for attribute, found in (("sourceRef", flow.source), ("targetRef", flow.target)):
        reference = flow.element.get(attribute)
        if found is not None:
            continue
        there = source.by_id.get(reference)
        if there is None:
            words = f'The {attribute} "{reference}" of the flow does not exist.'
        elif there.tag in FLOW_NODES:
            words = f'The flow crosses the border of a process or sub-process at "{reference}".'
        else:
            words = f'The {attribute} "{reference}" of the flow is a {there.tag}, not a flow node.'
        rule = "flow-crosses-border" if there is not None and there.tag in FLOW_NODES else "reference-missing"
        problems.report(flow.element, rule, words, attribute=attribute, reference=reference)


def _check_default(node: SourceNode, problems: Problems) -> None:
    default = node.element.get("default")
    if default and default not in {flow.element.id for flow in node.outgoing}:
        words = f'The default flow "{default}" does not start here.'
        problems.report(node.element, "default-not-own", words, reference=default)


def _check_host(node: SourceNode, problems: Problems) -> None:
    if node.kind == "boundaryEvent" and node.host is None:
        reference = node.element.get("attachedToRef")
        words = f'The event is attached to "{reference}", which is no activity beside it.'
        problems.report(node.element, "reference-missing", words, reference=reference)


def _check_people(process: SourceProcess, node: SourceNode, problems: Problems) -> None:
    for attribute in ("distinctFrom", "notRelatedTo"):
        for reference in split_list(node.work.kartabl(attribute)):
            other = process.nodes.get(reference)
            if other is None or other.work.tag not in _PEOPLE:
                words = f'{attribute}: "{reference}" is no user task or start event of the process.'
                problems.report(
                    node.element, "reference-missing", words, attribute=attribute, reference=reference
                )


def _check_participants(source: Source, problems: Problems) -> None:
    for collaboration in source.root.all("collaboration"):
        for participant in collaboration.all("participant"):
            reference = participant.get("processRef")
            found = source.referred(reference)
            if reference and (found is None or found.tag != "process"):
                words = f'The pool names the process "{reference}", which does not exist.'
                problems.report(participant, "reference-missing", words, reference=reference)

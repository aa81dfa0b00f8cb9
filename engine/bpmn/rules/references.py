"""Every reference leads to something of the right kind and place (BPMN 7.6.1, 8.4.13, 15)."""

from engine.bpmn.attribute_lists import split_list
from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceFlow, SourceNode, SourceProcess, local_name
from engine.bpmn.vocabulary import ERROR, FLOW_NODES


def check(source: Source, problems: Problems) -> None:
    for process in source.processes:
        for flow in process.flows:
            _check_flow(source, flow, problems)
        for node in process.nodes.values():
            _check_default(node, problems)
            _check_events(source, node, problems)
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


def _check_events(source: Source, node: SourceNode, problems: Problems) -> None:
    if node.kind == "boundaryEvent" and node.host is None:
        reference = node.element.get("attachedToRef")
        words = f'The event is attached to "{reference}", which is no activity beside it.'
        problems.report(node.element, "reference-missing", words, reference=reference)
    for ref in node.element.all("eventDefinitionRef"):
        found = source.by_id.get(local_name(ref.text))
        if found is None or not found.tag.endswith("EventDefinition") or found.parent is not source.root:
            words = f'"{ref.text}" is no event definition of the file.'
            problems.report(node.element, "reference-missing", words, reference=ref.text)
    for definition in node.definitions:
        if definition.tag == ERROR:
            _check_error(source, node, definition, problems)


def _check_error(source: Source, node: SourceNode, definition: Element, problems: Problems) -> None:
    reference = local_name(definition.get("errorRef"))
    if not reference:
        if node.kind == "endEvent":
            problems.report(node.element, "error-code-missing", "The error that is thrown is not named.")
        return
    error = source.by_id.get(reference)
    if error is None or error.tag != "error":
        words = f'"{reference}" is no error of the file.'
        problems.report(node.element, "reference-missing", words, reference=reference)
    elif not error.get("errorCode"):
        problems.report(node.element, "error-code-missing", f'The error "{reference}" has no errorCode.')


def _check_people(process: SourceProcess, node: SourceNode, problems: Problems) -> None:
    for attribute in ("distinctFrom", "notRelatedTo"):
        for reference in split_list(node.element.kartabl(attribute)):
            other = process.nodes.get(reference)
            if other is None or other.kind not in ("userTask", "startEvent"):
                words = f'{attribute}: "{reference}" is no user task or start event of the process.'
                problems.report(
                    node.element, "reference-missing", words, attribute=attribute, reference=reference
                )


def _check_participants(source: Source, problems: Problems) -> None:
    for collaboration in source.root.all("collaboration"):
        for participant in collaboration.all("participant"):
            reference = local_name(participant.get("processRef"))
            found = source.by_id.get(reference)
            if reference and (found is None or found.tag != "process"):
                words = f'The pool names the process "{reference}", which does not exist.'
                problems.report(participant, "reference-missing", words, reference=reference)

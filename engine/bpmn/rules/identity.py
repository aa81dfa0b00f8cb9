"""Ids: present where something is executed, and unique in the file (BPMN 8.3.1)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Source
from engine.bpmn.vocabulary import FLOW_NODES


def check(source: Source, problems: Problems) -> None:
    seen: set[str] = set()
    for element in source.root.walk():
        if element.id and element.id in seen:
            problems.report(element, "duplicate-id", f'The id "{element.id}" is used more than once.')
        seen.add(element.id)
    if not source.processes:
        problems.report(
            source.root, "no-executable-process", 'The file has no process with isExecutable="true".'
        )
    for scope in (scope for process in source.processes for scope in process.scopes):
        for part in (scope.element, *scope.element.children):
            if not part.id and (part.tag in FLOW_NODES or part.tag in ("process", "sequenceFlow")):
                problems.report(part, "id-missing", f"A {part.tag} has no id.", tag=part.tag)

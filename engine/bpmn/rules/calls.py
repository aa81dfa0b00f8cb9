"""Call activities name a process or a global task, and a process that can be begun by a call (BPMN 10.3.6, 13.3.4)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode
from engine.bpmn.vocabulary import GLOBAL_TASKS

VERSIONS = ("pinned", "latest")


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        if node.kind == "callActivity":
            _check_called(source, node, problems)
            _check_version(node, problems)


def _check_called(source: Source, node: SourceNode, problems: Problems) -> None:
    reference = node.element.get("calledElement").strip()
    called = source.referred(reference)
    if not reference:
        problems.report(node.element, "called-element-missing", "The call names nothing to be called.")
    elif reference.startswith("="):
        words = "calledElement cannot be an expression."
        problems.report(node.element, "feel-not-allowed", words, attribute="calledElement")
    elif called is not None and called.tag == "process":
        _check_process(source, node, called, problems)
    elif called is not None and called.tag not in GLOBAL_TASKS:
        words = f'"{reference}" is a {called.tag}, no process and no global task.'
        problems.report(node.element, "reference-missing", words, reference=reference)


def _check_process(source: Source, node: SourceNode, called: Element, problems: Problems) -> None:
    process = next((process for process in source.processes if process.element is called), None)
    if process is None:
        words = f'The called process "{called.id}" is not executable.'
        problems.report(node.element, "called-not-executable", words, reference=called.id)
        return
    if not process.scopes[0].start_nodes:
        words = f'The called process "{called.id}" begins only when something triggers it.'
        problems.report(node.element, "called-without-start", words, reference=called.id)


def _check_version(node: SourceNode, problems: Problems) -> None:
    version = node.element.kartabl("calledVersion")
    if version is None:
        return
    if node.work is not node.element:
        words = "A global task of the same file has no versions."
        problems.report(node.element, "attribute-without-effect", words, attribute="calledVersion")
    elif version not in VERSIONS:
        words = f'calledVersion "{version}" is neither pinned nor latest.'
        problems.report(node.element, "value-invalid", words, where="calledVersion", value=version)

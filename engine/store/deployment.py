"""Checks a definition against what is installed and stores it."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from engine.actor import Actor
from engine.bpmn import compile_bpmn
from engine.definition import Process
from engine.definition.references import Reference, external_references
from engine.dmn import load as load_decision_model
from engine.documents import compile_template
from engine.errors import DecisionError, DefinitionError, NotFound, Problem
from engine.forms import FormDefinition, get_form
from engine.forms.library import load_form
from engine.models import Artifact, ProcessDefinition
from engine.plugins.calculators import calculators
from engine.plugins.connectors import connectors
from engine.store import definitions, messages
from engine.store.dialect import on_commit

ArtifactSource = tuple[str, str, str]
LETTERHEAD = "letterhead"  # the letter of this key is printed above the others


def deploy(xml: bytes, *, by: Actor | None, artifacts: Sequence[ArtifactSource]) -> ProcessDefinition:
    """Deploy a BPMN file with its (kind, key, content) artefacts; DefinitionError names all problems."""
    compiled = compile_bpmn(xml)
    problems = [problem for source in artifacts for problem in _artifact_problems(*source)]
    own = {process.key for process in compiled}
    for process in compiled:
        problems += [
            _missing(each)
            for each in external_references(process)
            if not (each.kind == "process" and each.key in own) and not _is_there(each, artifacts)
        ]
    problems = problems or list(_clashes(compiled, artifacts))
    if problems:
        raise DefinitionError(problems)
    stored = [definitions.store_artifact(*source) for source in artifacts]
    on_commit(messages.probe_for_starts)
    return definitions.store_processes(xml, compiled, stored, by)


def _is_there(reference: Reference, artifacts: Sequence[ArtifactSource]) -> bool:
    in_bundle = any((kind, key) == (reference.kind, reference.key) for kind, key, _ in artifacts)
    look = ELSEWHERE.get(reference.kind)
    return in_bundle or look is None or look(reference.key)


def _is_known_form(key: str) -> bool:
    try:
        get_form(key)
    except NotFound:
        return False
    return True


ELSEWHERE: dict[str, Callable[[str], bool]] = {
    "calculator": calculators.__contains__,
    "connector": connectors.__contains__,
    "decision": lambda key: False,
    "form": _is_known_form,
    "process": lambda key: definitions.newest_definition(key) is not None,
}


def _missing(reference: Reference) -> Problem:
    message = f'the {reference.kind} "{reference.key}" is not installed and not part of the bundle'
    return Problem(reference.node, f"unknown-{reference.kind}", message, reference.line)


def _clashes(compiled: Sequence[Process], artifacts: Sequence[ArtifactSource]) -> Iterator[Problem]:
    """Whoever fills a form must not write what the process or the form's opener knows under that name."""
    results = {
        getattr(node, "result_variable", ""): f'the result of "{node.id}"'
        for process in compiled
        for node in process.nodes.values()
    }
    for kind, key, content in artifacts:
        if kind == Artifact.Kind.FORM:
            form = load_form(content)
            taken = {**results, **{name: "what the form is given" for name in form.context_names}}
            for name in sorted(taken.keys() & form.schema["properties"].keys()):
                yield Problem(key, "name-clash", f'the field "{name}" has the name of {taken[name]}')


def _artifact_problems(kind: str, key: str, content: str) -> Iterator[Problem]:
    try:
        if kind == Artifact.Kind.DECISION:
            problems = load_decision_model(content.encode()).problems
            yield from (Problem(key, "bad-decision", str(problem)) for problem in problems)
        elif kind == Artifact.Kind.FORM:
            FormDefinition.load(json.loads(content))
        elif kind == Artifact.Kind.LETTER:
            compile_template(*(("", content) if key == LETTERHEAD else (content,)), key=key)
    except DefinitionError as error:
        for problem in error.problems:
            yield replace(problem, element_id=f"{key}: {problem.element_id}")
    except (DecisionError, json.JSONDecodeError) as error:
        yield Problem(key, f"bad-{kind}", str(error))

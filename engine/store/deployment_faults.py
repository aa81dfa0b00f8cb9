"""What keeps a definition from being deployed: what it names must be installed or part of the bundle."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from engine import clock
from engine.definition import Process
from engine.definition.references import Reference, external_references
from engine.dmn import load as load_decision_model
from engine.documents import compile_template
from engine.errors import DecisionError, DefinitionError, NotFound, Problem
from engine.forms import FormDefinition, get_form
from engine.forms.library import load_form
from engine.models import Artifact
from engine.plugins.calculators import calculators
from engine.plugins.connectors import connectors
from engine.store import definitions, start_subscriptions

ArtifactSource = tuple[str, str, str]
LETTERHEAD = "letterhead"  # the letter of this key is printed above the others


def faults_of(compiled: Sequence[Process], artifacts: Sequence[ArtifactSource]) -> list[Problem]:
    """Everything for which the deployment is refused, beyond what the file itself says."""
    problems = [problem for source in artifacts for problem in _artifact_problems(*source)]
    own = {process.key for process in compiled}
    for process in compiled:
        problems += start_subscriptions.faults_of(process, clock.now())
        problems += [
            _missing(each)
            for each in external_references(process)
            if not (each.kind == "process" and each.key in own) and not _is_there(each, artifacts)
        ]
    return problems or list(_clashes(compiled, artifacts))


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

"""What a deployment is told though it is not refused: the process itself, its forms and the roles it names."""

from collections.abc import Iterator, Sequence

from engine.bpmn.warnings import warnings_of as warnings_of_process
from engine.definition import Process, UserTask
from engine.definition.references import external_references
from engine.errors import DefinitionError, NotFound, Problem
from engine.forms import FormDefinition, get_form
from engine.forms.library import load_form
from engine.models import Artifact
from engine.plugins import directory
from engine.store.deployment_faults import ArtifactSource

_NOT_STARTED = 'Nobody holds the role "{role}" anywhere at present, so nobody can start the process by it.'
_NOT_DONE = (
    'Nobody holds the role "{role}" anywhere at present: a case that comes here stops with an incident.'
)


def warnings_of(compiled: Sequence[Process], artifacts: Sequence[ArtifactSource]) -> Iterator[Problem]:
    for process in compiled:
        yield from warnings_of_process(process, _form_fields(process, artifacts))
        yield from _unknown_roles(process)


def _form_fields(process: Process, artifacts: Sequence[ArtifactSource]) -> dict[str, frozenset[str]]:
    """Form key → the fields that a person fills; faulty and missing forms are told as faults."""
    sources = {key: content for kind, key, content in artifacts if kind == Artifact.Kind.FORM}
    tasks = (node for node in process.nodes.values() if isinstance(node, UserTask))
    keys = {task.form_key.text for task in tasks if task.form_key and task.form_key.expression is None}
    forms = {key: _form(key, sources) for key in sorted(keys)}
    return {
        key: frozenset(name for name, field in form.fields.items() if not field.read_only)
        for key, form in forms.items()
        if form is not None
    }


def _form(key: str, sources: dict[str, str]) -> FormDefinition | None:
    try:
        return load_form(sources[key]) if key in sources else get_form(key)
    except (DefinitionError, NotFound, ValueError):
        return None


def _unknown_roles(process: Process) -> Iterator[Problem]:
    asked = [(role, process.key, process.source_line, _NOT_STARTED) for role in process.starter_roles]
    for each in external_references(process):
        if each.kind == "role":
            asked.append((each.key, each.node, each.line, _NOT_DONE))
    held = {role: directory.current().is_role_held(role) for role in {role for role, *_ in asked}}
    for role, place, line, words in asked:
        if not held[role]:
            yield Problem(place, "role-unknown", words.format(role=role), line, {"role": role}, "warning")

"""Checks a definition against what is installed and stores it."""

from collections.abc import Sequence

from engine.actor import Actor
from engine.bpmn import compile_bpmn
from engine.errors import DefinitionError, Problem
from engine.models import ProcessDefinition
from engine.store import definitions, messages
from engine.store.deployment_faults import ArtifactSource, faults_of
from engine.store.deployment_warnings import warnings_of
from engine.store.dialect import on_commit


def deploy(xml: bytes, *, by: Actor | None, artifacts: Sequence[ArtifactSource]) -> ProcessDefinition:
    """Deploy a BPMN file with its (kind, key, content) artefacts; DefinitionError names all problems."""
    compiled = compile_bpmn(xml)
    problems = faults_of(compiled, artifacts)
    if problems:
        raise DefinitionError(problems)
    stored = [definitions.store_artifact(*source) for source in artifacts]
    on_commit(messages.probe_for_starts)
    return definitions.store_processes(xml, compiled, stored, by)


def check(xml: bytes, *, artifacts: Sequence[ArtifactSource]) -> list[Problem]:
    """What ``deploy`` would refuse, then the warnings; of a file that cannot be read no warnings."""
    try:
        compiled = compile_bpmn(xml)
    except DefinitionError as error:
        return error.problems
    return [*faults_of(compiled, artifacts), *warnings_of(compiled, artifacts)]

"""Checks a definition against what is installed and stores it."""

import json
from collections.abc import Sequence

from engine.actor import Actor
from engine.bpmn import compile_bpmn
from engine.definition.nodes import BusinessRuleTask, Node, ServiceTask
from engine.dmn import load as load_decision_model
from engine.errors import DecisionError, DefinitionError, Problem
from engine.models import Artifact, ProcessDefinition
from engine.plugins.calculators import calculators
from engine.plugins.connectors import connectors
from engine.store import definitions

ArtifactSource = tuple[str, str, str]


def deploy(xml: bytes, *, by: Actor | None, artifacts: Sequence[ArtifactSource]) -> ProcessDefinition:
    """Deploy a BPMN file with its (kind, key, content) artefacts; DefinitionError names all problems."""
    compiled = compile_bpmn(xml)
    decisions = {key for kind, key, _ in artifacts if kind == Artifact.Kind.DECISION}
    problems = [*_artifact_problems(artifacts)]
    for process in compiled:
        for node in process.nodes.values():
            problems += _plugin_problems(node) + _decision_problems(node, decisions)
    if problems:
        raise DefinitionError(problems)
    stored = [definitions.store_artifact(*source) for source in artifacts]
    return definitions.store_processes(xml, compiled, stored, by)


def _plugin_problems(node: Node) -> list[Problem]:
    if not isinstance(node, ServiceTask):
        return []
    problems = []
    if node.calculator and node.calculator not in calculators:
        problems.append(
            _missing(node, "unknown-calculator", f'the calculator "{node.calculator}" is not installed')
        )
    if node.connector and node.connector not in connectors:
        problems.append(
            _missing(node, "unknown-connector", f'the connector "{node.connector}" is not installed')
        )
    return problems


def _decision_problems(node: Node, decisions: set[str]) -> list[Problem]:
    if isinstance(node, BusinessRuleTask) and node.decision not in decisions:
        return [
            _missing(node, "unknown-decision", f'the decision "{node.decision}" is not part of the bundle')
        ]
    return []


def _missing(node: Node, rule: str, message: str) -> Problem:
    return Problem(node.id, rule, message, node.line)


def _artifact_problems(artifacts: Sequence[ArtifactSource]) -> list[Problem]:
    problems = []
    for kind, key, content in artifacts:
        if kind == Artifact.Kind.DECISION:
            try:
                load_decision_model(content.encode())
            except DecisionError as error:
                problems.append(Problem(key, "bad-decision", str(error)))
        elif kind == Artifact.Kind.FORM:
            try:
                json.loads(content)
            except json.JSONDecodeError as error:
                problems.append(Problem(key, "bad-form", str(error), error.lineno))
    return problems

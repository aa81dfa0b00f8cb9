"""Binding a process to the decision models it names; they are evaluated inside ``advance``."""

from collections.abc import Mapping
from dataclasses import replace

from engine.definition import BusinessRuleTask, Decision, Process
from engine.errors import DefinitionError, Problem


def bind_decisions(process: Process, decisions: Mapping[str, Decision]) -> Process:
    """The same process with its decisions, by decision id. DefinitionError names all that are missing."""
    needed = [node for node in process.nodes.values() if isinstance(node, BusinessRuleTask)]
    problems = [
        Problem(
            node.id,
            "unknown-decision",
            f'There is no decision "{node.decision}".',
            node.line,
            {"decision": node.decision},
        )
        for node in needed
        if node.decision not in decisions
    ]
    if problems:
        raise DefinitionError(problems)
    return replace(process, decisions={node.decision: decisions[node.decision] for node in needed})

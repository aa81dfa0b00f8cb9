"""All rules of deployment over one file (BPMN 2.0.2; design: engine.md)."""

from engine.bpmn.problems import Problems
from engine.bpmn.rules import RULES
from engine.bpmn.source import Source


def validate(source: Source, problems: Problems) -> None:
    """Report every fault of structure; values of attributes and FEEL are checked by the compiler."""
    for rule in RULES:
        rule(source, problems)

"""What a process needs from outside, so that a deployment can check that all of it exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.definition.activities import BusinessRuleTask, CallActivity, ManualTask, ServiceTask, UserTask
from engine.definition.attribute import Attribute
from engine.definition.nodes import Node, StartEvent
from engine.definition.process import Process

Kind = Literal["form", "role", "calculator", "connector", "letter", "decision", "process"]


@dataclass(frozen=True, slots=True)
class Reference:
    """``key`` names a thing of ``kind``; node id and source line say who asks for it."""

    kind: Kind
    key: str
    node: str
    line: int


def external_references(process: Process) -> list[Reference]:
    """Every literal reference, in the order of the nodes; those computed by FEEL cannot be known."""
    return [
        Reference(kind, key, node.id, node.line)
        for node in process.nodes.values()
        for kind, key in _of_node(node)
    ]


def _of_node(node: Node) -> Iterator[tuple[Kind, str]]:
    if isinstance(node, StartEvent | UserTask | ManualTask):
        yield from _literal("form", node.form_key)
    if isinstance(node, UserTask):
        yield from _literal("role", node.role)
    elif isinstance(node, ServiceTask):
        yield from _of_service_task(node)
    elif isinstance(node, BusinessRuleTask):
        yield "decision", node.decision
    elif isinstance(node, CallActivity):
        yield "process", node.called


def _of_service_task(node: ServiceTask) -> Iterator[tuple[Kind, str]]:
    if node.calculator:
        yield "calculator", node.calculator
    if node.connector:
        yield "connector", node.connector
    for parameter in node.parameters:
        if parameter.target == "letter":
            yield from _literal("letter", parameter.source)


def _literal(kind: Kind, attribute: Attribute | None) -> Iterator[tuple[Kind, str]]:
    if attribute is not None and attribute.expression is None:
        yield kind, attribute.text

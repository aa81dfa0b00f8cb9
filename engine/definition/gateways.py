"""Gateways of a compiled process (BPMN 10.6)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.definition.nodes import Node

if TYPE_CHECKING:
    from engine.feel import Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusiveGateway(Node):
    """BPMN 10.6.2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusiveGateway(Node):
    """BPMN 10.6.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelGateway(Node):
    """BPMN 10.6.4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplexGateway(Node):
    """BPMN 10.6.5. ``activation`` None: it only splits."""

    activation: "Expression | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBasedGateway(Node):
    """BPMN 10.6.6. ``instantiate``: its events start an instance; ``is_parallel``: which waits for all of them."""

    instantiate: bool = False
    is_parallel: bool = False

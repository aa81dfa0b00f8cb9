"""The requirements graph: inputs, decisions, knowledge models and services with what they require."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.dmn.item_types import ItemType
from engine.feel.runtime import Code


@dataclass(slots=True)
class Drg:
    """An element; ``name`` is that of its variable, ``prefix`` the way to it from an importing model."""

    key: str
    id: str
    name: str
    type: ItemType


@dataclass(slots=True)
class InputData(Drg):
    pass


@dataclass(slots=True)
class Decision(Drg):
    """``requires`` are keys with the name, after the import's prefix, that each has inside."""

    code: Code
    requires: tuple[Requirement, ...] = ()


@dataclass(slots=True)
class KnowledgeModel(Drg):
    """``code`` gives the function."""

    code: Code
    requires: tuple[Requirement, ...] = ()


@dataclass(slots=True)
class DecisionService(Drg):
    """``inputs`` are parameters: keys of input data, then of input decisions."""

    outputs: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """``prefix`` is the import's name; "" for an element of the same model or of an import without name."""

    key: str
    prefix: str = ""


@dataclass(slots=True)
class Graph:
    """All elements by key: the namespace, ``#`` and the id."""

    elements: dict[str, Drg] = field(default_factory=dict)

"""Nodes that boxed expressions add to the FEEL syntax tree, and their closures."""

from __future__ import annotations

from dataclasses import dataclass

from engine.dmn.item_types import ItemType
from engine.errors import DecisionError
from engine.feel import syntax as tree
from engine.feel.compiler import compile_node, compiles
from engine.feel.runtime import Code, Frame, UserFunction
from engine.feel.types import Value


@dataclass(frozen=True, slots=True)
class Typed(tree.Node):
    """A value that must fit a type."""

    value: tree.Node
    type: ItemType


@dataclass(frozen=True, slots=True)
class Steps(tree.Node):
    """A boxed context that ends in a result: named entries, then the value."""

    keys: tuple[str, ...]
    values: tuple[tree.Node, ...]
    result: tree.Node


@dataclass(frozen=True, slots=True)
class TypedFunction(tree.Node):
    """A function whose parameters have types of the model."""

    names: tuple[str, ...]
    types: tuple[ItemType, ...]
    body: tree.Node


@dataclass(frozen=True, slots=True)
class Faulty(tree.Node):
    """An expression that is not FEEL: the model loads, but what needs it fails."""

    owner: str
    reason: str


@compiles(Typed)
def compile_typed(node: Typed, local: bool) -> Code:
    value, kind = compile_node(node.value, local), node.type
    return lambda frame: kind.fit(value(frame), frame.run)


@compiles(Steps)
def compile_steps(node: Steps, local: bool) -> Code:
    entries = tuple(
        (key, compile_node(value, True)) for key, value in zip(node.keys, node.values, strict=True)
    )
    result = compile_node(node.result, True)

    def run(frame: Frame) -> Value:
        names: dict[str, Value] = {}
        inner = Frame(names, frame, frame.run)
        for key, value in entries:
            names[key] = value(inner)
        return result(inner)

    return run


@compiles(TypedFunction)
def compile_typed_function(node: TypedFunction, local: bool) -> Code:
    body, cost, names = compile_node(node.body, True), 5 + tree.count_nodes(node.body), node.names
    types = node.types

    def make(frame: Frame) -> UserFunction:
        run = frame.run
        checks = tuple((lambda value, kind=kind: kind.fit(value, run)) for kind in types)
        return UserFunction(names, checks, body, frame, cost)

    return make


@compiles(Faulty)
def compile_faulty(node: Faulty, local: bool) -> Code:
    def fail(frame: Frame) -> Value:
        raise DecisionError(decision=node.owner, reason=node.reason)

    return fail

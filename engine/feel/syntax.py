"""The typed syntax tree of FEEL (DMN 1.5, 10.3.1.2). Every node knows its line and column."""

from __future__ import annotations

from collections.abc import Iterator as Iterate
from dataclasses import dataclass, fields
from typing import Any, NamedTuple


class Position(NamedTuple):
    """Where in the source; both count from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Node:
    at: Position


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """Number, string, boolean, null or at literal."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable; ``?`` is the input value of unary tests, ``item`` the one of a filter."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``op`` is one of + - * / **."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """``op`` is one of = != < <= > >=."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Connective(Node):
    """``op`` is "and" or "or", over two or more operands."""

    op: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator(Node):
    """``name in source`` or ``name in source..end``."""

    name: str
    source: Node
    end: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """``kind`` is "some" or "every"."""

    kind: str
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class TypeRef(Node):
    """A type: its name, arguments (list<T>, range<T>, function<…>), fields (context<…>) and result."""

    name: str
    arguments: tuple[TypeRef, ...] = ()
    field_names: tuple[str, ...] = ()
    result: TypeRef | None = None


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    name: str
    type: TypeRef | None


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    parameters: tuple[Parameter, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Invocation(Node):
    """``names`` is empty for positional arguments, else one for each argument."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path(Node):
    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    keys: tuple[str, ...]
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class UnaryComparison(Node):
    """A simple positive unary test such as ``< 5``: a range as a value, a comparison as a test."""

    op: str
    operand: Node


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: TypeRef


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """One cell of a decision table; without tests (``-``) it accepts everything."""

    tests: tuple[Node, ...]
    negated: bool


def children(node: Node) -> Iterate[Node]:
    """The nodes directly below."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple) and field.name != "at":
            yield from (item for item in value if isinstance(item, Node))


def count_nodes(node: Node) -> int:
    """How many nodes the tree has, the root included."""
    total, stack = 0, [node]
    while stack:
        total += 1
        stack.extend(children(stack.pop()))
    return total

"""Conditions that together distinguish cases: values of one variable, or a question and its opposite."""

from collections.abc import Sequence
from typing import Any

from engine.feel import syntax as tree

_OPPOSITES = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def values_asked(conditions: Sequence[tree.Node]) -> tuple[str, frozenset[Any]] | None:
    """The variable and its values when every condition is ``variable = value`` or several of these."""
    comparisons = [part for condition in conditions for part in _alternatives(condition)]
    asked = [_value_asked(part) for part in comparisons]
    subjects = {each[0] for each in asked if each}
    if len(subjects) != 1 or None in asked:
        return None
    return subjects.pop(), frozenset(each[1] for each in asked if each)


def is_opposite(one: tree.Node, other: tree.Node) -> bool:
    """``x`` and ``not(x)``, or a comparison and its contrary."""
    if _shape(one) == _negated(other) or _shape(other) == _negated(one):
        return True
    if not (isinstance(one, tree.Comparison) and isinstance(other, tree.Comparison)):
        return False
    same = (_shape(one.left), _shape(one.right)) == (_shape(other.left), _shape(other.right))
    return same and _OPPOSITES[one.op] == other.op


def _alternatives(condition: tree.Node) -> list[tree.Node]:
    if isinstance(condition, tree.Connective) and condition.op == "or":
        return [part for operand in condition.operands for part in _alternatives(operand)]
    if isinstance(condition, tree.In):
        tests = condition.tests
        return [tree.Comparison(condition.at, "=", condition.value, test) for test in tests]
    return [condition]


def _value_asked(condition: tree.Node) -> tuple[str, Any] | None:
    if not isinstance(condition, tree.Comparison) or condition.op != "=":
        return None
    name, value = _dotted(condition.left), condition.right
    return (name, value.value) if name and isinstance(value, tree.Literal) else None


def _dotted(node: tree.Node) -> str:
    if isinstance(node, tree.Path):
        source = _dotted(node.source)
        return f"{source}.{node.name}" if source else ""
    return node.name if isinstance(node, tree.Name) else ""


def _negated(node: tree.Node) -> Any:
    """The shape of ``x`` in ``not(x)``; None for anything else."""
    is_not = isinstance(node, tree.Invocation) and _dotted(node.function) == "not"
    return _shape(node.arguments[0]) if is_not and isinstance(node, tree.Invocation) else None


def _shape(value: Any) -> Any:
    """The tree without its places in the text, to be compared."""
    if isinstance(value, tree.Node):
        names = [name for name in value.__dataclass_fields__ if name != "at"]
        return (type(value).__name__, *(_shape(getattr(value, name)) for name in names))
    return tuple(map(_shape, value)) if isinstance(value, tuple) else value

"""Closures of ``in`` and of unary tests, the cells of decision tables (DMN 1.5, 10.3.2.15, table 55)."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel import syntax as tree
from engine.feel.comparison import ORDERS, equal, in_range, order, passes
from engine.feel.compiler import compile_node, compiles
from engine.feel.ranges import make_range
from engine.feel.runtime import Code, Frame, Run
from engine.feel.types import Range, Value

Test = Callable[[Frame, Value], bool | None]

UNARY_RANGES: dict[str, Callable[[Value], Range]] = {
    "<": lambda value: Range(None, value, False, False),
    "<=": lambda value: Range(None, value, False, True),
    ">": lambda value: Range(value, None, False, False),
    ">=": lambda value: Range(value, None, True, False),
    "=": lambda value: Range(value, value, True, True),
}


@compiles(tree.In)
def compile_in(node: tree.In, local: bool) -> Code:
    value = compile_node(node.value, local)
    tests = tuple(compile_test(test, local) for test in node.tests)
    if len(tests) == 1:
        only = tests[0]
        return lambda frame: only(frame, value(frame))
    return lambda frame: _any_of(tests, frame, value(frame))


@compiles(tree.UnaryTests)
def compile_unary_tests(node: tree.UnaryTests, local: bool) -> Code:
    """The input value is the name ``?`` of the frame."""
    cell = compile_cell(node, local)
    return lambda frame: cell(frame, frame.names.get("?"))


def compile_cell(node: tree.UnaryTests, local: bool) -> Test:
    """Unary tests as one test of a value."""
    tests = tuple(compile_test(test, local) for test in node.tests)
    if not tests:
        return lambda frame, value: True
    if node.negated:
        return lambda frame, value: _opposite(_any_of(tests, frame, value))
    if len(tests) == 1:
        return tests[0]
    return lambda frame, value: _any_of(tests, frame, value)


def _any_of(tests: tuple[Test, ...], frame: Frame, value: Value) -> bool | None:
    result: bool | None = False
    for test in tests:
        answer = test(frame, value)
        if answer is True:
            return True
        if answer is None:
            result = None
    return result


def _opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def compile_test(node: tree.Node, local: bool) -> Test:
    """One positive unary test, applied to a value."""
    if isinstance(node, tree.UnaryComparison):
        return _comparison_test(node, local)
    if isinstance(node, tree.Literal):
        return _constant_test(node.value)
    if isinstance(node, tree.RangeLiteral) and not _mentions_input(node):
        return _range_test(node, local)
    code = compile_node(node, local)
    if _mentions_input(node):
        return lambda frame, value: _truth(code(frame))
    return lambda frame, value: _meets(value, code(frame), frame.run)


def _constant_test(constant: Value) -> Test:
    kind = type(constant)

    def test(frame: Frame, value: Value) -> bool | None:
        if type(value) is kind:
            return bool(value == constant)
        return _meets(value, constant, frame.run)

    return test


def _range_test(node: tree.RangeLiteral, local: bool) -> Test:
    code = compile_node(node, local)
    if not (isinstance(node.start, tree.Literal) and isinstance(node.end, tree.Literal)):
        return lambda frame, value: _within(value, code(frame), frame.run)
    constant = make_range(node.start.value, node.end.value, node.start_included, node.end_included)
    return lambda frame, value: _within(value, constant, frame.run)


def _within(value: Value, interval: Range | None, run: Run) -> bool | None:
    """Null where the range itself is."""
    if interval is None:
        return None
    return equal(value, interval, run) if isinstance(value, Range) else in_range(value, interval)


def _comparison_test(node: tree.UnaryComparison, local: bool) -> Test:
    operand = compile_node(node.operand, local)
    if node.op == "=":
        return lambda frame, value: equal(value, operand(frame), frame.run)
    if node.op == "!=":
        return lambda frame, value: _opposite(equal(value, operand(frame), frame.run))
    compare = ORDERS[node.op]
    return lambda frame, value: order(compare, value, operand(frame))


def _meets(value: Value, test: Value, run: Run) -> bool | None:
    """A test that is true by itself accepts any value that is no boolean."""
    if isinstance(test, bool) and not isinstance(value, bool):
        return test
    return passes(value, test, run)


def _truth(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def _mentions_input(node: tree.Node) -> bool:
    stack = [node]
    while stack:
        found = stack.pop()
        if isinstance(found, tree.Name) and found.name == "?":
            return True
        stack.extend(tree.children(found))
    return False

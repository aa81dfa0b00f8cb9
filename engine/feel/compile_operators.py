"""Closures of literals, names and operators."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

from engine.feel import syntax as tree
from engine.feel.arithmetic import OPERATIONS, calculate, negate
from engine.feel.comparison import ORDERS, PLAIN, conjunction, equal, order
from engine.feel.compiler import compile_node, compiles
from engine.feel.functions import BUILTINS
from engine.feel.runtime import Code, Frame
from engine.feel.types import Value


@compiles(tree.Literal)
def compile_literal(node: tree.Literal, local: bool) -> Code:
    value = node.value
    return lambda frame: value


@compiles(tree.Name)
def compile_name(node: tree.Name, local: bool) -> Code:
    name = node.name
    fallback = BUILTINS.get(name)
    if not local:
        return lambda frame: frame.names.get(name, fallback)

    def look_up(frame: Frame) -> Value:
        scope: Frame | None = frame
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return fallback

    return look_up


@compiles(tree.Negate)
def compile_negate(node: tree.Negate, local: bool) -> Code:
    operand = compile_node(node.operand, local)
    return lambda frame: negate(operand(frame))


@compiles(tree.Arithmetic)
def compile_arithmetic(node: tree.Arithmetic, local: bool) -> Code:
    op = node.op
    left, right = compile_node(node.left, local), compile_node(node.right, local)
    on_numbers = OPERATIONS[op][Decimal, Decimal]

    def run(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            try:
                return on_numbers(a, b)
            except ArithmeticError:
                return None
        result = calculate(op, a, b)
        if type(result) is str:
            frame.run.spend(len(result) >> 4)
        return result

    return run


@compiles(tree.Comparison)
def compile_comparison(node: tree.Comparison, local: bool) -> Code:
    left, right = compile_node(node.left, local), compile_node(node.right, local)
    if node.op in ORDERS:
        return _ordered(ORDERS[node.op], left, right)
    if node.op == "=":
        return _equality(left, right)
    same = _equality(left, right)

    def differs(frame: Frame) -> bool | None:
        answer = same(frame)
        return None if answer is None else not answer

    return differs


def _ordered(compare: Callable[[Value, Value], bool], left: Code, right: Code) -> Code:
    def run(frame: Frame) -> bool | None:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            return compare(a, b)
        return order(compare, a, b)

    return run


def _equality(left: Code, right: Code) -> Code:
    def run(frame: Frame) -> bool | None:
        a, b = left(frame), right(frame)
        if type(a) is type(b) and type(a) in PLAIN:
            return bool(a == b)
        return equal(a, b, frame.run)

    return run


@compiles(tree.Between)
def compile_between(node: tree.Between, local: bool) -> Code:
    value, low, high = (compile_node(part, local) for part in (node.value, node.low, node.high))

    def run(frame: Frame) -> bool | None:
        found = value(frame)
        return conjunction(order(operator.ge, found, low(frame)), order(operator.le, found, high(frame)))

    return run


@compiles(tree.Connective)
def compile_connective(node: tree.Connective, local: bool) -> Code:
    """``and`` is false as soon as one operand is, ``or`` true; what is neither true nor false is null."""
    operands = tuple(compile_node(operand, local) for operand in node.operands)
    decisive = node.op == "or"
    neutral = not decisive

    def run(frame: Frame) -> bool | None:
        result: bool | None = neutral
        for operand in operands:
            value = operand(frame)
            if value is decisive:
                return not neutral
            if value is not neutral:
                result = None
        return result

    return run


@compiles(tree.Conditional)
def compile_conditional(node: tree.Conditional, local: bool) -> Code:
    condition = compile_node(node.condition, local)
    then, otherwise = compile_node(node.then, local), compile_node(node.otherwise, local)
    return lambda frame: then(frame) if condition(frame) is True else otherwise(frame)

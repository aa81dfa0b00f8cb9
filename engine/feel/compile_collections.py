"""Closures of lists, contexts, ranges, paths and filters."""

from __future__ import annotations

from decimal import Decimal

from engine.feel import syntax as tree
from engine.feel.compile_tests import UNARY_RANGES
from engine.feel.compiler import compile_node, compiles
from engine.feel.numbers import to_int
from engine.feel.properties import get_property
from engine.feel.ranges import make_range
from engine.feel.runtime import Code, Frame
from engine.feel.types import Value


@compiles(tree.ListLiteral)
def compile_list(node: tree.ListLiteral, local: bool) -> Code:
    items = tuple(compile_node(item, local) for item in node.items)
    return lambda frame: [item(frame) for item in items]


@compiles(tree.ContextLiteral)
def compile_context(node: tree.ContextLiteral, local: bool) -> Code:
    """Later entries see the earlier ones; a function may call itself by its key."""
    entries = tuple(
        (key, compile_node(value, True)) for key, value in zip(node.keys, node.values, strict=True)
    )

    def run(frame: Frame) -> Value:
        names: dict[str, Value] = {}
        inner = Frame(names, frame, frame.run)
        for key, value in entries:
            names[key] = value(inner)
        return names

    return run


@compiles(tree.RangeLiteral)
def compile_range(node: tree.RangeLiteral, local: bool) -> Code:
    start, end = compile_node(node.start, local), compile_node(node.end, local)
    start_included, end_included = node.start_included, node.end_included
    return lambda frame: make_range(start(frame), end(frame), start_included, end_included)


@compiles(tree.UnaryComparison)
def compile_unary_comparison(node: tree.UnaryComparison, local: bool) -> Code:
    """Outside of tests ``< 5`` is a range with an open end."""
    operand, make = compile_node(node.operand, local), UNARY_RANGES.get(node.op)

    def run(frame: Frame) -> Value:
        value = operand(frame)
        return None if value is None or make is None else make(value)

    return run


@compiles(tree.Path)
def compile_path(node: tree.Path, local: bool) -> Code:
    source, name, at = compile_node(node.source, local), node.name, node.at

    def run(frame: Frame) -> Value:
        value = source(frame)
        if type(value) is dict:
            return value.get(name)
        if type(value) is list:
            frame.run.spend(len(value), at)
        return get_property(value, name)

    return run


@compiles(tree.Filter)
def compile_filter(node: tree.Filter, local: bool) -> Code:
    source = compile_node(node.source, local)
    if isinstance(node.condition, tree.Literal) and isinstance(node.condition.value, Decimal):
        index = node.condition.value
        return lambda frame: _item_at(_as_list(source(frame)), index)
    condition, cost, at = compile_node(node.condition, True), tree.count_nodes(node.condition), node.at

    def run(frame: Frame) -> Value:
        items = _as_list(source(frame))
        kept = []
        for item in items:
            frame.run.spend(cost, at)
            answer = condition(_item_frame(item, frame))
            if answer is True:
                kept.append(item)
            elif type(answer) is Decimal:
                return _item_at(items, answer)
        return kept

    return run


def _as_list(value: Value) -> list[Value]:
    if type(value) is list:
        return value
    return [] if value is None else [value]


def _item_frame(item: Value, frame: Frame) -> Frame:
    """``item`` names the item; the keys of a context are names too."""
    inner = Frame({"item": item}, frame, frame.run)
    return Frame(item, inner, frame.run) if type(item) is dict else inner


def _item_at(items: list[Value], index: Decimal) -> Value:
    """Counted from 1, or from -1 backwards; null outside."""
    try:
        place = to_int(index)
    except OverflowError:
        return None
    if place == 0 or abs(place) > len(items) or index != place:
        return None
    return items[place - 1 if place > 0 else place]

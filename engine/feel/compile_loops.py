"""Closures of ``for``, ``some`` and ``every`` (DMN 1.5, 10.3.2.14)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.errors import FeelError
from engine.feel import syntax as tree
from engine.feel.compiler import compile_node, compiles
from engine.feel.limits import MAX_LIST
from engine.feel.ranges import items_of, walk
from engine.feel.runtime import Code, Frame
from engine.feel.types import Range, Value

_Source = tuple[str, Code, Code | None]


@compiles(tree.For)
def compile_for(node: tree.For, local: bool) -> Code:
    """``partial`` is the list of results so far."""
    sources, body, cost, at = (
        _sources(node.iterators),
        compile_node(node.body, True),
        _cost(node.body),
        node.at,
    )

    def run(frame: Frame) -> Value:
        results: list[Value] = []
        outer = Frame({"partial": results}, frame, frame.run)
        for scope in _scopes(sources, 0, outer):
            if scope is None:
                return None
            frame.run.spend(cost, at)
            results.append(body(scope))
            if len(results) > MAX_LIST:
                raise FeelError(
                    "the list has too many items", line=at.line, column=at.column, reason_code="too-large"
                )
        return results

    return run


@compiles(tree.Quantified)
def compile_quantified(node: tree.Quantified, local: bool) -> Code:
    """``some`` is true as soon as one is, ``every`` false; else null where one was neither."""
    sources, cost, at = _sources(node.iterators), _cost(node.condition), node.at
    condition, decisive = compile_node(node.condition, True), node.kind == "some"
    neutral = not decisive

    def run(frame: Frame) -> bool | None:
        result: bool | None = neutral
        for scope in _scopes(sources, 0, frame):
            if scope is None:
                return None
            frame.run.spend(cost, at)
            answer = condition(scope)
            if answer is decisive:
                return not neutral
            if answer is not neutral:
                result = None
        return result

    return run


def _cost(node: tree.Node) -> int:
    return 2 + tree.count_nodes(node)


def _sources(iterators: tuple[tree.Iterator, ...]) -> tuple[_Source, ...]:
    return tuple(
        (it.name, compile_node(it.source, True), None if it.end is None else compile_node(it.end, True))
        for it in iterators
    )


def _scopes(sources: tuple[_Source, ...], depth: int, frame: Frame) -> Iterator[Frame | None]:
    """A frame for each combination, the last iterator fastest; one None where a source cannot be walked."""
    name, start, end = sources[depth]
    items = _items(start(frame), None if end is None else (end(frame),))
    if items is None:
        yield None
        return
    frame.run.spend(len(items))
    for item in items:
        scope = Frame({name: item}, frame, frame.run)
        if depth + 1 < len(sources):
            yield from _scopes(sources, depth + 1, scope)
        else:
            yield scope


def _items(source: Value, end: tuple[Any] | None) -> list[Value] | None:
    if end is not None:
        return walk(source, end[0])
    if type(source) is list:
        return source
    if isinstance(source, Range):
        return items_of(source)
    return None if source is None else [source]

"""How points and ranges lie to one another (DMN 1.5, 10.3.4.11, table 78)."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.comparison import in_range, order
from engine.feel.functions.registry import builtin
from engine.feel.types import Range, Value

_KINDS = "number|string|boolean|date|time|moment|duration|months"
_POINTS = f"point1: {_KINDS}, point2: {_KINDS}"
_POINT_RANGE = f"point: {_KINDS}, range: range"
_RANGE_POINT = f"range: range, point: {_KINDS}"
_RANGES = "range1: range, range2: range"


def _less(left: Value, right: Value) -> bool:
    return _compared(lambda a, b: a < b, left, right)


def _same(left: Value, right: Value) -> bool:
    return _compared(lambda a, b: a == b, left, right)


def _compared(compare: Callable[[Value, Value], bool], left: Value, right: Value) -> bool:
    answer = order(compare, left, right)
    if answer is None:
        raise ValueError("the points cannot be compared")
    return answer


def _span(value: Value) -> Range:
    """A point is the range that holds only it."""
    return value if isinstance(value, Range) else Range(value, value)


def _same_start(a: Range, b: Range) -> bool:
    return _same(a.start, b.start) and a.start_included == b.start_included


def _same_end(a: Range, b: Range) -> bool:
    return _same(a.end, b.end) and a.end_included == b.end_included


def _starts_before(a: Range, b: Range) -> bool:
    return _less(a.start, b.start) or (_same(a.start, b.start) and a.start_included and not b.start_included)


def _ends_before(a: Range, b: Range) -> bool:
    return _less(a.end, b.end) or (_same(a.end, b.end) and not a.end_included and b.end_included)


@builtin("before", _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)
def before(left: Value, right: Value) -> bool:
    a, b = _span(left), _span(right)
    return _less(a.end, b.start) or (_same(a.end, b.start) and not (a.end_included and b.start_included))


@builtin("after", _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)
def after(left: Value, right: Value) -> bool:
    return before(right, left)


@builtin("meets", _RANGES)
def meets(a: Range, b: Range) -> bool:
    return a.end_included and b.start_included and _same(a.end, b.start)


@builtin("met by", _RANGES)
def met_by(a: Range, b: Range) -> bool:
    return meets(b, a)


@builtin("overlaps", _RANGES)
def overlaps(a: Range, b: Range) -> bool:
    return not before(a, b) and not before(b, a)


@builtin("overlaps before", _RANGES)
def overlaps_before(a: Range, b: Range) -> bool:
    return overlaps(a, b) and _starts_before(a, b) and not _ends_before(b, a)


@builtin("overlaps after", _RANGES)
def overlaps_after(a: Range, b: Range) -> bool:
    return overlaps_before(b, a)


@builtin("finishes", _POINT_RANGE, _RANGES)
def finishes(left: Value, b: Range) -> bool:
    a = _span(left)
    return _same_end(a, b) and not _starts_before(a, b)


@builtin("finished by", _RANGE_POINT, _RANGES)
def finished_by(a: Range, right: Value) -> bool:
    return finishes(right, a)


@builtin("includes", _RANGE_POINT, _RANGES)
def includes(a: Range, right: Value) -> bool | None:
    if isinstance(right, Range):
        return not _starts_before(right, a) and not _ends_before(a, right)
    return in_range(right, a)


@builtin("during", _POINT_RANGE, _RANGES)
def during(left: Value, b: Range) -> bool | None:
    return includes(b, left)


@builtin("starts", _POINT_RANGE, _RANGES)
def starts(left: Value, b: Range) -> bool:
    a = _span(left)
    return _same_start(a, b) and not _ends_before(b, a)


@builtin("started by", _RANGE_POINT, _RANGES)
def started_by(a: Range, right: Value) -> bool:
    return starts(right, a)


@builtin("coincides", _POINTS, _RANGES)
def coincides(left: Value, right: Value) -> bool:
    a, b = _span(left), _span(right)
    return _same_start(a, b) and _same_end(a, b)

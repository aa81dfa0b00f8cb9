"""min, max, sum, product, mean, median, stddev, mode (DMN 1.5, 10.3.4.4)."""

from __future__ import annotations

import datetime as dt
import operator
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import reduce

from engine.feel.arithmetic import calculate
from engine.feel.comparison import order
from engine.feel.functions.registry import builtin
from engine.feel.numbers import CONTEXT
from engine.feel.types import Value, YearsMonthsDuration


def _items(values: tuple[Value, ...]) -> list[Value]:
    """One list, or the arguments themselves."""
    return values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)


def _numbers(values: tuple[Value, ...]) -> list[Decimal]:
    items = _items(values)
    if not items or not all(isinstance(item, Decimal) for item in items):
        raise ValueError("not a list of numbers")
    return items


def _extreme(values: tuple[Value, ...], compare: Callable[[Value, Value], bool]) -> Value:
    items = _items(values)
    if not items:
        return None
    best = items[0]
    if order(operator.eq, best, best) is None:
        return None
    for item in items[1:]:
        better = order(compare, item, best)
        if better is None:
            return None
        best = item if better else best
    return best


@builtin("min", "list: list", "c*: any")
def minimum(*values: Value) -> Value:
    return _extreme(values, operator.lt)


@builtin("max", "list: list", "c*: any")
def maximum(*values: Value) -> Value:
    return _extreme(values, operator.gt)


@builtin("sum", "list: list", "n*: any")
def total(*values: Value) -> Value:
    """Of numbers, or of durations of one kind."""
    items = _items(values)
    if not items or type(items[0]) not in (Decimal, dt.timedelta, YearsMonthsDuration):
        return None
    result = items[0]
    for item in items[1:]:
        if type(item) is not type(result):
            return None
        result = calculate("+", result, item)
    return result


@builtin("product", "list: list", "n*: any")
def product(*values: Value) -> Decimal:
    return reduce(CONTEXT.multiply, _numbers(values))


@builtin("mean", "list: list", "n*: any")
def mean(*values: Value) -> Value:
    items = _items(values)
    return calculate("/", total(*values), Decimal(len(items))) if items else None


@builtin("median", "list: list", "n*: any")
def median(*values: Value) -> Decimal:
    numbers = sorted(_numbers(values))
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return CONTEXT.divide(CONTEXT.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@builtin("stddev", "list: list", "n*: any")
def stddev(*values: Value) -> Decimal | None:
    """Of the sample; null for fewer than two numbers."""
    numbers = _numbers(values)
    if len(numbers) < 2:
        return None
    average = CONTEXT.divide(reduce(CONTEXT.add, numbers), Decimal(len(numbers)))
    squares = (CONTEXT.power(CONTEXT.subtract(number, average), Decimal(2)) for number in numbers)
    return CONTEXT.sqrt(CONTEXT.divide(reduce(CONTEXT.add, squares), Decimal(len(numbers) - 1)))


@builtin("mode", "list: list", "n*: any")
def mode(*values: Value) -> list[Value]:
    """The most frequent numbers, ascending; an empty list has none."""
    if not _items(values):
        return []
    counted = Counter(_numbers(values))
    most = max(counted.values())
    return sorted(number for number, times in counted.items() if times == most)

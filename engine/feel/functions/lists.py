"""Functions of lists (DMN 1.5, 10.3.4.4) and sort (10.3.4.8)."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from functools import cmp_to_key

from engine.errors import FeelError
from engine.feel.comparison import equal
from engine.feel.functions.registry import builtin
from engine.feel.identity import identity_key
from engine.feel.limits import MAX_LIST
from engine.feel.numbers import to_int
from engine.feel.runtime import FeelFunction, Run
from engine.feel.types import Value


def _limited(items: list[Value]) -> list[Value]:
    if len(items) > MAX_LIST:
        raise FeelError("the list has too many items", reason_code="too-large", limit=MAX_LIST)
    return items


def _index(items: list[Value], position: Decimal) -> int:
    """The Python index of a FEEL position; ValueError outside the list."""
    place = to_int(position)
    if place == 0 or abs(place) > len(items):
        raise ValueError("no such position")
    return place - 1 if place > 0 else len(items) + place


@builtin("list contains", "list: list, element: any", needs_run=True)
def list_contains(run: Run, items: list[Value], element: Value) -> bool:
    return any(equal(item, element, run) is True for item in items)


@builtin("count", "list: list")
def count(items: list[Value]) -> Decimal:
    return Decimal(len(items))


@builtin("sublist", "list: list, start position: number, length?: number|null")
def sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> list[Value] | None:
    first = _index(items, start)
    if length is None:
        return items[first:]
    size = to_int(length)
    return items[first : first + size] if 1 <= size <= len(items) - first else None


@builtin("append", "list: list, item*: any")
def append(items: list[Value], *added: Value) -> list[Value]:
    return _limited([*items, *added])


@builtin("concatenate", "list*: list")
def concatenate(*lists: list[Value]) -> list[Value]:
    return _limited([item for items in lists for item in items])


@builtin("insert before", "list: list, position: number, newItem: any")
def insert_before(items: list[Value], position: Decimal, item: Value) -> list[Value]:
    index = _index(items, position)
    return _limited([*items[:index], item, *items[index:]])


@builtin("remove", "list: list, position: number")
def remove(items: list[Value], position: Decimal) -> list[Value]:
    index = _index(items, position)
    return [*items[:index], *items[index + 1 :]]


@builtin(
    "list replace",
    "list: list, position: number, newItem: any",
    "list: list, match: function, newItem: any",
    needs_run=True,
)
def list_replace(run: Run, items: list[Value], where: Value, item: Value) -> list[Value] | None:
    if isinstance(where, Decimal):
        index = _index(items, where)
        return [*items[:index], item, *items[index + 1 :]]
    answers = [where.call([old, item], run) for old in items]
    if not all(isinstance(answer, bool) for answer in answers):
        return None
    return [item if answer else old for old, answer in zip(items, answers, strict=True)]


@builtin("reverse", "list: list")
def reverse(items: list[Value]) -> list[Value]:
    return items[::-1]


@builtin("index of", "list: list, match: any", needs_run=True)
def index_of(run: Run, items: list[Value], match: Value) -> list[Value]:
    return [Decimal(place) for place, item in enumerate(items, 1) if equal(item, match, run) is True]


@builtin("union", "list*: list", needs_run=True)
def union(run: Run, *lists: list[Value]) -> list[Value]:
    return distinct_values(run, concatenate(*lists))


@builtin("distinct values", "list: list", needs_run=True)
def distinct_values(run: Run, items: list[Value]) -> list[Value]:
    """The first of equal values stays, in the order of the list."""
    seen: dict[Hashable, Value] = {}
    for item in items:
        seen.setdefault(identity_key(item, run), item)
    return list(seen.values())


@builtin("flatten", "list: list", needs_run=True)
def flatten(run: Run, items: list[Value]) -> list[Value]:
    flat: list[Value] = []
    stack = [iter(items)]
    while stack:
        for item in stack[-1]:
            run.spend(1)
            if type(item) is list:
                stack.append(iter(item))
                break
            flat.append(item)
        else:
            stack.pop()
    return _limited(flat)


@builtin("sort", "list: list, precedes?: function|null", needs_run=True)
def sort(run: Run, items: list[Value], precedes: FeelFunction | None = None) -> list[Value] | None:
    """Stable; ``precedes`` says whether its first argument comes before its second."""
    if precedes is None:
        kinds = {type(item) for item in items}
        return sorted(items) if kinds in ({Decimal}, {str}) or not items else None

    def compare(left: Value, right: Value) -> int:
        if precedes.call([left, right], run) is True:
            return -1
        return 1 if precedes.call([right, left], run) is True else 0

    return sorted(items, key=cmp_to_key(compare))

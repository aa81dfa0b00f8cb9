"""not, is, all, any (DMN 1.5, 10.3.4.2, 10.3.4.4, 10.3.4.7)."""

from __future__ import annotations

import datetime as dt

from engine.feel.comparison import equal
from engine.feel.functions.registry import builtin
from engine.feel.runtime import Run
from engine.feel.temporal import zone_text
from engine.feel.types import Value


@builtin("not", "negand: any")
def negation(value: Value) -> bool | None:
    return not value if isinstance(value, bool) else None


@builtin("is", "value1: any, value2: any", needs_run=True)
def is_same(run: Run, left: Value, right: Value) -> bool:
    """Of the same type and equal; times and moments also in the same zone."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dt.time | dt.datetime):
        return left.replace(tzinfo=None) == right.replace(tzinfo=None) and zone_text(left) == zone_text(right)
    return equal(left, right, run) is True


@builtin("all", "list: list", "b*: any")
def all_true(*values: Value) -> bool | None:
    return _quantify(values, decisive=False)


@builtin("any", "list: list", "b*: any")
def any_true(*values: Value) -> bool | None:
    return _quantify(values, decisive=True)


def _quantify(values: tuple[Value, ...], *, decisive: bool) -> bool | None:
    items = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
    if any(item is decisive for item in items):
        return decisive
    return (not decisive) if all(item is (not decisive) for item in items) else None

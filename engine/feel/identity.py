"""A hashable key for each FEEL value: equal values, and only these, have equal keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable

from engine.feel.runtime import FeelFunction, Run
from engine.feel.types import Range, Value


def identity_key(value: Value, run: Run) -> Hashable:
    """The key; its size is paid for from the budget."""
    run.spend(1)
    if isinstance(value, list):
        return "list", tuple(identity_key(item, run) for item in value)
    if isinstance(value, dict):
        return "context", frozenset((key, identity_key(item, run)) for key, item in value.items())
    if isinstance(value, Range):
        ends = identity_key(value.start, run), identity_key(value.end, run)
        return "range", ends, value.start_included, value.end_included
    if isinstance(value, FeelFunction):
        return "function", id(value)
    zoned = value.tzinfo is not None if isinstance(value, dt.time | dt.datetime) else None
    return type(value), zoned, value

"""What a decision table gives when several of its rules match (DMN 1.5, 8.2.10, 8.2.11)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.errors import DecisionError
from engine.feel.comparison import equal
from engine.feel.functions import BUILTINS
from engine.feel.identity import identity_key
from engine.feel.runtime import Run
from engine.feel.types import Value

Hits = list[Value]
OutputOrder = Callable[[int], tuple[int, ...]]
"""The place of a hit's outputs among the output values, hit counted from 0."""

POLICIES = frozenset(("UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"))
AGGREGATIONS = frozenset(("", "SUM", "MIN", "MAX", "COUNT"))
_LISTS = frozenset(("COLLECT", "RULE ORDER", "OUTPUT ORDER"))


def settle(policy: str, aggregation: str, owner: str, hits: Hits, order: OutputOrder, run: Run) -> Value:
    """The table's value of one or more hits in rule order; DecisionError where the policy forbids them."""
    if policy == "UNIQUE" and len(hits) > 1:
        raise DecisionError(
            decision=owner, reason="several rules match where only one may (hit policy unique)"
        )
    if policy == "ANY" and not all(equal(hit, hits[0], run) is True for hit in hits[1:]):
        raise DecisionError(decision=owner, reason="matching rules disagree (hit policy any)")
    if policy in _LISTS:
        if policy == "OUTPUT ORDER":
            return [hits[place] for place in sorted(range(len(hits)), key=order)]
        return aggregate(aggregation, hits, run)
    return hits[min(range(len(hits)), key=order)] if policy == "PRIORITY" else hits[0]


def aggregate(aggregation: str, hits: Hits, run: Run) -> Value:
    """The list, or its sum, smallest, largest, or number of different values."""
    if aggregation == "COUNT":
        return Decimal(len({identity_key(hit, run) for hit in hits}))
    return BUILTINS[aggregation.lower()].call([hits], run) if aggregation else hits


def is_list(policy: str, aggregation: str) -> bool:
    """Whether the table's value is a list."""
    return policy in _LISTS and not aggregation

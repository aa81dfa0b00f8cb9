"""One evaluation of a decision: the budget, the clock, and which rules matched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from engine.feel.limits import DEFAULT_BUDGET
from engine.feel.runtime import Run


class DecisionRun(Run):
    """``matched`` holds the numbers, from 1, of the rules that matched, by name of decision or model."""

    __slots__ = ("matched",)

    def __init__(self, now: dt.datetime | None, budget: int = DEFAULT_BUDGET) -> None:
        super().__init__(now, budget)
        self.matched: dict[str, list[int]] = {}

    def note(self, owner: str, rules: Iterable[int]) -> None:
        self.matched.setdefault(owner, []).extend(rules)

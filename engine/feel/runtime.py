"""What an evaluation carries along: its steps, its clock, and the names in scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from engine.errors import FeelError
from engine.feel.limits import MAX_CALLS
from engine.feel.syntax import Position
from engine.feel.types import Value

NOWHERE = Position()


class Run:
    """One evaluation: the steps left, the time it runs at, how deep user functions call one another."""

    __slots__ = ("calls", "left", "now")

    def __init__(self, now: dt.datetime | None, budget: int) -> None:
        self.now = now
        self.left = budget
        self.calls = 0

    def spend(self, steps: int, at: Position = NOWHERE) -> None:
        """Take steps from the budget; FeelError when it is used up."""
        self.left -= steps
        if self.left < 0:
            raise FeelError(
                "the expression takes too long",
                line=at.line,
                column=at.column,
                reason_code="budget-exhausted",
            )


class Frame:
    """Names of one scope; ``parent`` is the scope around it."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: Mapping[str, Value], parent: Frame | None, run: Run) -> None:
        self.names = names
        self.parent = parent
        self.run = run


Code = Callable[[Frame], Any]
"""A compiled node: gives the value in a frame."""


class FeelFunction:
    """Anything a FEEL expression can call: built-in, function literal, knowledge model, decision service."""

    __slots__ = ()

    def call(self, values: list[Value], run: Run, at: Position = NOWHERE) -> Value:
        """The result for positional arguments; null where they do not fit."""
        raise NotImplementedError

    def call_named(self, named: dict[str, Value], run: Run, at: Position = NOWHERE) -> Value:
        """The result for named arguments; null where they do not fit."""
        raise NotImplementedError


class UserFunction(FeelFunction):
    """A function literal with the scope it was written in."""

    __slots__ = ("body", "checks", "cost", "frame", "parameters")

    def __init__(
        self,
        parameters: tuple[str, ...],
        checks: tuple[Callable[[Value], Value] | None, ...],
        body: Code,
        frame: Frame,
        cost: int,
    ) -> None:
        self.parameters = parameters
        self.checks = checks
        self.body = body
        self.frame = frame
        self.cost = cost

    def call_named(self, named: dict[str, Value], run: Run, at: Position = NOWHERE) -> Value:
        if named.keys() != set(self.parameters):
            return None
        return self.call([named[name] for name in self.parameters], run, at)

    def call(self, values: list[Value], run: Run, at: Position = NOWHERE) -> Value:
        if len(values) != len(self.parameters):
            return None
        run.spend(self.cost, at)
        scope: dict[str, Value] = {}
        for name, check, value in zip(self.parameters, self.checks, values, strict=True):
            checked = value if check is None else check(value)
            if checked is None and value is not None:
                return None
            scope[name] = checked
        run.calls += 1
        if run.calls > MAX_CALLS:
            raise FeelError(
                "functions call one another too deeply",
                line=at.line,
                column=at.column,
                reason_code="too-deep",
            )
        try:
            return self.body(Frame(scope, self.frame, run))
        finally:
            run.calls -= 1

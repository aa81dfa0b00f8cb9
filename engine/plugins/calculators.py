"""Calculators: functions that a service task runs inside the command's transaction.

Pure, or writing to the database only: so they take effect exactly once.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.plugins.registry import Registry

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class CalculatorContext:
    """The case a calculator works for. ``completers`` maps node ids to who completed them last.

    ``artifact(kind, key)``: the text of a form, decision or letter as deployed with the case's process;
    None for what its deployment does not pin.
    """

    instance_id: int
    root_id: int
    tracking_code: str
    unit: str
    business_key: str
    started_by: str | None
    node: str
    now: datetime
    completers: Mapping[str, str]
    artifact: Callable[[str, str], str | None] = lambda kind, key: None


@dataclass(frozen=True, slots=True)
class Calculator:
    """A registered calculator; ``writes`` ones name a ``simulate`` function for dry runs."""

    name: str
    function: Function
    title: str
    writes: bool
    simulate: Function | None
    takes_context: bool

    def run(self, inputs: dict[str, Any], context: CalculatorContext) -> Any:
        """The result as FEEL values. BusinessError routes; anything else becomes an incident."""
        return self.function(inputs, context) if self.takes_context else self.function(inputs)


calculators: Registry[Calculator] = Registry("calculator")


def calculator(
    name: str, *, title: str = "", writes: bool = False, simulate: Function | None = None
) -> Callable[[Function], Function]:
    """Register ``function(inputs)`` or ``function(inputs, context)`` under a name."""

    def register(function: Function) -> Function:
        calculators.register(
            name, Calculator(name, function, title, writes, simulate, _takes_two_arguments(function))
        )
        return function

    return register


def get_calculator(name: str) -> Calculator:
    """The calculator of that name. Raises NotFound."""
    return calculators.get(name)


def _takes_two_arguments(function: Function) -> bool:
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind is inspect.Parameter.VAR_POSITIONAL for parameter in parameters):
        return True
    return sum(parameter.kind in positional for parameter in parameters) >= 2

"""What ``advance`` answers: the new state, what to do, what happened, and what to ask the calculators."""

from dataclasses import dataclass
from typing import Any

from engine.runtime.commands import Effect
from engine.runtime.events import Event
from engine.runtime.instance_state import InstanceState


@dataclass(slots=True)
class CalculatorCall:
    """Run the calculator, then ``advance`` with its answer for ``token``.

    ``result_variable`` is told for information: ``advance`` itself puts the result into the variables.
    """

    token: int
    node: str
    calculator: str
    inputs: dict[str, Any]
    result_variable: str = ""


@dataclass(slots=True)
class ProcessCall:
    """Find the newest version of process ``key``, then ``advance`` with ProcessFound for ``token``."""

    token: int
    node: str
    key: str


Call = CalculatorCall | ProcessCall


@dataclass(slots=True)
class Step:
    """``calls``: only the calls begun by this step; those of earlier steps are still to be answered.

    Ask ``state.awaits_calculator(call.token)`` before running one: another branch may have ended it.
    ``engine.runtime.execute`` does all of this.
    """

    state: InstanceState
    effects: list[Effect]
    events: list[Event]
    calls: list[Call]

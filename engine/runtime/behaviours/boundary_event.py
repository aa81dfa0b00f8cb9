"""Boundary event (BPMN 10.5.4, 13.5.3): its trigger has been handled, a token leaves by its flows."""

from engine.definition import BoundaryEvent
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.visits import leave


def execute(run: Run, token: Token, node: BoundaryEvent) -> None:
    leave(run, token, node)

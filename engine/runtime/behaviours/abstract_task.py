"""Abstract task (BPMN 13.3.3): nothing says what to do, so it completes as soon as it is activated."""

from engine.definition import AbstractTask
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.visits import finish


def execute(run: Run, token: Token, node: AbstractTask) -> None:
    finish(run, token, node, None)

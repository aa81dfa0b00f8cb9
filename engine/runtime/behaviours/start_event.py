"""Start event (BPMN 10.5.2, 13.5.1): it holds no token, every outgoing flow gets one."""

from engine.definition import StartEvent
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.visits import leave


def execute(run: Run, token: Token, node: StartEvent) -> None:
    leave(run, token, node)

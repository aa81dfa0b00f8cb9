"""Manual task (BPMN 10.3.3, 13.3.3): a conceptual model that no IT system executes; the token passes."""

from engine.definition import ManualTask
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.visits import finish


def execute(run: Run, token: Token, node: ManualTask) -> None:
    finish(run, token, node, None)

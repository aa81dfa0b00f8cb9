"""Send task (BPMN 10.3.3, 13.3.3): the message is sent on activation, which completes the task."""

from engine.definition import SendTask
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.throwing import prepare
from engine.runtime.visits import finish


def execute(run: Run, token: Token, node: SendTask) -> None:
    send = prepare(run, token, node.message, node.inputs)
    assert send is not None
    send()
    if token.id in run.state.tokens:
        finish(run, token, node, None)

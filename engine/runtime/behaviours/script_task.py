"""Script task (BPMN 10.3.3, 13.3.3): the script (FEEL) is run on activation, its end completes the task."""

from engine.definition import ScriptTask
from engine.runtime import events
from engine.runtime.data import visible_in
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.values import check_result
from engine.runtime.visits import finish


def execute(run: Run, token: Token, node: ScriptTask) -> None:
    result = node.script.evaluate(visible_in(run, token, node), now=run.local_now)
    check_result(result)
    run.events.append(events.ScriptEvaluated(token.id, node.id, result))
    finish(run, token, node, result)

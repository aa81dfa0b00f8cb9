"""Service task and send task (BPMN 10.3.3, 13.3.3): the plug-in is invoked, its result completes the task.

A calculator answers within the command; a connector runs as a job after it.
"""

from engine.definition import ServiceTask
from engine.runtime import events
from engine.runtime.commands import RunConnector
from engine.runtime.data import activity_inputs, evaluate_mappings
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.step import CalculatorCall
from engine.runtime.visits import wait


def execute(run: Run, token: Token, node: ServiceTask) -> None:
    inputs = activity_inputs(run, token, node)
    inputs.update(evaluate_mappings(run, node.parameters, run.variables(token)))
    if node.calculator:
        run.state.tokens[token.id] = token.waiting("calculator", token.catches)
        run.calls.append(CalculatorCall(token.id, node.id, node.calculator, inputs, node.result_variable))
        run.events.append(events.CalculatorCalled(token.id, node.id, node.calculator, inputs))
    else:
        wait(run, token, "connector")
        run.effects.append(
            RunConnector(token.id, run.place(token, node.id), node.connector, inputs, node.retries)
        )
        run.events.append(events.ConnectorScheduled(token.id, node.id, node.connector, inputs))

"""Intermediate throw and end events (BPMN 10.5.3, 10.5.4, 13.5.2, 13.5.6).

What they throw is thrown, several things in the order of the file; then the token goes on, or at an end
is consumed. A throwing link puts it at the catching half, from where it goes on (10.5.5 Link). Terminate:
every token of the scope is taken away; of the process, the instance ends abnormally.
"""

from engine.definition import CompensationDefinition, EndEvent, IntermediateThrowEvent
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.throwing import prepare, throw_all
from engine.runtime.visits import leave


def execute(run: Run, token: Token, node: IntermediateThrowEvent | EndEvent) -> None:
    if not node.definitions:
        leave(run, token, node)
        return
    if isinstance(node, IntermediateThrowEvent) and node.target:
        run.leave_by_link(token, node)
        return
    throws = [prepare(run, token, definition, node.inputs) for definition in node.definitions]
    compensations = [each for each in node.definitions if isinstance(each, CompensationDefinition)]
    throw_all(run, token, [throw for throw in throws if throw is not None], compensations)

"""Intermediate catch event (BPMN 10.5.4, 13.5.2): it holds its token until what it waits for happens, once.

A catching link passes it on (10.5.5 Link).
"""

from engine.definition import IntermediateCatchEvent, LinkDefinition
from engine.runtime.catching import carry_out, plan
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.visits import leave


def execute(run: Run, token: Token, node: IntermediateCatchEvent) -> None:
    if isinstance(node.definitions[0], LinkDefinition):
        leave(run, token, node)
        return
    planned = plan(run, token.id, [node], run.variables(token))
    run.state.tokens[token.id] = token.waiting("event", carry_out(run, token.id, planned))

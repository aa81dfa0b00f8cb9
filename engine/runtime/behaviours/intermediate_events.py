"""Intermediate events in the normal flow (BPMN 10.5.4, 13.5.2).

A none throw event passes its token on. A throwing link puts it at the catching half, from where it goes
on (10.5.5 Link). A timer holds it until it is due; a cycle lets it pass once, for the event is consumed.
"""

from engine.definition import IntermediateCatchEvent, IntermediateThrowEvent, LinkDefinition
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.timers import arm_event
from engine.runtime.visits import leave


def throw(run: Run, token: Token, node: IntermediateThrowEvent) -> None:
    if node.target:
        run.leave_by_link(token, node)
    else:
        leave(run, token, node)


def catch(run: Run, token: Token, node: IntermediateCatchEvent) -> None:
    if isinstance(node.definition, LinkDefinition):
        leave(run, token, node)
    else:
        run.state.tokens[token.id] = token.waiting("event", arm_event(run, token, node))

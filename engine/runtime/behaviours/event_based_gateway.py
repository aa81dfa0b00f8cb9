"""Event-based gateway (BPMN 10.6.6, 13.4.4): it waits for all events behind it; the first one takes its flow."""

from engine.definition import EventBasedGateway
from engine.runtime.catching import carry_out, plan
from engine.runtime.instance_state import Token
from engine.runtime.run import Run


def execute(run: Run, token: Token, node: EventBasedGateway) -> None:
    nodes = run.process_of(token.scope).nodes
    behind = [nodes[flow.target] for flow in node.outgoing]
    planned = plan(run, token.id, behind, run.variables(token))
    run.state.tokens[token.id] = token.waiting("event", carry_out(run, token.id, planned))

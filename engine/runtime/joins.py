"""Joins that can be judged only when nothing else moves: inclusive and complex gateways (BPMN 13.4.3, 13.4.5)."""

from engine.definition import ComplexGateway, InclusiveGateway
from engine.runtime.behaviours import complex_gateway, inclusive_gateway
from engine.runtime.run import Run


def fire_one(run: Run) -> bool:
    """Let the first gateway go on that may; whether there was one. Call it when all tokens wait."""
    if not run.process.may_join_late:
        return False
    for token in run.state.tokens.values():
        if token.state not in ("join", "reset"):
            continue
        node = run.node(token)
        if isinstance(node, InclusiveGateway):
            has_fired = inclusive_gateway.fire(run, token, node)
        elif isinstance(node, ComplexGateway) and token.state == "reset":
            has_fired = complex_gateway.reset(run, token, node)
        else:
            has_fired = False
        if has_fired:
            return True
    return False

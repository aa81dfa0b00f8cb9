"""Business rule task (BPMN 10.3.3, 13.3.3): evaluating the decision (DMN) on activation completes it."""

from engine.definition import BusinessRuleTask
from engine.runtime import events
from engine.runtime.data import activity_inputs
from engine.runtime.instance_state import Token
from engine.runtime.run import Failed, Run
from engine.runtime.values import check_result
from engine.runtime.visits import finish


def execute(run: Run, token: Token, node: BusinessRuleTask) -> None:
    model = run.process_of(token.scope).decisions.get(node.decision)
    if model is None:
        raise Failed("decision-missing", decision=node.decision)
    inputs = activity_inputs(run, token, node)
    result = model.evaluate_with_trace(node.decision, inputs, now=run.local_now)
    check_result(result.value)
    run.events.append(
        events.DecisionEvaluated(token.id, node.id, node.decision, inputs, result.value, dict(result.matched))
    )
    finish(run, token, node, result.value)

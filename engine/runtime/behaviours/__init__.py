"""What a token does at each type of flow node: one module per BPMN element, found by the class of the node.

A behaviour is ``execute(run, token, node)``. It evaluates first and changes after; a Failed, FeelError
or DecisionError it raises holds the token in an incident, and a retry executes it again.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine import definition
from engine.runtime.behaviours import (
    abstract_task,
    boundary_event,
    business_rule_task,
    end_event,
    exclusive_gateway,
    inclusive_gateway,
    intermediate_events,
    manual_task,
    parallel_gateway,
    script_task,
    service_task,
    start_event,
    user_task,
)
from engine.runtime.instance_state import Token
from engine.runtime.run import Run

# The third argument of each behaviour is a node of the class it is registered for.
BEHAVIOURS: Mapping[type[definition.Node], Callable[[Run, Token, Any], None]] = {
    definition.AbstractTask: abstract_task.execute,
    definition.BoundaryEvent: boundary_event.execute,
    definition.BusinessRuleTask: business_rule_task.execute,
    definition.EndEvent: end_event.execute,
    definition.ExclusiveGateway: exclusive_gateway.execute,
    definition.InclusiveGateway: inclusive_gateway.execute,
    definition.IntermediateCatchEvent: intermediate_events.catch,
    definition.IntermediateThrowEvent: intermediate_events.throw,
    definition.ManualTask: manual_task.execute,
    definition.ParallelGateway: parallel_gateway.execute,
    definition.ScriptTask: script_task.execute,
    definition.ServiceTask: service_task.execute,
    definition.StartEvent: start_event.execute,
    definition.UserTask: user_task.execute,
}

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
    call_activity,
    catch_event,
    complex_gateway,
    event_based_gateway,
    exclusive_gateway,
    inclusive_gateway,
    manual_task,
    parallel_gateway,
    receive_task,
    script_task,
    send_task,
    service_task,
    start_event,
    sub_process,
    throw_events,
    user_task,
)
from engine.runtime.instance_state import Token
from engine.runtime.run import Run

# The third argument of each behaviour is a node of the class it is registered for.
BEHAVIOURS: Mapping[type[definition.Node], Callable[[Run, Token, Any], None]] = {
    definition.AbstractTask: abstract_task.execute,
    definition.AdHocSubProcess: sub_process.execute,
    definition.BoundaryEvent: boundary_event.execute,
    definition.BusinessRuleTask: business_rule_task.execute,
    definition.CallActivity: call_activity.execute,
    definition.ComplexGateway: complex_gateway.execute,
    definition.EndEvent: throw_events.execute,
    definition.EventBasedGateway: event_based_gateway.execute,
    definition.EventSubProcess: sub_process.execute,
    definition.ExclusiveGateway: exclusive_gateway.execute,
    definition.InclusiveGateway: inclusive_gateway.execute,
    definition.IntermediateCatchEvent: catch_event.execute,
    definition.IntermediateThrowEvent: throw_events.execute,
    definition.ManualTask: manual_task.execute,
    definition.ParallelGateway: parallel_gateway.execute,
    definition.ReceiveTask: receive_task.execute,
    definition.ScriptTask: script_task.execute,
    definition.SendTask: send_task.execute,
    definition.ServiceTask: service_task.execute,
    definition.StartEvent: start_event.execute,
    definition.SubProcess: sub_process.execute,
    definition.Transaction: sub_process.execute,
    definition.UserTask: user_task.execute,
}

"""The compiled process graph: frozen dataclasses shared by the compiler and the runtime."""

from engine.definition.attribute import Attribute
from engine.definition.events import (
    ErrorDefinition,
    EventDefinition,
    LinkDefinition,
    TerminateDefinition,
    TimerDefinition,
)
from engine.definition.nodes import (
    AbstractTask,
    Activity,
    BoundaryEvent,
    BusinessRuleTask,
    EndEvent,
    ExclusiveGateway,
    Flow,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    IoMapping,
    ManualTask,
    Node,
    ParallelGateway,
    ScriptTask,
    ServiceTask,
    StartEvent,
    UserTask,
)
from engine.definition.process import Decision, Process
from engine.definition.references import Reference, external_references

__all__ = [
    "AbstractTask",
    "Activity",
    "Attribute",
    "BoundaryEvent",
    "BusinessRuleTask",
    "Decision",
    "EndEvent",
    "ErrorDefinition",
    "EventDefinition",
    "ExclusiveGateway",
    "Flow",
    "InclusiveGateway",
    "IntermediateCatchEvent",
    "IntermediateThrowEvent",
    "IoMapping",
    "LinkDefinition",
    "ManualTask",
    "Node",
    "ParallelGateway",
    "Process",
    "Reference",
    "ScriptTask",
    "ServiceTask",
    "StartEvent",
    "TerminateDefinition",
    "TimerDefinition",
    "UserTask",
    "external_references",
]

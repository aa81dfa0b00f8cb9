"""The words of BPMN XML: kinds of elements, and which event may stand where (BPMN 10.5, Tables 10.84–10.93).

What an element may hold and which attributes it has is said in ``grammar``.
"""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
KARTABL = "urn:kartabl:bpmn:1"
FOREIGN_DIALECTS = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://camunda.org/schema/zeebe/1.0": "zeebe",
    "http://flowable.org/bpmn": "flowable",
    "http://activiti.org/bpmn": "activiti",
    "http://www.jboss.org/drools": "jbpm",
}

TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask"}
    | {"businessRuleTask"}
)
GLOBAL_TASKS = frozenset(
    {"globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"}
)
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
GATEWAYS = frozenset(
    {"exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway", "eventBasedGateway"}
)
CATCH_EVENTS = frozenset({"startEvent", "boundaryEvent", "intermediateCatchEvent"})
THROW_EVENTS = frozenset({"endEvent", "intermediateThrowEvent"})
EVENTS = CATCH_EVENTS | THROW_EVENTS
SUPPORTED_NODES = ACTIVITIES | GATEWAYS | EVENTS
FLOW_NODES = (
    SUPPORTED_NODES
    | {"implicitThrowEvent", "event"}
    | {"choreographyTask", "subChoreography", "callChoreography"}
)

MESSAGE, TIMER, SIGNAL = "messageEventDefinition", "timerEventDefinition", "signalEventDefinition"
ERROR, ESCALATION = "errorEventDefinition", "escalationEventDefinition"
CONDITIONAL, LINK = "conditionalEventDefinition", "linkEventDefinition"
COMPENSATION, CANCEL = "compensateEventDefinition", "cancelEventDefinition"
TERMINATE = "terminateEventDefinition"
LINK_HALVES = ("intermediateThrowEvent", "intermediateCatchEvent")
EVENT_DEFINITIONS = frozenset(
    {MESSAGE, TIMER, SIGNAL, ERROR, ESCALATION, CONDITIONAL, LINK, COMPENSATION, CANCEL, TERMINATE}
)

PROCESS_START, SUB_PROCESS_START = "start of a process", "start of a sub-process"
EVENT_SUB_PROCESS_START = "start of an event sub-process"
_OUTSIDE = frozenset({MESSAGE, TIMER, SIGNAL, CONDITIONAL})
EVENT_PLACES = {  # place → what may trigger or be thrown there
    PROCESS_START: _OUTSIDE,
    SUB_PROCESS_START: frozenset[str](),
    EVENT_SUB_PROCESS_START: _OUTSIDE | {ERROR, ESCALATION, COMPENSATION},
    "boundaryEvent": _OUTSIDE | {ERROR, ESCALATION, COMPENSATION, CANCEL},
    "intermediateCatchEvent": _OUTSIDE | {LINK},
    "intermediateThrowEvent": frozenset({MESSAGE, SIGNAL, ESCALATION, COMPENSATION, LINK}),
    "endEvent": frozenset({MESSAGE, SIGNAL, ERROR, ESCALATION, COMPENSATION, CANCEL, TERMINATE}),
}
BEHIND_EVENT_GATEWAY = _OUTSIDE
THROWN_BY_LOOP = frozenset({MESSAGE, SIGNAL, ERROR, ESCALATION})

STANDARD_LOOP, MULTI_INSTANCE = "standardLoopCharacteristics", "multiInstanceLoopCharacteristics"
LOOPS = frozenset({STANDARD_LOOP, MULTI_INSTANCE})
DATA_ITEMS = frozenset(
    {"dataObject", "dataObjectReference", "property", "dataInput", "dataOutput", "inputDataItem"}
    | {"outputDataItem"}
)
SCRIPT_FORMATS = frozenset({"feel", "application/feel", "text/feel", "application/x-feel"})

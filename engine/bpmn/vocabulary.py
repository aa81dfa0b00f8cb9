"""The words of BPMN XML: what Kartabl executes today, what it knows but refuses, and its own attributes.

An element moves from the refused to the executed ones together with its behaviour in ``engine.runtime``.
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
    {"task", "userTask", "manualTask", "serviceTask", "sendTask", "scriptTask", "businessRuleTask"}
)
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway"})
EVENTS = frozenset(
    {"startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"}
)
SUPPORTED_NODES = TASKS | GATEWAYS | EVENTS

ACTIVITIES = TASKS | {"receiveTask", "callActivity", "subProcess", "transaction", "adHocSubProcess"}
ALL_GATEWAYS = GATEWAYS | {"complexGateway", "eventBasedGateway"}
FLOW_NODES = (
    ACTIVITIES
    | ALL_GATEWAYS
    | EVENTS
    | {"implicitThrowEvent", "event"}
    | {"choreographyTask", "subChoreography", "callChoreography"}
)

TIMER, ERROR, TERMINATE = "timerEventDefinition", "errorEventDefinition", "terminateEventDefinition"
LINK = "linkEventDefinition"
EVENT_DEFINITIONS_OF = {
    "startEvent": frozenset[str](),
    "endEvent": frozenset({ERROR, TERMINATE}),
    "boundaryEvent": frozenset({TIMER, ERROR}),
    "intermediateCatchEvent": frozenset({TIMER, LINK}),
    "intermediateThrowEvent": frozenset({LINK}),
}

DRAWN_ONLY = frozenset(
    {"laneSet", "textAnnotation", "association", "group", "dataObject", "dataObjectReference"}
    | {"dataStoreReference"}
)
COMMON_CHILDREN = frozenset({"documentation", "extensionElements"})
PROCESS_CHILDREN = COMMON_CHILDREN | DRAWN_ONLY | FLOW_NODES | {"sequenceFlow"}
DEFINITIONS_CHILDREN = COMMON_CHILDREN | {
    "process", "collaboration", "error", "message", "signal", "escalation", "itemDefinition", "category",
    "dataStore", "import", "extension", "interface", "relationship", "resource", "endPoint", TIMER, ERROR,
    TERMINATE, "messageEventDefinition", "signalEventDefinition", "escalationEventDefinition",
    "conditionalEventDefinition",
}  # fmt: skip
NODE_CHILDREN = COMMON_CHILDREN | {"incoming", "outgoing"}
CHILDREN_OF = {
    "scriptTask": NODE_CHILDREN | {"script"},
    "sequenceFlow": COMMON_CHILDREN | {"conditionExpression"},
    TIMER: COMMON_CHILDREN | {"timeDate", "timeDuration", "timeCycle"},
    ERROR: COMMON_CHILDREN,
    TERMINATE: COMMON_CHILDREN,
    LINK: COMMON_CHILDREN | {"source", "target"},
    **{event: NODE_CHILDREN | {"eventDefinitionRef", TIMER, ERROR, TERMINATE, LINK} for event in EVENTS},
}

_ACTIVITY_ATTRIBUTES = frozenset({"default", "isForCompensation", "startQuantity", "completionQuantity"})
ATTRIBUTES_OF = {
    "process": frozenset({"isExecutable", "processType", "isClosed", "definitionalCollaborationRef"}),
    "sequenceFlow": frozenset({"sourceRef", "targetRef", "isImmediate"}),
    "startEvent": frozenset({"isInterrupting", "parallelMultiple"}),
    "endEvent": frozenset[str](),
    "boundaryEvent": frozenset({"attachedToRef", "cancelActivity", "parallelMultiple"}),
    "intermediateCatchEvent": frozenset({"parallelMultiple"}),
    "intermediateThrowEvent": frozenset[str](),
    "exclusiveGateway": frozenset({"gatewayDirection", "default"}),
    "inclusiveGateway": frozenset({"gatewayDirection", "default"}),
    "parallelGateway": frozenset({"gatewayDirection"}),
    "task": _ACTIVITY_ATTRIBUTES,
    "manualTask": _ACTIVITY_ATTRIBUTES,
    "scriptTask": _ACTIVITY_ATTRIBUTES | {"scriptFormat"},
    "userTask": _ACTIVITY_ATTRIBUTES | {"implementation"},
    "serviceTask": _ACTIVITY_ATTRIBUTES | {"implementation"},
    "sendTask": _ACTIVITY_ATTRIBUTES | {"implementation"},
    "businessRuleTask": _ACTIVITY_ATTRIBUTES | {"implementation"},
    TIMER: frozenset[str](),
    ERROR: frozenset({"errorRef"}),
    TERMINATE: frozenset[str](),
    LINK: frozenset[str](),
}

_PLUG_IN = frozenset({"calculator", "connector", "letter", "resultVariable", "retries", "message"})
KARTABL_ATTRIBUTES = {
    "process": frozenset(
        {"starterRoles", "title", "versionTag", "trackingPrefix", "expectedDuration", "retention"}
    ),
    "startEvent": frozenset({"formKey"}),
    "manualTask": frozenset({"formKey"}),
    "userTask": frozenset(
        {"formKey", "role", "unit", "assignee", "due", "calendar", "priority", "distinctFrom"}
        | {"notRelatedTo", "outcomes"}
    ),
    "serviceTask": _PLUG_IN,
    "sendTask": _PLUG_IN,
    "businessRuleTask": frozenset({"decision", "resultVariable"}),
    "scriptTask": frozenset({"resultVariable"}),
    "boundaryEvent": frozenset({"calendar"}),
    "intermediateCatchEvent": frozenset({"calendar"}),
}
SCRIPT_FORMATS = frozenset({"feel", "application/feel", "text/feel", "application/x-feel"})

"""What may stand inside each element and which attributes it has (BPMN 10; design: engine.md).

Elements that are drawn only, such as lanes and data objects, are not listed and not looked into.
"""

from engine.bpmn.vocabulary import (
    ACTIVITIES,
    CANCEL,
    CATCH_EVENTS,
    COMPENSATION,
    CONDITIONAL,
    ERROR,
    ESCALATION,
    EVENT_DEFINITIONS,
    EVENTS,
    GLOBAL_TASKS,
    LINK,
    LOOPS,
    MESSAGE,
    MULTI_INSTANCE,
    SIGNAL,
    STANDARD_LOOP,
    SUB_PROCESSES,
    SUPPORTED_NODES,
    TERMINATE,
    THROW_EVENTS,
    TIMER,
)

Words = frozenset[str]
NONE: Words = frozenset()

COMMON_CHILDREN: Words = frozenset({"documentation", "extensionElements"})
ROOT_CHILDREN: Words = (
    COMMON_CHILDREN
    | EVENT_DEFINITIONS
    | GLOBAL_TASKS
    | {"process", "collaboration", "error", "message", "signal", "escalation", "itemDefinition", "category"}
    | {"dataStore", "import", "extension", "interface", "relationship", "resource", "endPoint"}
    | {"partnerEntity", "partnerRole"}
)
EXPRESSIONS: Words = frozenset(
    {"conditionExpression", "condition", "loopCondition", "loopCardinality", "completionCondition"}
    | {"activationCondition", "timeDate", "timeDuration", "timeCycle", "transformation", "from", "to"}
)

_IN_A_SCOPE: Words = SUPPORTED_NODES | {
    "sequenceFlow", "laneSet", "textAnnotation", "association", "group", "property",
    "dataObject", "dataObjectReference", "dataStoreReference",
}  # fmt: skip
_NODE: Words = COMMON_CHILDREN | {"incoming", "outgoing", "categoryValueRef"}
_ASSOCIATIONS: Words = frozenset({"dataInputAssociation", "dataOutputAssociation"})
_ACTIVITY: Words = _NODE | _ASSOCIATIONS | LOOPS | {"property"}
_CATCH: Words = _NODE | EVENT_DEFINITIONS | {
    "eventDefinitionRef", "property", "dataOutput", "dataOutputAssociation", "outputSet",
}  # fmt: skip
_THROW: Words = _NODE | EVENT_DEFINITIONS | {
    "eventDefinitionRef", "property", "dataInput", "dataInputAssociation", "inputSet",
}  # fmt: skip
_CALLABLE: Words = COMMON_CHILDREN | {"ioSpecification", "ioBinding", "supportedInterfaceRef"}
_SUB_PROCESS: Words = _ACTIVITY | _IN_A_SCOPE

CHILDREN_OF: dict[str, Words] = {
    **dict.fromkeys(SUPPORTED_NODES, _NODE),
    **dict.fromkeys(ACTIVITIES, _ACTIVITY | {"ioSpecification"}),
    **dict.fromkeys(SUB_PROCESSES, _SUB_PROCESS),
    **dict.fromkeys(CATCH_EVENTS, _CATCH),
    **dict.fromkeys(THROW_EVENTS, _THROW),
    **dict.fromkeys(EVENT_DEFINITIONS, COMMON_CHILDREN),
    **dict.fromkeys(EXPRESSIONS, COMMON_CHILDREN),
    **dict.fromkeys(GLOBAL_TASKS, _CALLABLE),
    **dict.fromkeys(_ASSOCIATIONS, COMMON_CHILDREN | {"sourceRef", "targetRef", "transformation", "assignment"}),
    "process": _CALLABLE | _IN_A_SCOPE,
    "sequenceFlow": COMMON_CHILDREN | {"conditionExpression", "categoryValueRef"},
    "scriptTask": _ACTIVITY | {"ioSpecification", "script"},
    "globalScriptTask": _CALLABLE | {"script"},
    "adHocSubProcess": _SUB_PROCESS | {"completionCondition"},
    "complexGateway": _NODE | {"activationCondition"},
    "assignment": COMMON_CHILDREN | {"from", "to"},
    "message": COMMON_CHILDREN,
    TIMER: COMMON_CHILDREN | {"timeDate", "timeDuration", "timeCycle"},
    CONDITIONAL: COMMON_CHILDREN | {"condition"},
    MESSAGE: COMMON_CHILDREN | {"operationRef"},
    LINK: COMMON_CHILDREN | {"source", "target"},
    STANDARD_LOOP: COMMON_CHILDREN | {"loopCondition"},
    MULTI_INSTANCE: COMMON_CHILDREN
    | {"loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem"}
    | {"complexBehaviorDefinition", "completionCondition"},
    "complexBehaviorDefinition": COMMON_CHILDREN | {"condition", "event"},
    "event": COMMON_CHILDREN | EVENT_DEFINITIONS | {"eventDefinitionRef"},
}  # fmt: skip

_SPLITS: Words = frozenset({"gatewayDirection", "default"})
_ACTIVITY_WORDS: Words = frozenset({"default", "isForCompensation", "startQuantity", "completionQuantity"})
_DOES: Words = _ACTIVITY_WORDS | {"implementation"}
_SCOPE_WORDS: Words = _ACTIVITY_WORDS | {"triggeredByEvent"}
ATTRIBUTES_OF: dict[str, Words] = {
    **dict.fromkeys(EXPRESSIONS, frozenset({"language", "evaluatesToTypeRef"})),
    **dict.fromkeys(_ASSOCIATIONS | {"assignment", "complexBehaviorDefinition", "event"}, NONE),
    "process": frozenset({"isExecutable", "processType", "isClosed", "definitionalCollaborationRef"}),
    "sequenceFlow": frozenset({"sourceRef", "targetRef", "isImmediate"}),
    "startEvent": frozenset({"isInterrupting", "parallelMultiple"}),
    "endEvent": NONE,
    "boundaryEvent": frozenset({"attachedToRef", "cancelActivity", "parallelMultiple"}),
    "intermediateCatchEvent": frozenset({"parallelMultiple"}),
    "intermediateThrowEvent": NONE,
    "exclusiveGateway": _SPLITS,
    "inclusiveGateway": _SPLITS,
    "complexGateway": _SPLITS,
    "parallelGateway": frozenset({"gatewayDirection"}),
    "eventBasedGateway": frozenset({"gatewayDirection", "instantiate", "eventGatewayType"}),
    "task": _ACTIVITY_WORDS,
    "manualTask": _ACTIVITY_WORDS,
    "scriptTask": _ACTIVITY_WORDS | {"scriptFormat"},
    "userTask": _DOES,
    "serviceTask": _DOES | {"operationRef"},
    "sendTask": _DOES | {"messageRef", "operationRef"},
    "receiveTask": _DOES | {"messageRef", "operationRef", "instantiate"},
    "businessRuleTask": _DOES,
    "callActivity": _ACTIVITY_WORDS | {"calledElement"},
    "subProcess": _SCOPE_WORDS,
    "transaction": _SCOPE_WORDS | {"method", "protocol"},
    "adHocSubProcess": _SCOPE_WORDS | {"ordering", "cancelRemainingInstances"},
    "globalTask": NONE,
    "globalManualTask": NONE,
    "globalUserTask": frozenset({"implementation"}),
    "globalScriptTask": frozenset({"scriptLanguage"}),
    "globalBusinessRuleTask": frozenset({"implementation"}),
    "message": frozenset({"itemRef"}),
    "signal": frozenset({"structureRef"}),
    "error": frozenset({"errorCode", "structureRef"}),
    "escalation": frozenset({"escalationCode", "structureRef"}),
    TIMER: NONE,
    CONDITIONAL: NONE,
    MESSAGE: frozenset({"messageRef"}),
    SIGNAL: frozenset({"signalRef"}),
    ERROR: frozenset({"errorRef"}),
    ESCALATION: frozenset({"escalationRef"}),
    COMPENSATION: frozenset({"activityRef", "waitForCompletion"}),
    CANCEL: NONE,
    TERMINATE: NONE,
    LINK: NONE,
    STANDARD_LOOP: frozenset({"testBefore", "loopMaximum"}),
    MULTI_INSTANCE: frozenset(
        {"isSequential", "behavior", "oneBehaviorEventRef", "noneBehaviorEventRef"}
    ),
}  # fmt: skip

MULTI_INSTANCE_WORDS: Words = frozenset(
    {"collection", "elementVariable", "outputCollection", "outputElement"}
)
_PLUG_IN: Words = frozenset({"calculator", "connector", "letter", "resultVariable", "retries", "message"})
_PERSON: Words = frozenset(
    {"formKey", "role", "unit", "assignee", "due", "calendar", "priority", "distinctFrom", "notRelatedTo"}
    | {"outcomes"}
)
_OWN_WORDS: dict[str, Words] = {
    "startEvent": frozenset({"formKey", "calendar"}),
    "boundaryEvent": frozenset({"calendar"}),
    "intermediateCatchEvent": frozenset({"calendar"}),
    "manualTask": frozenset({"formKey"}),
    "userTask": _PERSON,
    "serviceTask": _PLUG_IN,
    "sendTask": _PLUG_IN,
    "scriptTask": frozenset({"resultVariable"}),
    "businessRuleTask": frozenset({"decision", "resultVariable"}),
    "callActivity": frozenset({"calledVersion"}),
}
KARTABL_ATTRIBUTES: dict[str, Words] = {
    **_OWN_WORDS,
    **{tag: _OWN_WORDS.get(tag, NONE) | MULTI_INSTANCE_WORDS for tag in ACTIVITIES},
    "process": frozenset(
        {"starterRoles", "title", "versionTag", "trackingPrefix", "expectedDuration", "retention"}
    ),
    "globalUserTask": _PERSON,
    "globalManualTask": _OWN_WORDS["manualTask"],
    "globalScriptTask": _OWN_WORDS["scriptTask"],
    "globalBusinessRuleTask": _OWN_WORDS["businessRuleTask"],
    MULTI_INSTANCE: MULTI_INSTANCE_WORDS,
}
EXTENSIONS_OF: dict[str, Words] = {
    **dict.fromkeys(ACTIVITIES | EVENTS, frozenset({"ioMapping"})),
    "message": frozenset({"subscription"}),
}
EXTENSION_ATTRIBUTES: dict[str, Words] = {
    **dict.fromkeys(("input", "output"), frozenset({"source", "target"})),
    "subscription": frozenset({"correlationKey"}),
}

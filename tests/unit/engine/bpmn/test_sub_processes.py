"""Scopes: sub-processes of every kind, compensation, and calls (BPMN 10.3.5, 10.3.6, 10.7)."""

import pytest

from engine.bpmn import compile_bpmn
from engine.definition import (
    AdHocSubProcess,
    CallActivity,
    EventSubProcess,
    ScriptTask,
    SubProcess,
    Transaction,
    UserTask,
)
from tests.unit.engine.bpmn.drawing import (
    START_END,
    between,
    compiled,
    draw,
    event,
    event_sub_process,
    rules_of,
    script,
    sub_process,
    timer,
    user,
)

INNER = '<startEvent id="is"/>' + user("u") + '<endEvent id="ie"/>'
HOUR = "<timeDuration>PT1H</timeDuration>"
GLOBALS = (
    '<globalScriptTask id="sum" scriptLanguage="feel" kartabl:resultVariable="total"><script>a + b</script>'
    '</globalScriptTask><globalUserTask id="look" kartabl:role="clerk" kartabl:formKey="f"/>'
    '<globalTask id="g"/><globalManualTask id="m"/><globalBusinessRuleTask id="d" kartabl:decision="rule"/>'
)


def compensated(handler='<manualTask id="undo" isForCompensation="true"/>', ends=("c", "undo"), *flows):
    source, target = ends
    elements = (
        user("x")
        + event("boundaryEvent", "c", "compensate", 'attachedToRef="x"')
        + handler
        + f'<association id="a" sourceRef="{source}" targetRef="{target}"/>'
    )
    return between(elements, *flows)


def test_nodes_of_a_sub_process_know_their_scope():
    inside = INNER + timer("t", "u", HOUR) + event_sub_process("error")
    process = compiled(
        START_END + sub_process("x", inside, "is>u", "u>ie", "t>ie") + user("y"), "s>x", "x>y", "y>e"
    )
    sub = process.nodes["x"]
    assert type(sub) is SubProcess
    assert (sub.parent, sub.start_nodes, sub.event_sub_processes) == ("", ("is",), ("h",))
    assert {node.id for node in process.nodes.values() if node.parent == "x"} == {"is", "u", "ie", "t", "h"}
    assert process.nodes["u"].outgoing == (process.flows["u_ie"],)
    assert process.nodes["u"].boundary_events == (process.nodes["t"],)
    handler = process.nodes["h"]
    assert isinstance(handler, EventSubProcess)
    assert (handler.start_nodes, process.nodes["hs"].parent) == (("hs",), "h")
    assert process.event_sub_processes == ()


def test_a_scope_without_start_event_begins_wherever_no_flow_leads():
    handler = '<manualTask id="undo" isForCompensation="true"/><association sourceRef="c" targetRef="undo"/>'
    inside = (
        user("u") + user("v") + user("w") + event("boundaryEvent", "c", "compensate", 'attachedToRef="u"')
    )
    process = compiled(START_END + sub_process("x", inside + handler, "u>w"), "s>x", "x>e")
    assert process.nodes["x"].start_nodes == ("u", "v")
    assert compiled(event_sub_process("error") + user("u")).start_nodes == ("u",)


def test_a_transaction_is_cancelled_from_inside_and_caught_at_its_border():
    inside = INNER + event("endEvent", "no", "cancel")
    transaction = sub_process("x", inside, "is>u", ("u>ie", "ok"), ("u>no", "not(ok)"), tag="transaction")
    process = compiled(
        START_END + transaction + event("boundaryEvent", "b", "cancel", 'attachedToRef="x"'),
        *("s>x", "x>e", "b>e"),
    )
    assert isinstance(process.nodes["x"], Transaction)
    assert [node.id for node in process.nodes["x"].boundary_events] == ["b"]


def test_an_ad_hoc_sub_process_offers_what_no_flow_leads_to():
    inside = user("a") + user("b") + user("c") + "<completionCondition>done</completionCondition>"
    attributes = 'ordering="Sequential" cancelRemainingInstances="false"'
    process = compiled(
        START_END + sub_process("x", inside, "a>b", tag="adHocSubProcess", attributes=attributes),
        *("s>x", "x>e"),
    )
    node = process.nodes["x"]
    assert isinstance(node, AdHocSubProcess)
    assert (node.start_nodes, node.ordering, node.cancels_remaining) == (("a", "c"), "Sequential", False)
    assert node.completion_condition is not None


@pytest.mark.parametrize("ends", [("c", "undo"), ("undo", "c")])
def test_a_handler_is_found_by_its_association_in_either_direction(ends):
    (process,) = compile_bpmn(compensated(ends=ends))
    assert process.nodes["x"].compensation_handler == "undo"
    assert process.nodes["x"].boundary_events == ()
    assert "c" not in process.nodes
    assert process.nodes["undo"].is_for_compensation


def test_quantities_are_kept():
    task = compiled(
        START_END + '<task id="x" startQuantity="2" completionQuantity="3"/>', "s>x", "x>e"
    ).nodes["x"]
    assert (task.start_quantity, task.completion_quantity) == (2, 3)


def test_a_call_names_a_process_of_any_file():
    call = '<callActivity id="x" calledElement="other" kartabl:calledVersion="latest"/>'
    node = compiled(START_END + call, "s>x", "x>e").nodes["x"]
    assert isinstance(node, CallActivity)
    assert (node.called, node.version) == ("other", "latest")


def test_a_called_global_task_becomes_that_task():
    call = '<callActivity id="x" calledElement="sum"><standardLoopCharacteristics loopMaximum="2"/></callActivity>'
    elements = START_END + call + timer("t", "x", HOUR) + '<callActivity id="y" calledElement="look"/>'
    process = compiled(elements, "s>x", "x>y", "y>e", "t>e", roots=GLOBALS)
    task, people = process.nodes["x"], process.nodes["y"]
    assert isinstance(task, ScriptTask)
    assert (task.result_variable, task.loop.maximum) == ("total", 2)
    assert [node.id for node in task.boundary_events] == ["t"]
    assert isinstance(people, UserTask)
    assert (people.role.text, people.form_key.text) == ("clerk", "f")
    assert process.roles == {"clerk"}


@pytest.mark.parametrize("called", ["g", "m", "d", "look", "sum"])
def test_every_kind_of_global_task_can_be_called(called):
    assert rules_of(between(f'<callActivity id="x" calledElement="{called}"/>', roots=GLOBALS)) == set()


def in_a_lane(task):
    lane = '<laneSet id="ls"><lane id="l" name="clerk"><flowNodeRef>x</flowNodeRef></lane></laneSet>'
    return compiled(START_END + lane + sub_process("x", task), "s>x", "x>e")


def test_the_lane_of_a_sub_process_holds_for_what_is_inside():
    assert in_a_lane(user("u", "")).roles == {"clerk"}


def called(other):
    xml = between('<callActivity id="x" calledElement="q"/>').decode()
    return xml.replace("</definitions>", other + "</definitions>").encode()


MESSAGE = '<message id="msg" name="order"/>'
Q = '<process id="q" isExecutable="{}">{}</process>'
REFUSED = {
    "sub-process without content": (between('<subProcess id="x"/>'), ("x", "process-empty")),
    "flow out of a sub-process": (
        between(sub_process("x", user("u"), "u>e")),
        ("u_e", "flow-crosses-border"),
    ),
    "unreachable inside": (
        between(sub_process("x", INNER + user("v"), "is>u", "u>ie", "v>ie")),
        ("v", "unreachable"),
    ),
    "dead end inside": (
        between(sub_process("x", INNER + user("v"), "is>u", "u>ie", "u>v")),
        ("v", "dead-end"),
    ),
    "start but no end inside": (
        between(sub_process("x", '<startEvent id="is"/>' + user("u"), "is>u")),
        ("x", "end-missing"),
    ),
    "two beginnings inside": (
        between(sub_process("x", INNER + '<startEvent id="i2"/>', "is>u", "u>ie", "i2>u")),
        ("i2", "several-start-events"),
    ),
    "form inside": (
        between(sub_process("x", INNER.replace("<startEvent", '<startEvent kartabl:formKey="f"', 1), "is>u", "u>ie")),
        ("is", "attribute-without-effect"),
    ),
    "node without id inside": (between(sub_process("x", "<task/>")), ("x", "id-missing")),
    "attached from another scope": (
        between(sub_process("x", user("u")) + timer("t", "u", HOUR), "t>e"),
        ("t", "reference-missing"),
    ),
    "event sub-process in the flow": (
        between(event_sub_process("error").replace('"h"', '"x"')),
        ("x", "event-sub-process-with-flow"),
    ),
    "event sub-process without start": (
        draw(START_END + sub_process("h", user("u"), attributes='triggeredByEvent="true"'), "s>e"),
        ("h", "event-sub-process-start"),
    ),
    "event sub-process without trigger": (
        draw(START_END + event_sub_process(""), "s>e"),
        ("hs", "start-without-trigger"),
    ),
    "event sub-process with a boundary": (
        draw(START_END + event_sub_process("error") + timer("t", "h", HOUR), "s>e", "t>e"),
        ("h", "event-sub-process-with-boundary"),
    ),
    "transaction by event": (
        between(sub_process("x", user("u"), tag="transaction", attributes='triggeredByEvent="true"')),
        ("x", "contradictory-attributes"),
    ),
    "transaction of another method": (
        between(sub_process("x", user("u"), tag="transaction", attributes='method="##Store"')),
        ("x", "unsupported-attribute"),
    ),
    "ad-hoc with a start": (
        between(sub_process("x", INNER, "is>u", "u>ie", tag="adHocSubProcess")),
        ("is", "ad-hoc-content"),
    ),
    "ad-hoc without activity": (between('<adHocSubProcess id="x"/>'), ("x", "ad-hoc-empty")),
    "ad-hoc in disorder": (
        between(sub_process("x", user("u"), tag="adHocSubProcess", attributes='ordering="Random"')),
        ("x", "value-invalid"),
    ),
    "compensation without handler": (compensated(handler=""), ("c", "compensation-handler")),
    "handler that is not marked": (compensated('<task id="undo"/>'), ("undo", "compensation-handler")),
    "flow out of compensation": (
        compensated('<manualTask id="undo" isForCompensation="true"/>', ("c", "undo"), "c>e"),
        ("c", "compensation-with-outgoing"),
    ),
    "flow to a handler": (
        compensated('<manualTask id="undo" isForCompensation="true"/>', ("c", "undo"), "x>undo"),
        ("undo", "handler-with-flow"),
    ),
    "handler of nothing": (
        between(user("x") + '<manualTask id="undo" isForCompensation="true"/>'),
        ("undo", "unreachable"),
    ),
    "compensated twice": (
        compensated(
            '<manualTask id="undo" isForCompensation="true"/><association sourceRef="d" targetRef="undo"/>'
            + event("boundaryEvent", "d", "compensate", 'attachedToRef="x"')
        ),
        ("d", "compensated-twice"),
    ),
    "call of nothing": (between('<callActivity id="x"/>'), ("x", "called-element-missing")),
    "call of a computed process": (
        between('<callActivity id="x" calledElement="=key"/>'),
        ("x", "feel-not-allowed"),
    ),
    "call of a task": (between('<callActivity id="x" calledElement="x"/>'), ("x", "reference-missing")),
    "call of a drawing": (called(Q.format("false", user("u"))), ("x", "called-not-executable")),
    "call of what a message begins": (
        called(
            MESSAGE
            + Q.format("true", '<receiveTask id="r" messageRef="msg" instantiate="true"/>')
        ),
        ("x", "called-without-start"),
    ),
    "version that is neither": (
        between('<callActivity id="x" calledElement="q" kartabl:calledVersion="3"/>'),
        ("x", "value-invalid"),
    ),
    "version of a global task": (
        between('<callActivity id="x" calledElement="sum" kartabl:calledVersion="latest"/>', roots=GLOBALS),
        ("x", "attribute-without-effect"),
    ),
    "faulty global task": (
        between(
            '<callActivity id="x" calledElement="sum"/>', roots=GLOBALS.replace("a + b", "a +")
        ),
        ("sum", "feel-syntax"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_faulty_is_refused(name):
    xml, expected = REFUSED[name]
    assert expected in rules_of(xml)


def test_scripts_of_several_words_are_known_in_every_scope():
    inside = script("a", "1", "service years") + script("b", "service years + 1")
    assert rules_of(between(sub_process("x", inside, "a>b"))) == set()

"""Messages: who sends and receives them, gateways that wait for them, pools they pass between (BPMN 9, 10.6.6)."""

import pytest

from engine.definition import EventBasedGateway, ReceiveTask, SendTask, ServiceTask
from tests.unit.engine.bpmn.drawing import (
    ROOTS,
    START_END,
    TIMER,
    between,
    compiled,
    draw,
    event,
    rules_of,
    sub_process,
    timer,
    user,
)

KEYED = (
    '<message id="msg" name="order"><extensionElements><kartabl:subscription correlationKey="=number"/>'
    "</extensionElements></message>"
)
RECEIVE = '<receiveTask id="x" messageRef="msg" {}/>'
SEND = '<sendTask id="x" messageRef="msg" {}/>'
MESSAGE = "message messageRef='msg'"


def test_a_send_task_throws_its_message_and_a_receive_task_waits_for_it():
    process = compiled(
        START_END + SEND.format("") + RECEIVE.replace('"x"', '"y"').format(""),
        *("s>x", "x>y", "y>e"),
        roots=KEYED,
    )
    send, receive = process.nodes["x"], process.nodes["y"]
    assert isinstance(send, SendTask)
    assert isinstance(receive, ReceiveTask)
    assert send.message == receive.message
    assert (send.message.name, send.message.correlation_key.text) == ("order", "=number")
    plug_in = compiled(START_END + '<sendTask id="x" kartabl:connector="sms"/>', "s>x", "x>e").nodes["x"]
    assert isinstance(plug_in, ServiceTask)
    assert plug_in.is_send


def test_a_receive_task_may_begin_the_process():
    process = compiled(RECEIVE.format('instantiate="true"') + user("u"), "x>u", roots=KEYED)
    assert process.nodes["x"].instantiate
    assert process.start_nodes == ()
    ended = draw(RECEIVE.format('instantiate="true"') + '<endEvent id="e"/>', "x>e", roots=KEYED)
    assert rules_of(ended) == set()


WAITING = event("intermediateCatchEvent", "m", MESSAGE) + event("intermediateCatchEvent", "t", TIMER)


def choice(waiting=WAITING, *flows, attributes="", before=("s>x",)):
    elements = START_END + f'<eventBasedGateway id="x" {attributes}/>' + waiting
    return draw(elements, *before, "x>m", "x>t", "m>e", "t>e", *flows, roots=KEYED)


def test_an_event_based_gateway_waits_for_what_follows():
    process = compiled(
        START_END + '<eventBasedGateway id="x"/>' + WAITING, "s>x", "x>m", "x>t", "m>e", "t>e", roots=KEYED
    )
    node = process.nodes["x"]
    assert isinstance(node, EventBasedGateway)
    assert (node.instantiate, node.is_parallel) == (False, False)


def test_an_event_based_gateway_may_begin_the_process():
    attributes = 'instantiate="true" eventGatewayType="Parallel"'
    elements = f'<eventBasedGateway id="x" {attributes}/><endEvent id="e"/>' + WAITING
    process = compiled(elements, "x>m", "x>t", "m>e", "t>e", roots=KEYED)
    assert (process.nodes["x"].instantiate, process.nodes["x"].is_parallel) == (True, True)
    assert process.start_nodes == ()
    assert rules_of(choice(attributes='instantiate="true"')) == set()


def with_task(waiting="", *flows):
    task = '<receiveTask id="t" messageRef="msg"/>'
    return choice(event("intermediateCatchEvent", "m", TIMER) + task + waiting, *flows)


POOLS = (
    '<collaboration id="c"><participant id="a"/><participant id="b" processRef="p"/>'
    '<messageFlow id="m" sourceRef="{}" targetRef="{}"/></collaboration>'
)


def pools(source, target, *, elements=None):
    parts = elements or SEND.format("") + event("intermediateCatchEvent", "y", MESSAGE) + user("u")
    flows = ("x>y", "y>u", "u>e") if elements is None else ()
    return draw(START_END + parts, "s>x", *flows, roots=KEYED + POOLS.format(source, target))


@pytest.mark.parametrize("ends", [("a", "b"), ("a", "y"), ("x", "a")])
def test_a_message_flow_leads_to_what_receives_and_from_what_sends(ends):
    assert rules_of(pools(*ends)) == set()


REFUSED = {
    "nothing to wait for": (between('<receiveTask id="x"/>'), ("x", "message-missing")),
    "unknown message": (between(RECEIVE.format("")), ("x", "reference-missing")),
    "message and plug-in": (
        between(SEND.format('kartabl:connector="sms"'), roots=KEYED),
        ("x", "contradictory-attributes"),
    ),
    "neither message nor plug-in": (between('<sendTask id="x"/>'), ("x", "plug-in-missing")),
    "beginning in the middle": (
        between(RECEIVE.format('instantiate="true"'), roots=KEYED),
        ("x", "instantiate-with-incoming"),
    ),
    "beginning inside": (
        between(sub_process("y", RECEIVE.format('instantiate="true"')), "x>y", roots=KEYED),
        ("x", "instantiate-misplaced"),
    ),
    "key that is no FEEL": (
        between(SEND.format(""), roots=KEYED.replace("=number", "=1 +")),
        ("msg", "feel-syntax"),
    ),
    "subscription elsewhere": (
        between(
            '<task id="x"><extensionElements><kartabl:subscription correlationKey="=a"/></extensionElements></task>'
        ),
        ("x", "unknown-extension"),
    ),
    "correlation of BPMN": (
        between(SEND.format(""), roots=KEYED + '<correlationProperty id="cp"/>'),
        ("cp", "unsupported-element"),
    ),
    "correlation key of BPMN": (
        between(SEND.format(""), roots=KEYED + '<collaboration><correlationKey id="ck"/></collaboration>'),
        ("ck", "unsupported-element"),
    ),
    "one way out": (
        draw(START_END + '<eventBasedGateway id="x"/>' + WAITING, "s>x", "x>m", "m>e", "s>t", "t>e", roots=KEYED),
        ("x", "gateway-pointless"),
    ),
    "task behind the gateway": (
        choice(user("m") + event("intermediateCatchEvent", "t", TIMER)),
        ("m", "event-gateway-target"),
    ),
    "link behind the gateway": (
        choice(event("intermediateCatchEvent", "m", "link name='l'") + event("intermediateCatchEvent", "t", TIMER)),
        ("m", "event-gateway-target"),
    ),
    "entered from elsewhere": (choice(WAITING, "s>t"), ("t", "event-gateway-entered")),
    "border behind the gateway": (
        with_task(timer("b", "t", "<timeDuration>PT1H</timeDuration>"), "b>e"),
        ("t", "event-gateway-boundary"),
    ),
    "tasks and message events": (
        choice(event("intermediateCatchEvent", "m", MESSAGE) + '<receiveTask id="t" messageRef="msg"/>'),
        ("x", "event-gateway-mixed"),
    ),
    "condition behind the gateway": (
        choice(WAITING).replace(b'targetRef="m">', b'targetRef="m"><conditionExpression>a</conditionExpression>'),
        ("x_m", "condition-misplaced"),
    ),
    "parallel in the flow": (choice(attributes='eventGatewayType="Parallel"'), ("x", "event-gateway-parallel")),
    "unknown type": (choice(attributes='eventGatewayType="Any"'), ("x", "value-invalid")),
    "gateway that begins in the middle": (
        choice(
            WAITING + user("u"), "s>u", "u>x", attributes='instantiate="true"', before=()
        ),
        ("x", "instantiate-with-incoming"),
    ),
    "gateway that begins inside": (
        between(
            sub_process(
                "x", '<eventBasedGateway id="g" instantiate="true"/>' + WAITING, "g>m", "g>t"
            ),
            roots=KEYED,
        ),
        ("g", "instantiate-misplaced"),
    ),
    "message flow to a user task": (pools("a", "u"), ("m", "message-flow-end")),
    "message flow from a catch event": (pools("y", "a"), ("m", "message-flow-end")),
    "message flow to nowhere": (pools("a", "ghost"), ("m", "reference-missing")),
    "message flow inside a pool": (pools("x", "y"), ("m", "message-flow-within-pool")),
    "activation that is no FEEL": (
        between('<complexGateway id="x"><activationCondition>a &gt;</activationCondition></complexGateway>'),
        ("x", "feel-syntax"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_faulty_is_refused(name):
    xml, expected = REFUSED[name]
    assert expected in rules_of(xml)


def test_a_complex_gateway_merges_when_its_condition_says_so():
    elements = START_END + '<parallelGateway id="p1"/>' + user("u") + user("v")
    condition = "<activationCondition>activationCount &gt;= 1</activationCondition>"
    gateway = f'<complexGateway id="x">{condition}</complexGateway>'
    process = compiled(elements + gateway, "s>p1", "p1>u", "p1>v", "u>x", "v>x", "x>e", roots=ROOTS)
    assert process.nodes["x"].activation is not None

"""Messages and signals wherever a case can wait for them; after each step every token has its row."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from engine import api
from engine.models import EventSubscription, Job, ProcessInstance, UserTask
from engine.runtime import encode_state
from engine.store.replaying import replay_case
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.event_processes import process

pytestmark = pytest.mark.django_db(transaction=True)
PING, PAID = '<messageEventDefinition messageRef="ping"/>', '<messageEventDefinition messageRef="paid"/>'
ALARM = '<signalEventDefinition signalRef="alarm"/>'
STEP_AND_END = """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="step"/>
<userTask id="step" kartabl:role="expert"/><sequenceFlow id="f2" sourceRef="step" targetRef="e"/><endEvent id="e"/>"""
NOTE = """<scriptTask id="note" scriptFormat="feel" kartabl:resultVariable="notes">
<script>append(notes, 1)</script></scriptTask>"""


def boundary(definition: str, *, interrupts: bool) -> str:
    return (
        STEP_AND_END
        + f"""<boundaryEvent id="b" attachedToRef="step" cancelActivity="{str(interrupts).lower()}">{definition}
        </boundaryEvent><sequenceFlow id="f3" sourceRef="b" targetRef="note"/>{NOTE}
        <sequenceFlow id="f4" sourceRef="note" targetRef="e2"/><endEvent id="e2"/>"""
    )


def sub_process(definition: str, *, interrupts: bool) -> str:
    return (
        STEP_AND_END
        + f"""<subProcess id="sub" triggeredByEvent="true">
        <startEvent id="s2" isInterrupting="{str(interrupts).lower()}">{definition}</startEvent>
        <sequenceFlow id="f3" sourceRef="s2" targetRef="note"/>{NOTE}
        <sequenceFlow id="f4" sourceRef="note" targetRef="e2"/><endEvent id="e2"/></subProcess>"""
    )


GATEWAY = """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/><eventBasedGateway id="g"/>
<sequenceFlow id="f2" sourceRef="g" targetRef="a"/><sequenceFlow id="f3" sourceRef="g" targetRef="b"/>
<sequenceFlow id="f4" sourceRef="g" targetRef="c"/>
<intermediateCatchEvent id="a"><messageEventDefinition messageRef="ping"/></intermediateCatchEvent>
<intermediateCatchEvent id="b"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>
</intermediateCatchEvent>
<intermediateCatchEvent id="c"><signalEventDefinition signalRef="alarm"/></intermediateCatchEvent>
<sequenceFlow id="f5" sourceRef="a" targetRef="e"/><sequenceFlow id="f6" sourceRef="b" targetRef="e"/>
<sequenceFlow id="f7" sourceRef="c" targetRef="e"/><endEvent id="e"/>"""

ITEMS = """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="r"/>
<receiveTask id="r" messageRef="paid"><multiInstanceLoopCharacteristics
 kartabl:collection="=orders" kartabl:elementVariable="order"/></receiveTask>
<sequenceFlow id="f2" sourceRef="r" targetRef="e"/><endEvent id="e"/>"""

BOTH = """<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>
<sequenceFlow id="f1" sourceRef="g" targetRef="a"/><sequenceFlow id="f2" sourceRef="g" targetRef="b"/>
<intermediateCatchEvent id="a"><messageEventDefinition messageRef="ping"/></intermediateCatchEvent>
<intermediateCatchEvent id="b"><messageEventDefinition messageRef="ordered"/></intermediateCatchEvent>
<sequenceFlow id="f3" sourceRef="a" targetRef="j"/><sequenceFlow id="f4" sourceRef="b" targetRef="j"/>
<parallelGateway id="j"/><sequenceFlow id="f5" sourceRef="j" targetRef="e"/><endEvent id="e"/>"""

CALLER = """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="call"/>
<callActivity id="call" calledElement="gateway"/><sequenceFlow id="f2" sourceRef="call" targetRef="e"/>
<endEvent id="e"/>"""


def begin(body: str, key: str = "case", **variables: Any) -> int:
    api.deploy(process(key, body))
    return api.start(key, {"notes": [], **variables}, unit=UNIT, by=TEACHER).pk


def settle() -> None:
    """Run what is due, then everything must be in order and the history lead to the same state."""
    api.run_due_jobs()
    call_command("check_instances")
    for case in ProcessInstance.objects.all():
        assert encode_state(replay_case(case)) == json.loads(case.token_state)


def tell(kind: str) -> None:
    api.correlate("ping") if kind == PING else api.broadcast("alarm")
    settle()


@pytest.mark.parametrize("kind", [PING, ALARM])
@pytest.mark.parametrize("place", [boundary, sub_process])
def test_event_that_does_not_interrupt_is_waited_for_again(office: Any, place: Any, kind: str) -> None:
    case = begin(place(kind, interrupts=False))
    tell(kind)
    tell(kind)
    assert api.instance_state(case) == "active"
    assert len(api.instance_variables(case)["notes"]) == 2
    api.complete(UserTask.objects.get(state="open").pk, {}, by=None)
    settle()
    assert api.instance_state(case) == "completed"
    assert not EventSubscription.objects.exists()


@pytest.mark.parametrize("kind", [PING, ALARM])
@pytest.mark.parametrize("place", [boundary, sub_process])
def test_event_that_interrupts_takes_the_step_away(office: Any, place: Any, kind: str) -> None:
    case = begin(place(kind, interrupts=True))
    tell(kind)
    assert api.instance_state(case) == "completed"
    assert UserTask.objects.get().state == "cancelled"
    assert not EventSubscription.objects.exists()


@pytest.mark.parametrize("kind", [PING, ALARM])
def test_first_event_behind_a_gateway_ends_the_other_waits(office: Any, kind: str) -> None:
    case = begin(GATEWAY)
    settle()
    assert (EventSubscription.objects.count(), Job.objects.count()) == (2, 1)
    tell(kind)
    assert api.instance_state(case) == "completed"
    assert not EventSubscription.objects.exists()
    assert not Job.objects.exists()


def test_called_process_waits_for_messages(office: Any) -> None:
    api.deploy(process("gateway", GATEWAY))
    case = begin(CALLER)
    tell(PING)
    assert api.instance_state(case) == "completed"


def test_every_item_of_a_multiple_receive_task_waits_for_its_own_message(office: Any) -> None:
    orders = [str(number) for number in range(30)]
    for order in orders[:10]:
        api.correlate("paid", correlation_key=order)
    case = begin(ITEMS, orders=orders)
    for order in orders[10:]:
        api.correlate("paid", correlation_key=order)
    settle()
    assert api.instance_state(case) == "completed"


def test_all_messages_of_a_parallel_instantiating_gateway_reach_one_case(office: Any) -> None:
    api.deploy(process("both", BOTH))
    api.correlate("ordered")
    settle()
    tell(PING)
    assert list(ProcessInstance.objects.values_list("state", flat=True)) == ["completed"]


def test_cancelled_case_waits_for_nothing(office: Any) -> None:
    for number, body in enumerate(
        (GATEWAY, boundary(PING, interrupts=True), sub_process(ALARM, interrupts=False))
    ):
        api.cancel(begin(body, f"case{number}"), by=None, reason="test")
    settle()
    assert not EventSubscription.objects.exists()
    assert not Job.objects.exists()

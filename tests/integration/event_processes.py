"""Small processes that send to one another: messages with and without key, signals, starts by event and by timer."""

from tests.integration.processes import HEAD

NAMES = """
<message id="paid" name="paid">
  <extensionElements><kartabl:subscription correlationKey="=order"/></extensionElements></message>
<message id="ping" name="ping"/>
<message id="ordered" name="ordered"/>
<signal id="alarm" name="alarm"/>
"""


def process(key: str, body: str) -> str:
    return f'{HEAD}{NAMES}<process id="{key}" isExecutable="true">{body}</process></definitions>'


def line(*nodes: str) -> str:
    """The nodes, each written with the id ``n0``, ``n1`` … for {id}, one after another."""
    elements = [node.format(id=f"n{number}") for number, node in enumerate(nodes)]
    flows = [
        f'<sequenceFlow id="f{number}" sourceRef="n{number}" targetRef="n{number + 1}"/>'
        for number in range(len(nodes) - 1)
    ]
    return "".join(elements + flows)


START, END, STEP = (
    '<startEvent id="{id}"/>',
    '<endEvent id="{id}"/>',
    '<userTask id="{id}" kartabl:role="expert"/>',
)


def event(tag: str, kind: str, ref: str) -> str:
    return f'<{tag} id="{{id}}"><{kind}EventDefinition {kind}Ref="{ref}"/></{tag}>'


def timed(what: str, value: str) -> str:
    definition = f"<timerEventDefinition><{what}>{value}</{what}></timerEventDefinition>"
    return f'<startEvent id="{{id}}">{definition}</startEvent>'


AWAITS_PAID = process("awaits_paid", line(START, event("intermediateCatchEvent", "message", "paid"), END))
AWAITS_PING = process("awaits_ping", line(START, event("intermediateCatchEvent", "message", "ping"), END))
THROWS_PING = process("throws_ping", line(START, event("intermediateThrowEvent", "message", "ping"), END))
AWAITS_ALARM = process("awaits_alarm", line(START, event("intermediateCatchEvent", "signal", "alarm"), END))
THROWS_ALARM = process("throws_alarm", line(START, event("intermediateThrowEvent", "signal", "alarm"), END))
BEGUN_BY_ORDER = process("begun_by_order", line(event("startEvent", "message", "ordered"), STEP, END))
THROWS_ORDER = process(
    "throws_order", line(START, event("intermediateThrowEvent", "message", "ordered"), END)
)
BEGUN_BY_ALARM = process("begun_by_alarm", line(event("startEvent", "signal", "alarm"), STEP, END))
BEGUN_BY_RECEIVE = process(
    "begun_by_receive",
    line('<receiveTask id="{id}" messageRef="ordered" instantiate="true"/>', STEP, END),
)
BEGUN_BY_CHOICE = process(
    "begun_by_choice",
    """<eventBasedGateway id="g" instantiate="true"/>
    <intermediateCatchEvent id="a"><messageEventDefinition messageRef="ordered"/></intermediateCatchEvent>
    <intermediateCatchEvent id="b"><messageEventDefinition messageRef="ping"/></intermediateCatchEvent>
    <userTask id="s" kartabl:role="expert"/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="g" targetRef="a"/><sequenceFlow id="f2" sourceRef="g" targetRef="b"/>
    <sequenceFlow id="f3" sourceRef="a" targetRef="s"/><sequenceFlow id="f4" sourceRef="b" targetRef="s"/>
    <sequenceFlow id="f5" sourceRef="s" targetRef="e"/>""",
)
HOURLY_TWICE = process("hourly_twice", line(timed("timeCycle", "R2/PT1H"), STEP, END))
ON_A_DAY = process("on_a_day", line(timed("timeDate", "2031-03-04T09:00:00Z"), STEP, END))
# whoever hears the alarm while the step waits hears it beside the step; the step's end gives the alarm
GIVES_AND_HEARS_ALARM = process(
    "gives_and_hears",
    line(START, STEP, event("intermediateThrowEvent", "signal", "alarm"), END)
    + """<boundaryEvent id="b" attachedToRef="n1" cancelActivity="false">
    <signalEventDefinition signalRef="alarm"/></boundaryEvent>
    <sequenceFlow id="fb" sourceRef="b" targetRef="heard"/><endEvent id="heard"/>""",
)
# the first of two steps can be interrupted by a message
MOVES_ON = process(
    "moves_on",
    line(START, STEP, STEP, END)
    + """<boundaryEvent id="b" attachedToRef="n1"><messageEventDefinition messageRef="ping"/></boundaryEvent>
    <sequenceFlow id="fb" sourceRef="b" targetRef="n3"/>""",
)

"""Every rule of deployment: what breaks it is refused, with the element and the rule named."""

import pytest

from engine.bpmn import compile_bpmn
from engine.errors import DefinitionError
from tests.unit.engine.bpmn.drawing import (
    START_END,
    between,
    draw,
    problems_of,
    rules_of,
    script,
    timer,
    user,
)

IO = "<extensionElements><kartabl:ioMapping>{}</kartabl:ioMapping></extensionElements>"
ERRORS = '<error id="err" errorCode="E1"/><error id="nameless"/>'
HOUR = "<timeDuration>PT1H</timeDuration>"


def error_event(node, reference, host="x", flag="true"):
    errors = f'<errorEventDefinition errorRef="{reference}"/>' if reference else "<errorEventDefinition/>"
    return (
        f'<boundaryEvent id="{node}" attachedToRef="{host}" cancelActivity="{flag}">{errors}</boundaryEvent>'
    )


ACCEPTED = {
    "user task": between(user("x")),
    "user task with everything": between(
        user(
            "x",
            'kartabl:role="=concat(&quot;a&quot;, b)" kartabl:unit="=unit" kartabl:due="P2D" kartabl:calendar="office" '
            'kartabl:priority="80" kartabl:distinctFrom="s, x" kartabl:notRelatedTo="s" kartabl:outcomes="yes no" '
            'kartabl:formKey="f"',
        )
    ),
    "assignee alone": between(user("x", 'kartabl:assignee="=applicant"')),
    "lane instead of a role": draw(
        START_END
        + '<laneSet id="l"><lane id="l1" name="clerk"><flowNodeRef>x</flowNodeRef></lane></laneSet>'
        + user("x", ""),
        "s>x",
        "x>e",
    ),
    "no start and no end event": draw(script("x", "1"), roots=""),
    "reminder and escalation": between(
        user("x")
        + timer(
            "r",
            "x",
            "<timeCycle>R3/P1D</timeCycle>",
            interrupting=False,
            attributes='kartabl:calendar="office"',
        )
        + timer("t", "x", "<timeDate>=deadline</timeDate>"),
        "r>e",
        "t>e",
    ),
    "error caught": between(
        '<serviceTask id="x" kartabl:calculator="c"/>' + error_event("b", "err") + error_event("any", ""),
        "b>e",
        "any>e",
        roots=ERRORS,
    ),
    "drawing tools' own marks": draw(
        START_END + '<task id="x" xmlns:b="http://bpmn.io/schema/bpmn/biocolor/1.0" b:fill="#fff"/>',
        "s>x",
        "x>e",
    ),
    "letter": between('<serviceTask id="x" kartabl:letter="=letter key"/>'),
    "variable of several words": between(
        script("x", "1", "service years") + script("y", "service years + 1"), "x>y", "y>e"
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_sound_is_accepted(name):
    assert problems_of(ACCEPTED[name]) == []


S_E = '<startEvent id="s"/><endEvent id="e"/>'


REFUSED = {
    "duplicate id": (between(user("x") + '<textAnnotation id="x"/>'), ("x", "duplicate-id")),
    "pool of a ghost": (
        between(user("x"), roots='<collaboration><participant id="a" processRef="ghost"/></collaboration>'),
        ("a", "reference-missing"),
    ),
    "node without id": (between("<task/>" + user("x")), ("p", "id-missing")),
    "nothing to execute": (draw(""), ("p", "process-empty")),
    "import of another model": (
        between(
            user("x"),
            roots='<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="a.bpmn"/>',
        ),
        ("file", "unsupported-element"),
    ),
    "extension that must be understood": (
        between(user("x"), roots='<extension mustUnderstand="true" definition="a"/>'),
        ("file", "unsupported-element"),
    ),
    "catch without trigger": (
        draw(S_E + '<intermediateCatchEvent id="x"/>', "s>x", "x>e"),
        ("x", "catch-without-trigger"),
    ),
    "timer that is thrown": (
        draw(
            S_E + '<intermediateThrowEvent id="x"><timerEventDefinition/></intermediateThrowEvent>',
            "s>x",
            "x>e",
        ),
        ("x", "event-misplaced"),
    ),
    "choreography": (between('<choreographyTask id="x"/>'), ("x", "unsupported-element")),
    "condition in another language": (
        between(
            '<exclusiveGateway id="x" default="x_e"/><task id="y"/>'
            '<sequenceFlow id="f" sourceRef="x" targetRef="y"><conditionExpression language="groovy">a'
            "</conditionExpression></sequenceFlow>",
            "y>e",
        ),
        ("f", "expression-language"),
    ),
    "unknown attribute of ours": (
        between(user("x", 'kartabl:role="r" kartabl:rol="x"')),
        ("x", "unknown-attribute"),
    ),
    "attribute of ours elsewhere": (between('<task id="x" kartabl:role="r"/>'), ("x", "unknown-attribute")),
    "attribute of ours on a drawing": (
        draw(
            START_END
            + '<laneSet id="ls"><lane id="l" kartabl:role="r"><flowNodeRef>s</flowNodeRef></lane></laneSet>',
            "s>e",
        ),
        ("l", "unknown-attribute"),
    ),
    "attribute of a mapping": (
        between('<task id="x">' + IO.format('<kartabl:output source="=a" target="b" to="c"/>') + "</task>"),
        ("x", "unknown-attribute"),
    ),
    "unknown attribute of BPMN": (between('<task id="x" operationRef="o"/>'), ("x", "unsupported-attribute")),
    "unknown extension": (
        between('<task id="x"><extensionElements><kartabl:magic/></extensionElements></task>'),
        ("x", "unknown-extension"),
    ),
    "foreign attribute": (between('<task id="x" camunda:asyncBefore="true"/>'), ("x", "foreign-dialect")),
    "foreign element": (
        between('<task id="x"><extensionElements><camunda:in/></extensionElements></task>'),
        ("x", "foreign-dialect"),
    ),
    "flow to nowhere": (between('<task id="x"/>', "x>ghost"), ("x_ghost", "reference-missing")),
    "flow to an annotation": (
        between('<task id="x"/><textAnnotation id="n"/>', "x>n"),
        ("x_n", "reference-missing"),
    ),
    "default of another": (between('<task id="x" default="s_x"/>'), ("x", "default-not-own")),
    "default with a condition": (
        between('<exclusiveGateway id="x" default="x_y"/><task id="y"/>', ("x>y", "a"), "y>e"),
        ("x_y", "default-with-condition"),
    ),
    "attached to a gateway": (
        between('<exclusiveGateway id="x"/>' + timer("b", "x", HOUR), "b>e"),
        ("b", "reference-missing"),
    ),
    "distinct from a ghost": (
        between(user("x", 'kartabl:role="r" kartabl:distinctFrom="g"')),
        ("x", "reference-missing"),
    ),
    "error without code": (
        draw(
            '<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="nameless"/></endEvent>',
            "s>e",
            roots=ERRORS,
        ),
        ("e", "error-code-missing"),
    ),
    "unknown error": (between(user("x") + error_event("b", "ghost"), "b>e"), ("b", "reference-missing")),
    "error that lets go on": (
        between(user("x") + error_event("b", "err", flag="false"), "b>e", roots=ERRORS),
        ("b", "error-not-interrupting"),
    ),
    "error caught twice": (
        between(user("x") + error_event("b", "err") + error_event("c", "err"), "b>e", "c>e", roots=ERRORS),
        ("c", "error-caught-twice"),
    ),
    "condition behind a parallel gateway": (
        between('<parallelGateway id="x"/><task id="y"/>', ("x>y", "a"), "y>e"),
        ("x_y", "condition-misplaced"),
    ),
    "condition behind a start event": (draw(START_END, ("s>e", "a")), ("s_e", "condition-misplaced")),
    "only way out conditional": (
        draw(START_END + '<task id="x"/>', "s>x", ("x>e", "a")),
        ("x", "condition-loses-token"),
    ),
    "split without condition": (
        between('<exclusiveGateway id="x"/><task id="y"/>', "x>y", "y>e"),
        ("x_e", "condition-missing"),
    ),
    "direction": (
        between(
            '<exclusiveGateway id="x" gatewayDirection="Converging" default="x_e"/><task id="y"/>',
            ("x>y", "a"),
            "y>e",
        ),
        ("x", "gateway-direction"),
    ),
    "pointless gateway": (between('<parallelGateway id="x"/>'), ("x", "gateway-pointless")),
    "flow into the start": (between('<task id="x"/>', "x>s"), ("s", "start-with-incoming")),
    "flow out of the end": (between('<task id="x"/>', "e>x"), ("e", "end-with-outgoing")),
    "two beginnings": (
        between('<task id="x"/><startEvent id="s2"/>', "s2>x"),
        ("s2", "several-start-events"),
    ),
    "boundary entered": (
        between(user("x") + timer("b", "x", HOUR), "s>b", "b>e"),
        ("b", "boundary-with-incoming"),
    ),
    "boundary to nowhere": (between(user("x") + timer("b", "x", HOUR)), ("b", "boundary-leads-nowhere")),
    "boundary without trigger": (
        between(user("x") + '<boundaryEvent id="b" attachedToRef="x"/>', "b>e"),
        ("b", "boundary-without-trigger"),
    ),
    "empty timer": (between(user("x") + timer("b", "x", "<timeDate/>"), "b>e"), ("b", "value-empty")),
    "three kinds of timer": (
        between(user("x") + timer("b", "x", HOUR + "<timeDate>=a</timeDate>"), "b>e"),
        ("b", "timer-kind"),
    ),
    "no duration": (
        between(user("x") + timer("b", "x", "<timeDuration>soon</timeDuration>"), "b>e"),
        ("b", "value-invalid"),
    ),
    "no cycle": (
        between(user("x") + timer("b", "x", "<timeCycle>R4/</timeCycle>", interrupting=False), "b>e"),
        ("b", "value-invalid"),
    ),
    "interrupting cycle": (
        between(user("x") + timer("b", "x", "<timeCycle>R4/PT1S</timeCycle>"), "b>e"),
        ("b", "cycle-interrupts"),
    ),
    "date in working time": (
        between(
            user("x") + timer("b", "x", "<timeDate>=a</timeDate>", attributes='kartabl:calendar="o"'), "b>e"
        ),
        ("b", "attribute-without-effect"),
    ),
    "times of day in working time": (
        between(
            user("x")
            + timer("b", "x", "<timeCycle>0 8 * * *</timeCycle>", attributes='kartabl:calendar="o"'),
            "b>e",
        ),
        ("b", "attribute-without-effect"),
    ),
    "end but no start": (draw('<task id="x"/><endEvent id="e"/>', "x>e"), ("p", "start-missing")),
    "start but no end": (draw('<startEvent id="s"/><task id="x"/>', "s>x"), ("p", "end-missing")),
    "unreachable": (between('<task id="x"/><task id="y"/>', "y>e"), ("y", "unreachable")),
    "dead end": (between('<task id="x"/><task id="y"/>', "x>y"), ("y", "dead-end")),
    "no way out": (between('<task id="x"/><task id="y"/>', "x>y", "y>y"), ("y", "no-way-out")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_faulty_is_refused(name):
    xml, expected = REFUSED[name]
    assert expected in rules_of(xml)


def test_a_file_without_an_executable_process_is_refused():
    xml = between('<task id="x"/>').replace(b'isExecutable="true"', b'isExecutable="false"')
    assert rules_of(xml) == {("file", "no-executable-process")}


def test_all_problems_are_told_at_once_in_the_order_of_the_lines():
    elements = START_END + "\n<task id='lost'/>\n" + script("x", "1 +") + "\n" + user("y", "")
    with pytest.raises(DefinitionError) as refusal:
        compile_bpmn(draw(elements, "s>x", "x>y", "y>e"))
    found = [(problem.element_id, problem.rule) for problem in refusal.value.problems]
    assert found == [
        ("lost", "unreachable"),
        ("lost", "dead-end"),
        ("x", "feel-syntax"),
        ("y", "nobody-assigned"),
    ]
    assert "[feel-syntax] x:3:" in str(refusal.value)

"""Loops: how often an activity is repeated, and what its instances leave and throw (BPMN 10.3.8)."""

import pytest

from engine.definition import EscalationDefinition, MultiInstance, SignalDefinition, StandardLoop
from tests.unit.engine.bpmn.drawing import (
    ROOTS,
    START_END,
    between,
    compiled,
    draw,
    event,
    event_sub_process,
    rules_of,
    script,
)

EVENTS = ROOTS + '<signalEventDefinition id="sd" signalRef="sig"/>'


def looped(inside, attributes="", tag="multiInstanceLoopCharacteristics", activity=""):
    loop = f"<{tag} {attributes}>{inside}</{tag}>"
    return (
        script("x", "1")
        .replace("<script>", loop + "<script>")
        .replace("<scriptTask", f"<scriptTask {activity}")
    )


def standard(inside="", attributes=""):
    return looped(inside, attributes, "standardLoopCharacteristics")


def loop_of(task, more=""):
    return compiled(START_END + task + more, "s>x", "x>e", roots=EVENTS).nodes["x"].loop


THREE = "<loopCardinality>3</loopCardinality>"
GUESTS = '<dataObject id="do" name="guests"/><dataObject id="names" name="first names"/>'


def test_a_standard_loop_has_a_condition_and_a_maximum():
    loop = loop_of(standard("<loopCondition>=a &lt; 3</loopCondition>", 'testBefore="true" loopMaximum="5"'))
    assert isinstance(loop, StandardLoop)
    assert (loop.tests_before, loop.maximum, loop.condition is not None) == (True, 5, True)
    assert loop_of(standard("<loopCondition>a</loopCondition>")).maximum is None


def test_a_number_of_instances():
    loop = loop_of(looped(THREE + "<completionCondition>ok</completionCondition>", 'isSequential="true"'))
    assert isinstance(loop, MultiInstance)
    assert (loop.is_sequential, loop.behavior, loop.collection) == (True, "All", None)
    assert loop.cardinality is not None
    assert loop.completion_condition is not None


@pytest.mark.parametrize("place", ["loop", "activity"])
def test_a_collection_of_ours_stands_at_the_loop_or_at_the_activity(place):
    words = (
        'kartabl:collection="=guests" kartabl:elementVariable="guest" '
        'kartabl:outputCollection="names" kartabl:outputElement="=guest.name"'
    )
    loop = loop_of(looped("", words) if place == "loop" else looped("", activity=words))
    assert loop.collection.expression is not None
    assert (loop.element_variable, loop.output_collection) == ("guest", "names")
    assert loop.output_element.text == "=guest.name"


def test_data_objects_of_bpmn_are_variables_of_their_name():
    inside = (
        "<loopDataInputRef>do</loopDataInputRef><loopDataOutputRef>names</loopDataOutputRef>"
        '<inputDataItem id="i" name="guest"/><outputDataItem id="o" name="name"/>'
    )
    loop = loop_of(looped(inside), GUESTS)
    assert (loop.collection.text, loop.element_variable) == ("=guests", "guest")
    assert (loop.output_collection, loop.output_element.text) == ("first names", "=name")


def test_data_without_a_name_are_known_by_their_id():
    inside = '<loopDataInputRef>list</loopDataInputRef><inputDataItem id="one"/>'
    loop = loop_of(looped(inside), '<dataObject id="list"/>')
    assert (loop.collection.text, loop.element_variable) == ("=list", "one")


def test_an_association_leads_from_the_data_input_to_the_data_object():
    data = (
        '<ioSpecification><dataInput id="di" name="all of them"/><inputSet/><outputSet/></ioSpecification>'
        "<dataInputAssociation><sourceRef>do</sourceRef><targetRef>di</targetRef></dataInputAssociation>"
    )
    inside = '<loopDataInputRef>di</loopDataInputRef><inputDataItem id="i" name="guest"/>'
    task = looped(inside).replace("<multi", data + "<multi", 1)
    node = compiled(START_END + task + GUESTS, "s>x", "x>e").nodes["x"]
    assert node.loop.collection.text == "=guests"
    assert node.inputs == ()


def test_instances_throw_to_the_border_of_their_activity():
    loop = loop_of(looped(THREE, 'behavior="One" oneBehaviorEventRef="sd"'))
    assert [(each.definition, each.condition) for each in loop.thrown] == [(SignalDefinition("alarm"), None)]
    inside = "<complexBehaviorDefinition><condition>a &gt; 1</condition>{}</complexBehaviorDefinition>"
    loop = loop_of(looped(THREE + inside.format(event("event", "ev", "escalation escalationRef='esc'")),
                          'behavior="Complex"'))  # fmt: skip
    (thrown,) = loop.thrown
    referred = event("event", "ev", "<eventDefinitionRef>sd</eventDefinitionRef>")
    (same,) = loop_of(looped(THREE + inside.format(referred), 'behavior="Complex"')).thrown
    assert same.definition == SignalDefinition("alarm")
    assert thrown.definition == EscalationDefinition("X1")
    assert thrown.condition is not None


def multiple(inside="", attributes=""):
    return between(looped(inside, attributes), roots=EVENTS)


COMPLEX = '<complexBehaviorDefinition><condition>true</condition><event id="ev">{}</event></complexBehaviorDefinition>'
LOOP = '<standardLoopCharacteristics loopMaximum="2"/>'
REFUSED = {
    "repeated event sub-process": (
        draw(
            START_END + event_sub_process("error").replace("</subProcess>", f"{LOOP}</subProcess>"),
            "s>e",
        ),
        ("h", "loop-misplaced"),
    ),
    "negative maximum": (between(standard("", 'loopMaximum="-1"')), ("x", "value-invalid")),
    "loop without end": (between(standard()), ("x", "loop-endless")),
    "loop condition that is no FEEL": (
        between(standard("<loopCondition>a &lt;</loopCondition>")),
        ("x", "feel-syntax"),
    ),
    "two loops": (
        between(
            standard("", 'loopMaximum="1"').replace(
                "<script>",
                f"<multiInstanceLoopCharacteristics>{THREE}</multiInstanceLoopCharacteristics><script>",
            )
        ),
        ("x", "contradictory-attributes"),
    ),
    "no number": (multiple(), ("x", "loop-number-missing")),
    "number and collection": (multiple(THREE, 'kartabl:collection="=a"'), ("x", "contradictory-attributes")),
    "negative number": (multiple("<loopCardinality>-2</loopCardinality>"), ("x", "value-invalid")),
    "broken number": (multiple("<loopCardinality>1.5</loopCardinality>"), ("x", "value-invalid")),
    "number beyond counting": (
        between(standard("", f'loopMaximum="{"9" * 5000}"')),
        ("x", "value-invalid"),
    ),
    "empty number": (multiple("<loopCardinality/>"), ("x", "expression-empty")),
    "collection as text": (multiple("", 'kartabl:collection="guests"'), ("x", "value-invalid")),
    "element that is no name": (
        multiple("", 'kartabl:collection="=a" kartabl:elementVariable="1x"'),
        ("x", "value-invalid"),
    ),
    "element of no collection": (
        multiple(THREE, 'kartabl:elementVariable="one"'),
        ("x", "attribute-without-effect"),
    ),
    "output without list": (multiple(THREE, 'kartabl:outputElement="=a"'), ("x", "loop-output-incomplete")),
    "collection without loop": (
        between('<task id="x" kartabl:collection="=a"/>'),
        ("x", "attribute-without-effect"),
    ),
    "unknown data": (multiple("<loopDataInputRef>ghost</loopDataInputRef>"), ("x", "reference-missing")),
    "behaviour without event": (multiple(THREE, 'behavior="None"'), ("x", "loop-event-missing")),
    "complex behaviour without event": (multiple(THREE, 'behavior="Complex"'), ("x", "loop-event-missing")),
    "event without behaviour": (
        multiple(THREE, 'oneBehaviorEventRef="sd"'),
        ("x", "attribute-without-effect"),
    ),
    "unknown behaviour": (multiple(THREE, 'behavior="Some"'), ("x", "value-invalid")),
    "unknown event": (
        multiple(THREE, 'behavior="One" oneBehaviorEventRef="ghost"'),
        ("x", "reference-missing"),
    ),
    "timer that is thrown": (
        multiple(THREE + COMPLEX.format("<timerEventDefinition/>"), 'behavior="Complex"'),
        ("x", "event-misplaced"),
    ),
    "complex behaviour of a ghost": (
        multiple(
            THREE + COMPLEX.format("<eventDefinitionRef>ghost</eventDefinitionRef>"), 'behavior="Complex"'
        ),
        ("x", "reference-missing"),
    ),
    "named error without code": (
        between(
            looped(THREE, 'behavior="One" oneBehaviorEventRef="ed"'),
            roots='<errorEventDefinition id="ed"/>',
        ),
        ("x", "error-code-missing"),
    ),
    "error thrown without code": (
        multiple(THREE + COMPLEX.format("<errorEventDefinition/>"), 'behavior="Complex"'),
        ("x", "error-code-missing"),
    ),
    "unknown attribute": (multiple(THREE, 'camunda:collection="a"'), ("x", "foreign-dialect")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_faulty_is_refused(name):
    xml, expected = REFUSED[name]
    assert expected in rules_of(xml)

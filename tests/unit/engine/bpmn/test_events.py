"""Events: every trigger where BPMN allows it (Tables 10.84–10.93), and nowhere else."""

import pytest

from engine.bpmn import compile_bpmn
from engine.bpmn.vocabulary import EVENT_PLACES
from engine.definition import (
    CancelDefinition,
    CompensationDefinition,
    ConditionalDefinition,
    ErrorDefinition,
    EscalationDefinition,
    IntermediateThrowEvent,
    LinkDefinition,
    MessageDefinition,
    SignalDefinition,
    StartEvent,
    TerminateDefinition,
    TimerDefinition,
)
from tests.unit.engine.bpmn.drawing import (
    CONDITION,
    ROOTS,
    START_END,
    TIMER,
    compiled,
    draw,
    event,
    event_sub_process,
    problems_of,
    rules_of,
    sub_process,
    timer,
    user,
)

DEFINITIONS = {
    "message messageRef='msg'": MessageDefinition,
    "signal signalRef='sig'": SignalDefinition,
    TIMER: TimerDefinition,
    CONDITION: ConditionalDefinition,
    "error errorRef='err'": ErrorDefinition,
    "escalation escalationRef='esc'": EscalationDefinition,
    "compensate": CompensationDefinition,
    "cancel": CancelDefinition,
    "terminate": TerminateDefinition,
    "link name='l'": LinkDefinition,
}


def name_of(trigger):
    return trigger.strip("<").removesuffix("/>").split(">")[0].split()[0].removesuffix("EventDefinition")


def start_of_process(trigger):
    return draw(event("startEvent", "x", trigger) + '<endEvent id="e"/>', "x>e", roots=ROOTS)


def start_of_sub_process(trigger):
    inside = event("startEvent", "x", trigger) + '<endEvent id="ie"/>'
    return draw(START_END + sub_process("sub", inside, "x>ie"), "s>sub", "sub>e", roots=ROOTS)


def start_of_event_sub_process(trigger):
    handler = event_sub_process(trigger).replace('"hs"', '"x"').replace("hs_", "x_")
    return draw(START_END + handler, "s>e", roots=ROOTS)


def boundary(trigger):
    host = sub_process("host", user("u"), tag="transaction")
    attached = event("boundaryEvent", "x", trigger, 'attachedToRef="host"')
    handler = '<manualTask id="undo" isForCompensation="true"/><association sourceRef="x" targetRef="undo"/>'
    if trigger == "compensate":
        return draw(START_END + host + attached + handler, "s>host", "host>e", roots=ROOTS)
    return draw(START_END + host + attached, "s>host", "host>e", "x>e", roots=ROOTS)


def caught(trigger):
    if "link" in trigger:
        thrown = event("intermediateThrowEvent", "t", trigger)
        return draw(START_END + thrown + event("intermediateCatchEvent", "x", trigger), "s>t", "x>e")
    return draw(START_END + event("intermediateCatchEvent", "x", trigger), "s>x", "x>e", roots=ROOTS)


def thrown(trigger):
    if "link" in trigger:
        other = event("intermediateCatchEvent", "c", trigger)
        return draw(START_END + event("intermediateThrowEvent", "x", trigger) + other, "s>x", "c>e")
    return draw(START_END + event("intermediateThrowEvent", "x", trigger), "s>x", "x>e", roots=ROOTS)


def end(trigger):
    inside = '<startEvent id="is"/>' + event("endEvent", "x", trigger)
    host = sub_process("host", inside, "is>x", tag="transaction")
    return draw(START_END + host, "s>host", "host>e", roots=ROOTS)


PLACES = dict(
    zip(
        EVENT_PLACES,
        (start_of_process, start_of_sub_process, start_of_event_sub_process, boundary, caught, thrown, end),
        strict=True,
    )
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("trigger", DEFINITIONS, ids=name_of)
def test_an_event_stands_where_the_tables_allow_it_and_nowhere_else(place, trigger):
    allowed = {tag.removesuffix("EventDefinition") for tag in EVENT_PLACES[place]}
    xml = PLACES[place](trigger)
    if name_of(trigger) in allowed:
        assert problems_of(xml) == []
    else:
        assert ("x", "event-misplaced") in rules_of(xml)


@pytest.mark.parametrize("trigger", DEFINITIONS, ids=name_of)
def test_each_definition_is_compiled_into_its_class(trigger):
    place = next(
        place for place in reversed(PLACES) if f"{name_of(trigger)}EventDefinition" in EVENT_PLACES[place]
    )
    (process,) = compile_bpmn(PLACES[place](trigger))
    assert isinstance(only(process, "x"), DEFINITIONS[trigger])


def only(process, node):
    (definition,) = process.nodes[node].definitions
    return definition


def test_what_is_referred_to_is_found_by_name_or_code():
    process = compiled(
        START_END
        + event("intermediateThrowEvent", "m", "message messageRef='msg'")
        + event("intermediateThrowEvent", "n", "message messageRef='nameless'")
        + event("intermediateThrowEvent", "g", "signal signalRef='sig'")
        + event("intermediateThrowEvent", "c", "escalation escalationRef='esc'")
        + event("intermediateThrowEvent", "k", "compensate activityRef='u' waitForCompletion='false'")
        + user("u"),
        *("s>m", "m>n", "n>g", "g>c", "c>u", "u>k", "k>e"),
        roots=ROOTS,
    )
    assert only(process, "m") == MessageDefinition("order")
    assert only(process, "n") == MessageDefinition("nameless")
    assert only(process, "g") == SignalDefinition("alarm")
    assert only(process, "c") == EscalationDefinition("X1")
    assert only(process, "k") == CompensationDefinition("u", waits=False)


def test_who_catches_an_error_without_code_catches_every_one():
    catchers = (
        event("boundaryEvent", "a", "error errorRef='any'", 'attachedToRef="u"')
        + event("boundaryEvent", "b", "error errorRef='err'", 'attachedToRef="u"')
        + event("boundaryEvent", "c", "escalation", 'attachedToRef="u" cancelActivity="false"')
    )
    flows = ("s>u", "u>e", "a>e", "b>e", "c>e")
    process = compiled(START_END + user("u") + catchers, *flows, roots=ROOTS)
    assert [only(process, node) for node in "abc"] == [
        ErrorDefinition(""),
        ErrorDefinition("E1"),
        EscalationDefinition(""),
    ]
    assert [each.interrupting for each in process.nodes["u"].boundary_events] == [True, True, False]


def test_definitions_of_the_file_are_used_by_reference():
    roots = ROOTS + '<signalEventDefinition id="d" signalRef="sig"/>'
    process = compiled(
        START_END + event("intermediateThrowEvent", "x", "<eventDefinitionRef>d</eventDefinitionRef>"),
        *("s>x", "x>e"),
        roots=roots,
    )
    assert isinstance(process.nodes["x"], IntermediateThrowEvent)
    assert only(process, "x") == SignalDefinition("alarm")


def test_a_process_may_have_a_plain_start_and_others_with_a_trigger():
    process = compiled(
        START_END + event("startEvent", "m", "message messageRef='msg'"), "s>e", "m>e", roots=ROOTS
    )
    assert process.start_nodes == ("s",)
    assert isinstance(process.nodes["m"], StartEvent)
    only_message = start_of_process("message messageRef='msg'")
    assert problems_of(only_message) == []


@pytest.mark.parametrize("cycle", ["R3/P1D", "R/2031-01-01T00:00:00Z/PT10S", "0 8 * * 1-5", "=rhythm"])
def test_a_cycle_repeats_or_names_times_of_day(cycle):
    body = f"<timeCycle>{cycle}</timeCycle>"
    process = compiled(START_END + user("x") + timer("t", "x", body, interrupting=False), "s>x", "x>e", "t>e")
    definition = only(process, "t")
    assert (definition.kind, definition.value.text) == ("cycle", cycle)


def attached(trigger, attributes="", more=""):
    xml = START_END + user("u") + event("boundaryEvent", "b", trigger, f'attachedToRef="u" {attributes}')
    return draw(xml + more, "s>u", "u>e", "b>e", roots=ROOTS)


REFUSED = {
    "message without reference": (thrown("message"), ("x", "message-missing")),
    "signal without reference": (caught("signal"), ("x", "signal-missing")),
    "unknown message": (caught("message messageRef='sig'"), ("x", "reference-missing")),
    "unknown escalation": (attached("escalation escalationRef='err'"), ("b", "reference-missing")),
    "error thrown without code": (end("error errorRef='any'"), ("x", "error-code-missing")),
    "error thrown without error": (end("error"), ("x", "error-code-missing")),
    "escalation thrown without code": (
        thrown("escalation escalationRef='all'"),
        ("x", "escalation-code-missing"),
    ),
    "condition missing": (caught("conditional"), ("x", "expression-empty")),
    "condition that is no FEEL": (caught(CONDITION.replace("1<", "<")), ("x", "feel-syntax")),
    "error that lets go on": (attached("error", 'cancelActivity="false"'), ("b", "error-not-interrupting")),
    "error in an event sub-process that lets go on": (
        draw(START_END + event_sub_process("error", 'isInterrupting="false"'), "s>e"),
        ("hs", "error-not-interrupting"),
    ),
    "cancel at a task": (attached("cancel"), ("b", "event-misplaced")),
    "cancel outside of a transaction": (
        draw('<startEvent id="s"/>' + event("endEvent", "e", "cancel"), "s>e"),
        ("e", "event-misplaced"),
    ),
    "link beside another": (
        thrown("link name='l'|signal signalRef='sig'"),
        ("x", "contradictory-attributes"),
    ),
    "escalation caught twice": (
        attached(
            "escalation",
            more=event("boundaryEvent", "c", "escalation", 'attachedToRef="u"')
            + '<sequenceFlow id="c_e" sourceRef="c" targetRef="e"/>',
        ),
        ("c", "escalation-caught-twice"),
    ),
    "compensating a ghost": (thrown("compensate activityRef='ghost'"), ("x", "reference-missing")),
    "definition of another event": (
        draw(
            START_END
            + event("intermediateThrowEvent", "x", "<signalEventDefinition id='d' signalRef='sig'/>")
            + event("intermediateThrowEvent", "y", "<eventDefinitionRef>d</eventDefinitionRef>"),
            *("s>x", "x>y", "y>e"),
            roots=ROOTS,
        ),
        ("y", "reference-missing"),
    ),
    "throw event that nothing leads to": (
        draw(event("intermediateThrowEvent", "x") + user("u"), "x>u"),
        ("x", "event-without-incoming"),
    ),
    "throw event that leads nowhere": (
        draw(user("u") + event("intermediateThrowEvent", "x"), "u>x"),
        ("x", "event-leads-nowhere"),
    ),
    "catch event that leads nowhere": (
        draw(user("u") + event("intermediateCatchEvent", "x", TIMER), "u>x"),
        ("x", "event-leads-nowhere"),
    ),
    "calendar without timer": (attached("error", 'kartabl:calendar="o"'), ("b", "attribute-without-effect")),
    "start that interrupts nothing": (
        draw('<startEvent id="s" isInterrupting="false"/><endEvent id="e"/>', "s>e"),
        ("s", "attribute-without-effect"),
    ),
    "five fields that never occur": (
        caught("<timerEventDefinition><timeCycle>0 0 31 2 *</timeCycle></timerEventDefinition>"),
        ("x", "value-invalid"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_faulty_is_refused(name):
    xml, expected = REFUSED[name]
    assert expected in rules_of(xml)

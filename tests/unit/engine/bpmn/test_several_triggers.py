"""Events with several definitions (BPMN 10.5.1 Multiple, Parallel Multiple)."""

from engine.definition import (
    EndEvent,
    IntermediateCatchEvent,
    SignalDefinition,
    TimerDefinition,
)
from tests.unit.engine.bpmn.drawing import (
    ROOTS,
    START_END,
    TIMER,
    compiled,
    draw,
    event,
    rules_of,
)


def test_an_event_may_have_several_triggers_one_of_them_or_all():
    both = f"signal signalRef='sig'|{TIMER}"
    for flag, is_parallel in (("false", False), ("true", True)):
        attributes = f'parallelMultiple="{flag}"'
        process = compiled(
            START_END + event("intermediateCatchEvent", "x", both, attributes), "s>x", "x>e", roots=ROOTS
        )
        node = process.nodes["x"]
        assert isinstance(node, IntermediateCatchEvent)
        assert [type(each) for each in node.definitions] == [SignalDefinition, TimerDefinition]
        assert node.is_parallel is is_parallel


def test_an_end_event_throws_all_it_names():
    several = "message messageRef='msg'|signal signalRef='sig'|error errorRef='err'"
    process = compiled('<startEvent id="s"/>' + event("endEvent", "e", several), "s>e", roots=ROOTS)
    assert isinstance(process.nodes["e"], EndEvent)
    assert len(process.nodes["e"].definitions) == 3


def test_a_process_is_not_started_by_all_of_several_triggers():
    start = event("startEvent", "s", f"signal signalRef='sig'|{TIMER}", 'parallelMultiple="true"')
    assert ("s", "unsupported-element") in rules_of(draw(start + '<endEvent id="e"/>', "s>e", roots=ROOTS))

"""Data: objects are variables, associations between different names are io mappings (BPMN 10.4)."""

import pytest

from engine.definition import IoMapping
from tests.unit.engine.bpmn.drawing import ROOTS, START_END, between, compiled, event, rules_of, script, user

OBJECTS = (
    '<dataObject id="do" name="request"/><dataObjectReference id="ref" dataObjectRef="do" name="request [new]"/>'
    '<dataStoreReference id="store" name="archive"/><dataObject id="dn"/>'
    '<dataObjectReference id="drawn" dataObjectRef="dn" name="home address"/>'
)
SPECIFICATION = (
    '<ioSpecification><dataInput id="di" name="{}"/><dataOutput id="out" name="{}"/><inputSet/><outputSet/>'
    "</ioSpecification>"
)
MAPPING = "<extensionElements><kartabl:ioMapping>{}</kartabl:ioMapping></extensionElements>"
MESSAGE = "<messageEventDefinition messageRef='msg'/>"


def associated(direction, source, target, inside=""):
    tag = f"data{direction}Association"
    ends = "".join(f"<sourceRef>{end}</sourceRef>" for end in source.split())
    return f"<{tag}>{ends}<targetRef>{target}</targetRef>{inside}</{tag}>"


def task(associations, names=("request", "result")):
    inside = SPECIFICATION.format(*names) + associations
    return script("x", "1").replace("<script>", inside + "<script>") + OBJECTS


def node_of(xml, roots=""):
    return compiled(START_END + xml, "s>x", "x>e", roots=roots).nodes["x"]


def pairs(mappings):
    return [(mapping.source.text, mapping.target) for mapping in mappings]


def test_an_association_of_equal_names_has_nothing_to_do():
    assert node_of(task(associated("Input", "ref", "di"))).inputs == ()


def test_an_association_of_different_names_maps_the_one_to_the_other():
    both = associated("Input", "ref", "di") + associated("Output", "out", "drawn")
    node = node_of(task(both, ("what is asked", "address")))
    assert pairs(node.inputs) == [("=request", "what is asked")]
    assert pairs(node.outputs) == [("=address", "home address")]
    assert isinstance(node.inputs[0], IoMapping)
    assert node.inputs[0].source.expression is not None


def test_a_transformation_or_assignments_say_what_is_mapped():
    changed = associated("Input", "ref drawn", "di", "<transformation>request.sum * 2</transformation>")
    assert pairs(node_of(task(changed)).inputs) == [("=request.sum * 2", "request")]
    assigned = "<assignment><from>request.name</from><to>who</to></assignment>"
    assert pairs(node_of(task(associated("Input", "ref", "di", assigned))).inputs) == [
        ("=request.name", "who")
    ]


@pytest.mark.parametrize("source", ["store", "ref"])
def test_what_a_drawing_tool_leaves_open_is_a_picture(source):
    placeholder = '<property id="prop" name="__targetRef_placeholder"/>' + associated("Input", source, "prop")
    assert node_of(user("x", inside=placeholder) + OBJECTS).inputs == ()


def test_a_reference_to_itself_has_the_name_it_has():
    circle = '<dataObjectReference id="circle" dataObjectRef="circle" name="round"/>'
    assert pairs(node_of(task(associated("Input", "circle", "di")) + circle).inputs) == [
        ("=round", "request")
    ]


def test_what_a_message_carries_and_leaves_is_mapped():
    throw = event(
        "intermediateThrowEvent", "x", MAPPING.format("<kartabl:input source='=a' target='b'/>") + MESSAGE
    )
    catch = event(
        "intermediateCatchEvent", "x", MAPPING.format("<kartabl:output source='=b' target='c'/>") + MESSAGE
    )
    assert pairs(node_of(throw, ROOTS).inputs) == [("=a", "b")]
    assert pairs(node_of(catch, ROOTS).outputs) == [("=b", "c")]
    data = '<dataOutput id="out" name="order"/>' + associated("Output", "out", "ref") + "<outputSet/>"
    assert pairs(node_of(event("intermediateCatchEvent", "x", data + MESSAGE) + OBJECTS, ROOTS).outputs) == [
        ("=order", "request")
    ]


@pytest.mark.parametrize(
    ("opened", "inside"), [('callActivity id="x" calledElement="q"', ""), ('subProcess id="x"', user("u"))]
)
def test_calls_and_sub_processes_map_their_data(opened, inside):
    mapping = MAPPING.format(
        '<kartabl:input source="=a" target="b"/><kartabl:output source="=c" target="d"/>'
    )
    node = node_of(f"<{opened}>{mapping}{inside}</{opened.split()[0]}>")
    assert (pairs(node.inputs), pairs(node.outputs)) == ([("=a", "b")], [("=c", "d")])


REFUSED = {
    "association from nowhere": (
        between(task(associated("Input", "ghost", "di"))),
        ("x", "reference-missing"),
    ),
    "association to a node": (between(task(associated("Output", "out", "s"))), ("x", "reference-missing")),
    "store that is read": (
        between(task(associated("Input", "store", "di"))),
        ("x", "data-store"),
    ),
    "several sources without transformation": (
        between(task(associated("Input", "ref drawn", "di"))),
        ("x", "mapping-incomplete"),
    ),
    "transformation that is no FEEL": (
        between(task(associated("Input", "ref", "di", "<transformation>1 +</transformation>"))),
        ("x", "feel-syntax"),
    ),
    "assignment to no name": (
        between(
            task(associated("Input", "ref", "di", "<assignment><from>1</from><to>a(b)</to></assignment>"))
        ),
        ("x", "value-invalid"),
    ),
    "data inputs of a sub-process": (
        between('<subProcess id="x">' + SPECIFICATION.format("a", "b") + user("u") + "</subProcess>"),
        ("x", "unsupported-element"),
    ),
    "data of a signal": (
        between(
            event(
                "intermediateThrowEvent",
                "x",
                MAPPING.format("<kartabl:input source='=a' target='b'/>")
                + "<signalEventDefinition signalRef='sig'/>",
            ),
            roots=ROOTS,
        ),
        ("x", "mapping-without-effect"),
    ),
    "output of what is thrown": (
        between(
            event(
                "intermediateThrowEvent",
                "x",
                MAPPING.format("<kartabl:output source='=a' target='b'/>") + MESSAGE,
            ),
            roots=ROOTS,
        ),
        ("x", "mapping-without-effect"),
    ),
    "unknown entry": (
        between('<task id="x">' + MAPPING.format("<kartabl:inptu/>") + "</task>"),
        ("x", "unknown-extension"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_faulty_is_refused(name):
    xml, expected = REFUSED[name]
    assert expected in rules_of(xml)

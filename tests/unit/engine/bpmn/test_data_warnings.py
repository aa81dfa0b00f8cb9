"""Conditions, cycles and concurrent writes that may be deployed but are probably wrong."""

import pytest

from engine.bpmn.warnings import FormFields, warnings_of
from tests.unit.engine.bpmn.drawing import START_END, Flow, compiled, script, sub_process, user

FORK, JOIN = '<parallelGateway id="fork"/>', '<parallelGateway id="join"/>'
FORKED: tuple[Flow, ...] = ("s>fork", "fork>a", "fork>b")
JOINED: tuple[Flow, ...] = ("a>join", "b>join", "join>e")
MI = "<multiInstanceLoopCharacteristics {}><loopCardinality>3</loopCardinality>{}</multiInstanceLoopCharacteristics>"
OUTPUT = '<extensionElements><kartabl:ioMapping><kartabl:output source="=1" target="{}"/></kartabl:ioMapping>'
OUTPUT += "</extensionElements>"
FORM = 'kartabl:role="clerk" kartabl:formKey="{}"'
BUTTONS = 'kartabl:role="clerk" kartabl:outcomes="approve return reject"'


def told(elements: str, *flows: Flow, form_fields: FormFields | None = None) -> set[tuple[str, str]]:
    found = warnings_of(compiled(START_END + elements, *flows), form_fields)
    return {(problem.element_id, problem.rule) for problem in found}


def chosen(*conditions: str, kind: str = "exclusive", before: str = "") -> set[tuple[str, str]]:
    """What is told of a gateway "x" that asks the conditions; ``before``: a user task in front of it."""
    ways = [f"w{number}" for number, _ in enumerate(conditions)]
    tasks = "".join(f'<task id="{way}"/>' for way in ways)
    asked: list[Flow] = [(f"x>{way}", text) for way, text in zip(ways, conditions, strict=True)]
    start: list[Flow] = ["s>u", "u>x"] if before else ["s>x"]
    elements = before + f'<{kind}Gateway id="x"/>' + tasks
    return told(elements, *start, *asked, *(f"{way}>e" for way in ways))


def written(a: str, b: str, form_fields: FormFields | None = None) -> list[tuple[str, str, list[str]]]:
    """(element, variable, others) of the concurrent writes of the parallel nodes "a" and "b"."""
    found = warnings_of(compiled(START_END + FORK + JOIN + a + b, *FORKED, *JOINED), form_fields)
    assert {problem.rule for problem in found} <= {"concurrent-write"}
    return [(problem.element_id, problem.params["variable"], problem.params["others"]) for problem in found]


@pytest.mark.parametrize("kind", ["exclusive", "inclusive", "complex"])
def test_a_split_without_default_is_told(kind: str) -> None:
    assert chosen("n > 9", "n < 5", kind=kind) == {("x", "default-missing")}


def test_a_split_with_default_or_with_an_unconditional_flow_is_not() -> None:
    way = '<task id="a"/><task id="b"/>'
    flows: list[Flow] = ["s>x", ("x>a", "n > 9"), "x>b", "a>e", "b>e"]
    assert told('<exclusiveGateway id="x" default="x_b"/>' + way, *flows) == set()
    assert told('<inclusiveGateway id="x"/><endEvent id="f"/>' + way, *flows[:-1], "b>f") == set()


@pytest.mark.parametrize(
    "conditions",
    [
        ("n > 9", "n <= 9"),
        ("paid", "not(paid)"),
        ("not(count(list) > 1)", "count(list) > 1"),
        ("offering.steps = 1", "offering.steps = 2"),
        ('kind = "a" or kind = "b"', 'kind in ("c", "d")'),
    ],
)
def test_conditions_that_distinguish_cases_need_no_default(conditions: tuple[str, str]) -> None:
    assert chosen(*conditions) == set()


@pytest.mark.parametrize(
    "conditions",
    [("n > 9", "m <= 9"), ("n > 9", "n < 9"), ("n = 1", "m = 2"), ("n = 1", "n > 1"), ("n = m", "n = 1")],
)
def test_conditions_that_leave_a_gap_do(conditions: tuple[str, str]) -> None:
    assert chosen(*conditions) == {("x", "default-missing")}


def test_an_outcome_that_no_flow_takes_is_told() -> None:
    asked = ['outcome = "approve"', 'outcome = "return"', 'outcome = "reject"']
    assert chosen(*asked, before=user("u", BUTTONS)) == set()
    assert chosen(*asked[:2], before=user("u", BUTTONS)) == {("x", "default-missing")}
    assert chosen(*asked[:2]) == set()


def test_a_second_gateway_need_not_ask_again_for_what_the_first_took() -> None:
    gates = '<exclusiveGateway id="x" default="x_y"/><exclusiveGateway id="y"/>'
    gates += "".join(f'<task id="{task}"/>' for task in "abc")
    asked: list[Flow] = [("x>a", 'outcome = "approve"'), "x>y", ("y>b", 'outcome = "return"')]
    rest: list[Flow] = [("y>c", 'outcome = "reject"'), "a>e", "b>e", "c>e"]
    assert told(user("u", BUTTONS) + gates, "s>u", "u>x", *asked, *rest) == set()


def test_a_constant_condition_is_told() -> None:
    assert ("x_w0", "condition-constant") in chosen("true", "n > 1")
    assert ("x_w1", "condition-constant") in chosen("n > 1", "false")


def test_branches_that_write_different_variables_are_not_told() -> None:
    assert written(script("a", "1", "x"), script("b", "1", "y")) == []


def test_a_variable_that_two_branches_write_is_told_with_both() -> None:
    assert written(script("a", "1", "x"), script("b", "1", "x")) == [("a", "x", ["b"])]


@pytest.mark.parametrize(
    "a",
    [
        f'<task id="a">{OUTPUT.format("x")}</task>',
        script("a", "{x: 1, z: 2}"),
        '<serviceTask id="a" kartabl:calculator="c" kartabl:resultVariable="x"/>',
        '<businessRuleTask id="a" kartabl:decision="d" kartabl:resultVariable="x"/>',
        f'<callActivity id="a" calledElement="q">{OUTPUT.format("x")}</callActivity>',
        user(
            "a",
            'kartabl:role="r"',
            MI.format('isSequential="true" kartabl:outputCollection="x" kartabl:outputElement="=1"', ""),
        ),
        sub_process("a", '<startEvent id="is"/><endEvent id="ie"/>' + script("i", "1", "x"), "is>i", "i>ie"),
    ],
)
def test_every_kind_of_writing_counts(a: str) -> None:
    assert written(a, script("b", "1", "x")) == [("a", "x", ["b"])]


def test_what_a_sub_process_keeps_inside_does_not_count() -> None:
    inside = (
        OUTPUT.replace("output source", "input source").format("x")
        + '<startEvent id="is"/><endEvent id="ie"/>'
    )
    local = sub_process("a", inside + script("i", "1", "x"), "is>i", "i>ie")
    assert written(local, script("b", "1", "x")) == []


def test_fields_of_forms_count_when_the_form_is_known() -> None:
    tasks = user("a", FORM.format("one")), user("b", FORM.format("two"))
    fields = {"one": ["note", "price"], "two": ["note"]}
    assert written(*tasks, fields) == [("a", "note", ["b"])]
    assert written(*tasks, {"one": ["note"]}) == []
    assert written(*tasks) == []


def test_choices_and_one_after_the_other_write_in_order() -> None:
    a, b = script("a", "1", "x"), script("b", "1", "x")
    assert told(a + b, "s>a", "a>b", "b>e") == set()
    split = '<exclusiveGateway id="g" default="g_b"/>'
    assert told(split + a + b, "s>g", ("g>a", "n > 1"), "g>b", "a>e", "b>e") == set()


def test_an_outcome_asked_at_once_is_no_conflict_but_one_asked_behind_the_join_is() -> None:
    gates = "".join(f'<exclusiveGateway id="{g}" default="{g}_{d}"/>' for g, d in (("x", "v"), ("y", "w")))
    elements = FORK + JOIN + gates + user("a", BUTTONS) + user("b", BUTTONS)
    elements += '<task id="v"/><task id="w"/><exclusiveGateway id="m"/><exclusiveGateway id="n"/>'
    asked: list[Flow] = ["a>x", ("x>m", 'outcome = "reject"'), "x>v", "v>m", "m>join"]
    asked += ["b>y", ("y>n", 'outcome = "reject"'), "y>w", "w>n", "n>join"]
    assert told(elements, *FORKED, *asked, "join>e") == set()
    late = '<exclusiveGateway id="z" default="z_e"/><endEvent id="no"/>'
    behind: list[Flow] = ["join>z", ("z>no", 'outcome = "reject"'), "z>e"]
    assert told(elements + late, *FORKED, *asked, *behind) == {("a", "concurrent-write")}


def test_an_outcome_given_anew_behind_the_join_is_no_conflict() -> None:
    elements = (
        FORK + JOIN + user("a", BUTTONS) + user("b", BUTTONS) + user("c", BUTTONS) + '<endEvent id="no"/>'
    )
    elements += '<exclusiveGateway id="z" default="z_e"/>'
    rest: list[Flow] = ["join>c", "c>z", ("z>no", 'outcome = "reject"'), "z>e"]
    assert told(elements, *FORKED, *JOINED[:2], *rest) == set()


def test_instances_side_by_side_that_write_one_variable_are_told() -> None:
    def counted(attributes: str, inside: str = "") -> set[tuple[str, str]]:
        elements = user("a", BUTTONS, MI.format(attributes, inside)) + '<endEvent id="no"/>'
        asked: list[Flow] = ["a>z", ("z>no", 'outcome = "reject"'), "z>e"]
        return told(elements + '<exclusiveGateway id="z" default="z_e"/>', "s>a", *asked)

    assert counted("") == {("a", "concurrent-write")}
    assert counted('isSequential="true"') == set()
    assert counted('kartabl:outputCollection="votes" kartabl:outputElement="=outcome"') == set()
    assert counted("", '<completionCondition>outcome = "reject"</completionCondition>') == set()
    loop = MI.format("", "")
    assert told(user("a", BUTTONS, loop), "s>a", "a>e") == set()
    assert told(script("a", "1", "x").replace("<script>", loop + "<script>"), "s>a", "a>e") == {
        ("a", "concurrent-write")
    }


def test_a_cycle_that_nothing_can_end_is_told() -> None:
    def cycle(work: str, condition: str) -> set[tuple[str, str]]:
        gates = '<exclusiveGateway id="m"/><exclusiveGateway id="x" default="x_e"/>'
        return told(gates + work, "s>m", "m>w", "w>x", ("x>m", condition), "x>e")

    assert cycle(script("w", "n + 1", "n"), "k < 3") == {("m", "endless-cycle")}
    assert cycle(script("w", "n + 1", "n"), "n < 3") == set()
    assert cycle(script("w", "{n: n + 1}"), "n < 3") == set()
    assert cycle(script("w", "n + 1", "n"), "now() < k") == set()
    assert cycle(user("w"), "k < 3") == set()
    assert cycle('<serviceTask id="w" kartabl:calculator="c"/>', "k < 3") == set()
    assert cycle('<serviceTask id="w" kartabl:calculator="c" kartabl:resultVariable="n"/>', "k < 3") == {
        ("m", "endless-cycle")
    }
    assert cycle('<serviceTask id="w" kartabl:connector="c" kartabl:resultVariable="n"/>', "k < 3") == set()

"""Whole models: requirements, types, knowledge models, services, imports, boxed expressions."""

import datetime as dt
from decimal import Decimal

import pytest

from engine import clock
from engine.dmn import DecisionError, load
from tests.unit.engine.dmn.models import decision, definitions, input_data, knowledge, literal


def value(body, inputs=None, name="d", imports=()):
    return load(definitions(body), imports).evaluate(name, inputs or {})


def test_decision_sees_what_it_requires_and_nothing_else():
    body = input_data("x") + input_data("y") + decision("a", literal("x * 2"), ["x"])
    body += decision("d", literal("[a, x, y]"), ["y"], ["a"])
    assert value(body, {"x": 2, "y": 5}) == [4, None, 5]


def test_required_decision_is_evaluated_once():
    body = decision("a", literal("for i in 1..1000 return i"))
    body += "".join(decision(f"b{i}", literal("count(a)"), decisions=["a"]) for i in range(300))
    body += decision("d", literal("b0 + b299"), decisions=[f"b{i}" for i in range(300)])
    assert value(body) == 2000


def test_decision_is_found_by_name_and_by_id():
    model = load(definitions(decision("d", literal("1"))))
    assert model.evaluate("d", {}) == model.evaluate("d_d", {}) == 1
    with pytest.raises(DecisionError, match="no decision"):
        model.evaluate("nothing", {})


def test_decisions_in_a_circle_are_refused():
    body = decision("a", literal("b"), decisions=["b"]) + decision("b", literal("a"), decisions=["a"])
    with pytest.raises(DecisionError, match="circle"):
        load(definitions(body))


def test_names_with_symbols_are_known_where_they_are_required():
    body = input_data("x-y") + decision("d", literal("x-y + 1"), ["x-y"])
    assert value(body, {"x-y": 1}) == 2


TYPES = """
<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues>
</itemDefinition>
<itemDefinition name="tAges" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>
<itemDefinition name="tPerson"><itemComponent name="first name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>
"""


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("number", 5, 5),
        ("number", "5", None),
        ("number", [5], 5),
        ("tAge", 151, None),
        ("tAges", [1, 2], [1, 2]),
        ("tAges", [1, 200], None),
        ("tAges", 3, [3]),
        ("tPerson", {"first name": "Ali", "age": 3}, {"first name": "Ali", "age": 3}),
        ("tPerson", {"first name": "Ali", "age": 300}, None),
        ("tPerson", {"age": 3}, None),
        ("date and time", dt.date(2024, 1, 1), dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
        ("unknown type", 5, 5),
    ],
)
def test_values_must_fit_their_type(kind, given, expected):
    body = TYPES + input_data("x", kind) + decision("d", literal("x"), ["x"])
    assert value(body, {"x": given}) == expected


def test_result_must_fit_the_type_of_the_decision():
    assert value(decision("d", literal('"a"'), kind="number")) is None
    assert value(decision("d", literal("[1]"), kind="number")) == Decimal(1)


def test_knowledge_model_is_called_from_feel_and_by_invocation():
    body = knowledge("double", {"n": "number"}, literal("n * 2"))
    body += knowledge("quadruple", {"n": "number"}, literal("double(double(n))"), needs=["double"])
    binding = f'<binding><parameter name="n"/>{literal("3")}</binding>'
    invocation = f"<invocation>{literal('quadruple')}{binding}</invocation>"
    body += decision("d", literal("quadruple(n: 5)"), knowledge=["quadruple"])
    body += decision("e", invocation, knowledge=["quadruple"])
    assert value(body) == 20
    assert value(body, name="e") == 12


def test_argument_of_a_wrong_type_gives_null():
    body = knowledge("double", {"n": "number"}, literal("n * 2")) + decision(
        "d", literal('double("a")'), knowledge=["double"]
    )
    assert value(body) is None


BOXED = {
    "context with result": (
        "<context><contextEntry><variable name='a'/>{1}</contextEntry>"
        "<contextEntry><variable name='b'/>{2}</contextEntry><contextEntry>{3}</contextEntry></context>",
        ["1", "a + 1", "a + b"],
        3,
    ),
    "context": (
        "<context><contextEntry><variable name='a' typeRef='string'/>{1}</contextEntry>"
        "<contextEntry><variable name='b'/>{2}</contextEntry></context>",
        ["1", "5"],
        {"a": None, "b": 5},
    ),
    "list": ("<list>{1}{2}</list>", ["1", '"a"'], [1, "a"]),
    "relation": (
        "<relation><column name='a'/><column name='b'/><row>{1}{2}</row><row>{2}{1}</row></relation>",
        ["1", "2"],
        [{"a": 1, "b": 2}, {"a": 2, "b": 1}],
    ),
    "conditional": (
        "<conditional><if>{1}</if><then>{2}</then><else>{3}</else></conditional>",
        ["1 > 2", "1", "2"],
        2,
    ),
    "filter": ("<filter><in>{1}</in><match>{2}</match></filter>", ["[1, 2, 3]", "item > 1"], [2, 3]),
    "for": ("<for iteratorVariable='i'><in>{1}</in><return>{2}</return></for>", ["[1, 2]", "i * i"], [1, 4]),
    "some": (
        "<some iteratorVariable='i'><in>{1}</in><satisfies>{2}</satisfies></some>",
        ["[1, 2]", "i > 1"],
        True,
    ),
    "every": (
        "<every iteratorVariable='i'><in>{1}</in><satisfies>{2}</satisfies></every>",
        ["[1, 2]", "i > 1"],
        False,
    ),
    "function": (
        "<context><contextEntry><variable name='f'/><functionDefinition><formalParameter name='n' typeRef='number'/>"
        "{1}</functionDefinition></contextEntry><contextEntry>{2}</contextEntry></context>",
        ["n + 1", "f(1)"],
        2,
    ),
}


@pytest.mark.parametrize("kind", BOXED)
def test_boxed_expression(kind):
    shape, texts, expected = BOXED[kind]
    assert value(decision("d", shape.format("", *map(literal, texts)))) == expected


SERVICE = (
    '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#d_d"/>'
    '<inputDecision href="#d_a"/><inputData href="#i_x"/></decisionService>'
)


def test_decision_service_takes_its_input_decisions_as_given():
    body = (
        input_data("x")
        + decision("a", literal("1"))
        + decision("d", literal("a + x"), ["x"], ["a"])
        + SERVICE
    )
    model = load(definitions(body))
    assert model.evaluate("s", {"x": 1, "a": 10}) == 11
    assert model.evaluate("d", {"x": 1, "a": 10}) == 2


def test_decision_service_is_called_from_feel():
    body = (
        input_data("x")
        + decision("a", literal("1"))
        + decision("d", literal("a + x"), ["x"], ["a"])
        + SERVICE
    )
    caller = decision("c", literal("s(x: 2, a: 5)")).replace(
        "<informationRequirement></informationRequirement>",
        '<knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement>',
    )
    assert value(body + caller, name="c") == 7


def test_imported_model_is_reached_by_its_prefix():
    other = definitions(
        input_data("x")
        + decision("a", literal("x + 1"), ["x"])
        + knowledge("f", {"n": "number"}, literal("n * 10")),
        namespace="urn:other",
    )
    body = (
        '<import name="o" namespace="urn:other" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    )
    body += (
        '<decision id="d" name="d"><informationRequirement><requiredDecision href="urn:other#d_a"/>'
        '</informationRequirement><knowledgeRequirement><requiredKnowledge href="urn:other#k_f"/>'
        f"</knowledgeRequirement>{literal('o.f(o.a)')}</decision>"
    )
    assert value(body, {"x": 1}, imports=[other]) == 20
    with pytest.raises(DecisionError, match="missing"):
        load(definitions(body))


def test_now_is_the_given_time_or_the_clock_of_the_engine():
    model = load(definitions(decision("d", literal("now()"))))
    moment = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    assert model.evaluate("d", {}, now=moment) == moment
    with clock.travel(moment):
        assert model.evaluate("d", {}) == moment


def test_faulty_feel_is_a_problem_and_fails_only_what_needs_it():
    body = decision("bad", literal("1 +")) + decision("d", literal("2"))
    model = load(definitions(body))
    assert [(problem.element_id, problem.rule) for problem in model.problems] == [("bad", "feel-syntax")]
    assert model.evaluate("d", {}) == 2
    with pytest.raises(DecisionError, match="line 1, column 4"):
        model.evaluate("bad", {})


def test_expression_beyond_its_budget_is_a_decision_error():
    with pytest.raises(DecisionError, match="too long"):
        value(decision("d", literal("some x in 1..90000, y in 1..90000 satisfies x + y < 0")))


def test_endless_recursion_of_knowledge_models_is_a_decision_error():
    body = knowledge("f", {"n": "number"}, literal("f(n + 1)"))
    with pytest.raises(DecisionError, match="deep"):
        value(body + decision("d", literal("f(0)"), knowledge=["f"]))


@pytest.mark.parametrize(
    ("boxed", "words"),
    [
        (
            '<literalExpression expressionLanguage="javascript"><text>1</text></literalExpression>',
            "javascript",
        ),
        ('<context><contextEntry><functionDefinition kind="Java"/></contextEntry></context>', "Java"),
        ("<for><in/><return/></for>", "iterator variable"),
        ("<conditional><if/></conditional>", "then"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(boxed, words):
    with pytest.raises(DecisionError, match=words):
        load(definitions(decision("d", boxed)))

"""Hit policies, aggregations and what a table gives without a match."""

from decimal import Decimal

import pytest

from engine.dmn import DecisionError, load
from tests.unit.engine.dmn.models import decision, definitions, input_data, table

RULES = [["< 10", '"low"'], ["[5..20]", '"middle"'], ["> 15", '"high"'], ["> 15", '"high"']]


def evaluate(boxed, **inputs):
    body = "".join(map(input_data, inputs)) + decision("d", boxed, inputs=inputs)
    return load(definitions(body)).evaluate_with_trace("d", inputs)


@pytest.mark.parametrize(
    ("policy", "x", "expected", "matched"),
    [
        ("UNIQUE", 1, "low", [1]),
        ("ANY", 30, "high", [3, 4]),
        ("FIRST", 7, "low", [1]),
        ("RULE ORDER", 7, ["low", "middle"], [1, 2]),
        ("COLLECT", 16, ["middle", "high", "high"], [2, 3, 4]),
        ("PRIORITY", 7, "middle", [1, 2]),
        ("OUTPUT ORDER", 18, ["high", "high", "middle"], [2, 3, 4]),
        ("UNIQUE", None, None, []),
        ("COLLECT", None, [], []),
    ],
)
def test_hit_policy(policy, x, expected, matched):
    result = evaluate(table(["x"], ['o:"high", "middle", "low"'], RULES, policy), x=x)
    assert result.value == expected
    assert result.matched == {"d": matched}


@pytest.mark.parametrize(("policy", "x"), [("UNIQUE", 7), ("ANY", 7)])
def test_rules_that_break_the_hit_policy_are_an_error(policy, x):
    with pytest.raises(DecisionError, match="rules"):
        evaluate(table(["x"], ["o"], RULES, policy), x=x)


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 8), ("MIN", 1), ("MAX", 4), ("COUNT", 3)])
def test_aggregation(aggregation, expected):
    rules = [["-", "1"], ["> 0", "3"], ["> 0", "4"], ["< 0", "9"]]
    assert evaluate(table(["x"], ["o"], rules, "COLLECT", aggregation=aggregation), x=1).value == Decimal(
        expected
    )


def test_count_of_no_match_is_zero():
    assert evaluate(table(["x"], ["o"], [["1", "1"]], "COLLECT", aggregation="COUNT"), x=2).value == 0


def test_several_outputs_are_a_context():
    result = evaluate(table(["x"], ["a", "b c"], [["-", "x + 1", '"t"']]), x=1)
    assert result.value == {"a": 2, "b c": "t"}


def test_default_output_stands_in_for_no_match():
    result = evaluate(table(["x"], ["o"], [["1", '"one"']], default='"other"'), x=2)
    assert result.value == "other"
    assert result.matched == {"d": []}


def test_input_outside_its_input_values_matches_nothing():
    boxed = table(["x"], ["o"], [["-", "1"]]).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"a", "b"</text></inputValues>'
    )
    assert evaluate(boxed, x="a").value == 1
    assert evaluate(boxed, x="c").value is None


def test_cell_may_speak_of_the_input_and_of_other_inputs():
    boxed = table(["x", "y"], ["o"], [["? > y", "-", '"above"'], ["<= y", "-", '"not above"']])
    assert evaluate(boxed, x=3, y=2).value == "above"
    assert evaluate(boxed, x=2, y=2).value == "not above"


def test_persian_table():
    boxed = table(["سابقه خدمت"], ["رتبه"], [["< ۵", '"یک"'], [">= ۵", '"دو"']])
    assert evaluate(boxed, **{"سابقه خدمت": 7}).value == "دو"


def test_rule_that_does_not_fit_the_columns_is_refused():
    with pytest.raises(DecisionError, match="rule 1"):
        evaluate(table(["x"], ["o"], [["-"]]), x=1)


def test_unknown_hit_policy_is_refused():
    with pytest.raises(DecisionError, match="hit policy BEST"):
        evaluate(table(["x"], ["o"], [["-", "1"]], "BEST"), x=1)

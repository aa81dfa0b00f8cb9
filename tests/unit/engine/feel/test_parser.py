"""The grammar: what is FEEL, how it is grouped, and where it fails."""

import pytest

from engine.errors import FeelError
from engine.feel import compile_expression, compile_unary_tests
from engine.feel import syntax as tree
from engine.feel.names import NameTable
from engine.feel.parser import parse_expression


def parse(text: str) -> tree.Node:
    return parse_expression(text, NameTable())


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("2 * 3 ** 2", "2 * (3 ** 2)"),
        ("2 ** 3 ** 2", "(2 ** 3) ** 2"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("a or b and c", "a or (b and c)"),
        ("a = 1 and b = 2", "(a = 1) and (b = 2)"),
        ("x between 1 and 2 and y", "(x between 1 and 2) and y"),
        ("a + 1 < b * 2", "(a + 1) < (b * 2)"),
        ("if a then b else c + 1", "if a then b else (c + 1)"),
        ("-a.b", "-(a.b)"),
    ],
)
def test_operators_bind_as_the_grammar_says(text, same):
    assert _shape(parse(text)) == _shape(parse(same))


def _shape(node):
    """The tree without positions."""
    parts = [_shape(child) for child in tree.children(node)]
    return type(node).__name__, getattr(node, "op", getattr(node, "name", None)), parts


@pytest.mark.parametrize(
    "text",
    [
        '"text with \\" quote"',
        "[1, 2, 3]",
        "{}",
        '{a: 1, "b c": 2, d e: 3}',
        "for x in [1, 2], y in 1..x return x * y",
        "some x in xs satisfies x > 1",
        "every x in xs, y in ys satisfies x < y",
        "function(a: number, b: list<string>) a",
        "x instance of context<name: string, age: number>",
        "x instance of function<number, string> -> boolean",
        "x instance of years and months duration",
        "[1..2]",
        "(1..2)",
        "]1..2[",
        "[a + 1..b * 2)",
        '@"2024-02-29"',
        "x in (< 5, [7..9], 11)",
        "(> 5)",
        "f(a: 1, b: 2)",
        "a.b[1].c(2)",
        "// a remark\n1 /* and\nanother */ + 1",
        "1.5e3 + .5",
        'if a then "x" else if b then "y" else "z"',
        "\u200f1 +\u00a01",
        "date and time(d, t)",
    ],
)
def test_whole_grammar_is_read(text):
    assert compile_expression(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("", 1, 1, "unexpected-end"),
        ("1 +", 1, 4, "unexpected-end"),
        ("1 +\n  * 2", 2, 3, "unexpected-token"),
        ('x = "abc', 1, 5, "unterminated-string"),
        ("1 /* open", 1, 3, "unterminated-comment"),
        ("a # b", 1, 3, "unexpected-character"),
        ("(1", 1, 3, "unexpected-end"),
        ("if a then b", 1, 12, "unexpected-end"),
        ("{a: 1, a: 2}", 1, 9, "duplicate-key"),
        ("f(1, b: 2)", 1, 6, "mixed-arguments"),
        ("function(x) external {}", 1, 13, "external-function"),
        ('@"2024-13-01"', 1, 2, "bad-literal"),
        ("1 2", 1, 3, "unexpected-token"),
        ("9" * 7000, 1, 1, "number-range"),
    ],
)
def test_syntax_error_says_where_and_why(text, line, column, code):
    with pytest.raises(FeelError) as caught:
        compile_expression(text)
    error = caught.value
    assert (error.line, error.column, error.reason_code) == (line, column, code)


def test_error_message_names_line_and_column():
    with pytest.raises(FeelError, match=r"line 2, column 1"):
        compile_expression("1 +\n)")


def test_same_text_is_compiled_once():
    assert compile_expression("a + 1") is compile_expression("a + 1")


def test_free_names_leave_out_what_the_expression_binds_or_calls():
    expression = compile_expression("for x in list of things return sum([x, y]) + {z: 1, w: z}.w")
    assert expression.free_names == {"list of things", "y"}


def test_free_names_of_a_filter_hold_what_may_be_a_key():
    assert compile_expression("people[age > limit]").free_names == {"people", "age", "limit"}


def test_unary_tests_of_nothing_accept_everything():
    assert compile_unary_tests("-").evaluate({}, input_value=3) is True

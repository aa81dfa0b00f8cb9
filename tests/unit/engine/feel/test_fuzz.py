"""Whatever text comes in: a value, or a FeelError, and nothing else."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, compile_expression, compile_unary_tests, to_json_tagged
from engine.feel.functions import BUILTINS

WORDS = [
    *(
        "1",
        "2.5",
        '"a"',
        '"2024-01-01"',
        "null",
        "true",
        "x",
        "xs",
        "item",
        "?",
        "partial",
        '@"P1D"',
        '@"10:00:00"',
    ),
    *(
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
        "<",
        ">=",
        "and",
        "or",
        "in",
        "between",
        "..",
        ".",
        ",",
        ":",
        "->",
    ),
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "if",
        "then",
        "else",
        "for",
        "some",
        "every",
        "return",
        "satisfies",
        "function",
    ),
    *("instance of", "number", "list", "not", "date and time", "//", "/*", "@", "'", "|", "نام", "\n"),
]
SCOPE = {"x": 5, "xs": [1, "a", None, {"item": 2, "x": [True]}], "نام": "علی"}


def check(text):
    for compile_text in (compile_expression, compile_unary_tests):
        try:
            value = compile_text(text).evaluate(SCOPE, budget=20_000)
            to_json_tagged(value)
        except FeelError as error:
            assert error.line >= 1
            assert error.column >= 1
            assert error.reason_code
        except TypeError as error:
            assert "not a FEEL value" in str(error)  # the codec refuses functions


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
@example("x in x in x")
@example("[1..2[[1..2[")
def test_random_words(text):
    check(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
@example("\\")
@example('"\\uD83D"')
@example("1..2..3")
@example("\u200f")
def test_random_characters(text):
    check(text)


ATOMS = st.sampled_from(
    [
        *(
            "0",
            "-1",
            "2.5",
            "1e30",
            "1e-30",
            '""',
            '"abc"',
            "null",
            "true",
            "[]",
            "[1, 2]",
            '["a", null]',
            "{a: 1}",
        ),
        *(
            "[1..3]",
            '(@"2024-01-01"..@"2024-12-31")',
            '@"2024-02-29"',
            '@"10:00:00"',
            '@"10:00:00Z"',
            '@"P1Y"',
        ),
        *(
            '@"-PT1H"',
            '@"2024-01-01T00:00:00@Asia/Tehran"',
            '@"9999-12-31T23:59:59"',
            "function(a, b) a < b",
            "[[1]]",
        ),
    ]
)
CALLS = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds(
            lambda name, values: f"{name}({', '.join(values)})",
            st.sampled_from(sorted(BUILTINS)),
            st.lists(inner, max_size=4),
        )
        | st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(["+", "-", "*", "/", "**", "=", "<", "in", "and"]),
            inner,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=1500, deadline=None)
@given(CALLS)
def test_random_calls_of_all_builtins(text):
    check(text)

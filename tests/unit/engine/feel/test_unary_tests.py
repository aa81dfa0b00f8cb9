"""Cells of decision tables."""

import pytest

from engine.feel import compile_unary_tests


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("5", 6, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ('not("a", "b")', "c", True),
        ("< 5, > 10", 11, True),
        ("[1..5]", 5, True),
        ("(1..5)", 5, False),
        ("null", None, True),
        ("null", 1, False),
        ("not(null)", None, False),
        ("? > 3 and ? < 5", 4, True),
        ('starts with(?, "b")', "bank", True),
        ("limit", 10, True),
        ("< limit", 9, True),
        ("[1, 2, 3]", 2, True),
        ("true", True, True),
        ("true", False, False),
        ("< 5", None, None),
        ("not(true) or ? = 1", 1, True),
        ('@"2024-01-01"', "x", None),
        ("= 5", 5, True),
        ("!= 5", 5, False),
    ],
)
def test_cell(text, value, expected):
    assert compile_unary_tests(text).evaluate({"limit": 10}, input_value=value) is expected

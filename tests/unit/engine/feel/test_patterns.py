"""Regular expressions: what they match, and that they cannot blow up."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import FeelError, compile_expression
from engine.feel.patterns import compile_pattern


def spend(steps: int) -> None:
    pass


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'matches("foobar", "^fo*b")', True),
        (r'matches("foobar", "^o")', False),
        (r'matches("FOO", "foo", "i")', True),
        (r'matches("a\nb", "a.b")', False),
        (r'matches("a\nb", "a.b", "s")', True),
        (r'matches("a\nb", "^b", "m")', True),
        (r'matches("ab", "a b", "x")', True),
        (r'matches("a.b", "a.b", "q")', True),
        (r'matches("axb", "a.b", "q")', False),
        (r'matches("09123456789", "^09\d{9}$")', True),
        (r'matches("کارتابل", "^\p{L}+$")', True),
        (r'matches("b", "[a-z-[aeiou]]")', True),
        (r'matches("e", "[a-z-[aeiou]]")', False),
        (r'matches("-", "[^a-c]")', True),
        (r'matches("abab", "^(ab){2}$")', True),
        (r'matches("x", "(x)\1")', None),
        (r'matches("x", "[")', None),
        (r'matches("x", "*")', None),
        (r'matches("x", "x", "z")', None),
        (r'replace("abcd", "(ab)|(c)", "[$1|$2]")', "[ab|][|c]d"),
        (r'replace("abc", "b", "\$")', "a$c"),
        (r'replace("abc", "x*", "-")', None),
        (r'replace("abc", "b", "$")', None),
        (r'replace("aaa", "a+?", "b")', "bbb"),
        (r'replace("a.b", ".", "-", "q")', "a-b"),
        (r'split("a, b,c", ",\s*")', ["a", "b", "c"]),
        (r'split("", ",")', [""]),
    ],
)
def test_patterns(text, expected):
    assert compile_expression(text).evaluate({}) == expected


BOMBS = ["(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){12}$", "a*a*a*a*a*a*$", "(a?){40}a{40}$", "((a*)*)*$"]


@pytest.mark.parametrize("pattern", BOMBS)
def test_pattern_that_blows_up_elsewhere_ends_here(pattern):
    expression = compile_expression("matches(text, pattern)")
    began = time.perf_counter()
    answer = expression.evaluate({"text": "a" * 60 + "b", "pattern": "^" + pattern})
    assert answer is False
    assert time.perf_counter() - began < 2


def test_long_text_with_costly_pattern_runs_out_of_budget():
    expression = compile_expression("matches(text, pattern)")
    with pytest.raises(FeelError) as caught:
        expression.evaluate({"text": "a" * 100_000, "pattern": "(a?){200}b"})
    assert caught.value.reason_code == "budget-exhausted"


def test_pattern_that_unfolds_too_large_is_null():
    assert compile_expression('matches("a", "((a{900}){900}){900}")').evaluate({}) is None


SAFE = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "^", "$"]),
    lambda inner: (
        st.builds("({})".format, inner)
        | st.builds("(?:{})".format, inner)
        | st.builds("{}{}".format, inner, inner)
        | st.builds("{}|{}".format, inner, inner)
        | st.builds("(?:{}){}".format, inner, st.sampled_from(["?", "{2}", "{1,2}", "??"]))
    ),
    max_leaves=8,
)


@given(SAFE, st.text("abc", max_size=8))
def test_finds_what_python_finds(pattern, text):
    expected = re.search(pattern, text, re.ASCII)
    found = next(compile_pattern(pattern, "").find_all(text, spend), None)
    if expected is None or ("$" in pattern and "\n" in text):
        assert found is None
    else:
        assert found is not None
        assert found[0] == expected.span()


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_as_pattern_gives_an_answer_or_null(pattern, text):
    answer = compile_expression("matches(text, pattern)").evaluate({"text": text, "pattern": pattern})
    assert answer in (True, False, None)

"""Lists, contexts, filters, paths, loops and functions."""

from decimal import Decimal

import pytest

from engine.feel import compile_expression


def value(text, **scope):
    return compile_expression(text).evaluate(scope)


PEOPLE = [{"name": "Ali", "age": 40}, {"name": "Sara", "age": 30, "item": "own"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[10, 20, 30][1]", 10),
        ("[10, 20, 30][-1]", 30),
        ("[10, 20, 30][0]", None),
        ("[10, 20, 30][4]", None),
        ("[10, 20, 30][1.5]", None),
        ("[10, 20, 30][item > 10]", [20, 30]),
        ("[10, 20, 30][i]", 20),
        ("[10, 20, 30][null]", []),
        ("5[1]", 5),
        ("5[item = 5]", [5]),
        ("null[1]", None),
        ("people[age > 35].name", ["Ali"]),
        ('people[item = "own"].name', ["Sara"]),
        ("people[item.age > 35][1].name", "Ali"),
        ("people[age > limit].name", ["Ali"]),
    ],
)
def test_filter(text, expected):
    assert value(text, people=PEOPLE, i=2, limit=35) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a: {b: 1}}.a.b", 1),
        ("{a: 1}.b", None),
        ("null.a", None),
        ('"text".length', None),
        ("[{a: 1}, {a: 2}, {}].a", [1, 2, None]),
        ("[1..5].start", 1),
        ("(1..5].start included", False),
        ('@"P1Y2M".months', 2),
        ('@"PT90M".minutes', 30),
        ('@"2024-02-03".month', 2),
        ('@"10:00:00+01:00".time offset = @"PT1H"', True),
        ('@"2024-02-03T10:00:00@Asia/Tehran".timezone', "Asia/Tehran"),
    ],
)
def test_path(text, expected):
    assert value(text) == expected


def test_path_never_reaches_python_attributes():
    for name in ("__class__", "real", "upper", "keys", "start_included", "tzinfo"):
        assert value(f"x.{name}", x=Decimal(1)) is None
        assert value(f"x.{name}", x="a") is None
        assert value(f"x.{name}", x={}) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for x in [1, 2] return x * 2", [2, 4]),
        ("for x in 1..3 return x", [1, 2, 3]),
        ("for x in 3..1 return x", [3, 2, 1]),
        ("for x in [1..3) return x", [1, 2]),
        ("for x in 1..2, y in x..2 return [x, y]", [[1, 1], [1, 2], [2, 2]]),
        ("for x in 1..4 return if x = 1 then 1 else x * partial[-1]", [1, 2, 6, 24]),
        ("for x in null return x", None),
        ("for x in 1..1.5 return x", None),
        ('count(for d in @"2024-01-01"..@"2024-01-31" return d)', 31),
        ("some x in [1, 2] satisfies x > 1", True),
        ("some x in [1, null] satisfies x > 1", None),
        ("some x in [] satisfies x", False),
        ("every x in [1, 2] satisfies x > 1", False),
        ("every x in [] satisfies x", True),
        ("every x in [2, null] satisfies x > 1", None),
    ],
)
def test_loops(text, expected):
    assert value(text) == expected


def test_later_entries_of_a_context_see_earlier_ones():
    assert value("{a: 1, b: a + 1, c: b * 2}.c") == 4


def test_function_in_context_may_call_itself():
    assert value("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(10)}.r") == 3628800


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{f: function(a, b) a - b, r: f(3, 1)}.r", 2),
        ("{f: function(a, b) a - b, r: f(b: 3, a: 1)}.r", -2),
        ("{f: function(a) a, r: f()}.r", None),
        ("{f: function(a: number) a, r: f([5])}.r", 5),
        ('{f: function(a: number) a, r: f("x")}.r', None),
        ("{f: function(a) function(b) a + b, r: f(1)(2)}.r", 3),
        ("1(2)", None),
        ("no such thing(2)", None),
        ("sort([3, 1, 2], function(a, b) a > b)", [3, 2, 1]),
    ],
)
def test_functions(text, expected):
    assert value(text) == expected

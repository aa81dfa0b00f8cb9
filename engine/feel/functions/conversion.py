"""number, string, date, time, date and time, duration, range (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from engine.errors import FeelError
from engine.feel import temporal
from engine.feel.functions.registry import builtin
from engine.feel.names import NameTable
from engine.feel.numbers import to_int, to_number
from engine.feel.ranges import make_range
from engine.feel.runtime import Run
from engine.feel.text import to_text
from engine.feel.types import Range, Value, YearsMonthsDuration

_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,9})?", re.ASCII)


@builtin(
    "number",
    "from: string, grouping separator?: string|null, decimal separator?: string|null",
    "from: number",
)
def number(source: str | Decimal, grouping: str | None = None, point: str | None = None) -> Decimal | None:
    if isinstance(source, Decimal):
        return source
    if (
        grouping not in (None, " ", ",", ".")
        or point not in (None, ",", ".")
        or (point and grouping == point)
    ):
        return None
    text = source.replace(grouping, "") if grouping else source
    if point == ",":
        text = "" if "." in text else text.replace(",", ".")
    return to_number(Decimal(text)) if _NUMBER.fullmatch(text) else None


@builtin("string", "from: any")
def string(value: Value) -> str | None:
    return to_text(value)


@builtin("date", "from: string|date|moment", "year: number, month: number, day: number")
def date(source: Value, month: Decimal | None = None, day: Decimal | None = None) -> dt.date:
    if isinstance(source, str):
        return temporal.parse_date(source)
    if isinstance(source, dt.datetime):
        return source.date()
    return source if isinstance(source, dt.date) else dt.date(_whole(source), _whole(month), _whole(day))


@builtin(
    "time",
    "from: string|time|moment|date",
    "hour: number, minute: number, second: number, offset?: duration|null",
)
def time(
    source: Value, minute: Value = None, second: Value = None, offset: dt.timedelta | None = None
) -> dt.time:
    if isinstance(source, str):
        return temporal.parse_time(source)
    if isinstance(source, dt.datetime):
        return source.timetz()
    if isinstance(source, dt.date):
        return dt.time(tzinfo=dt.UTC)
    return source if isinstance(source, dt.time) else _time_of(source, minute, second, _zone(offset))


@builtin(
    "date and time",
    "from: string|moment|date",
    "date: date|moment, time: time",
    "date: moment, timezone: string",
    "year: number, month: number, day: number, hour: number, minute: number, second: number,"
    " offset?: duration|null",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, timezone?: string",
)
def date_and_time(source: Value, *rest: Value) -> Value:
    if isinstance(source, str):
        return temporal.parse_date_and_time(source)
    if isinstance(source, Decimal):
        return _moment_of(source, *rest)
    day = source.date() if isinstance(source, dt.datetime) else source
    if not rest:
        return source if isinstance(source, dt.datetime) else dt.datetime.combine(day, dt.time(tzinfo=dt.UTC))
    if isinstance(rest[0], str):
        return source.astimezone(_zone(rest[0])) if source.tzinfo else source.replace(tzinfo=_zone(rest[0]))
    return dt.datetime.combine(day, rest[0])


@builtin("duration", "from: string|duration|months")
def duration(source: Value) -> YearsMonthsDuration | dt.timedelta:
    return temporal.parse_duration(source) if isinstance(source, str) else source


@builtin("range", "from: string", needs_run=True)
def range_from(run: Run, source: str) -> Range | None:
    """Only constants may be the ends: ``range("[18..65)")``."""
    from engine.feel import syntax as tree
    from engine.feel.parser import parse_expression

    run.spend(len(source))
    try:
        node = parse_expression(source, NameTable())
    except FeelError:
        return None
    if not isinstance(node, tree.RangeLiteral):
        return None
    return make_range(_constant(node.start), _constant(node.end), node.start_included, node.end_included)


def _constant(node: Value) -> Value:
    """The value of a literal, or of a constructor such as date("2024-01-01")."""
    from engine.feel import syntax as tree
    from engine.feel.functions.registry import BUILTINS

    if isinstance(node, tree.Literal):
        return node.value
    if isinstance(node, tree.Invocation) and isinstance(node.function, tree.Name):
        constructor = BUILTINS.get(node.function.name)
        arguments = [_constant(argument) for argument in node.arguments]
        if constructor and node.function.name in ("date", "time", "date and time", "duration"):
            return constructor.call(arguments, Run(None, 1000))
    raise ValueError("not a constant")


def _whole(value: Decimal | None) -> int:
    if value is None or value != to_int(value):
        raise ValueError("not a whole number")
    return int(value)


def _time_of(hour: Decimal, minute: Decimal, second: Decimal, zone: dt.tzinfo | None) -> dt.time:
    micros = to_int(second % 1 * 1_000_000)
    return dt.time(_whole(hour), _whole(minute), to_int(second), micros, tzinfo=zone)


def _moment_of(
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    zone: Value = None,
) -> dt.datetime:
    return dt.datetime.combine(
        dt.date(_whole(year), _whole(month), _whole(day)), _time_of(hour, minute, second, _zone(zone))
    )


def _zone(offset: dt.timedelta | str | None) -> dt.tzinfo | None:
    if isinstance(offset, str):
        return temporal.parse_zone(offset if offset[:1] in ("Z", "+", "-") else f"@{offset}")
    return None if offset is None else dt.timezone(offset)

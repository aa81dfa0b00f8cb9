"""FEEL values as JSON and back without loss, for the store and the history.

Strings, booleans, null, lists and contexts stay as they are. All else is an object with one key that
begins with ``$``; a context that looks like that is wrapped in ``{"$context": …}``.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.feel import temporal
from engine.feel.limits import MAX_VALUE_DEPTH
from engine.feel.types import Range, Value, YearsMonthsDuration

Json = Any
MAX_ITEMS = 300_000
_AS_THEY_ARE = frozenset({str, bool, type(None)})


def to_json_tagged(value: Value) -> Json:
    """JSON data for a FEEL value.

    TypeError for a binary float, a function or any foreign object; ValueError for NaN, infinity, or a
    value too deep or too large.
    """
    return _Encoder().encode(value, 0)


def from_json_tagged(data: Json) -> Value:
    """The FEEL value of what ``to_json_tagged`` gave; whole JSON numbers become Decimal.

    TypeError for a binary float, ValueError for an unknown tag or a malformed value.
    """
    return _decode(data, 0)


class _Encoder:
    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items = 0

    def encode(self, value: Value, depth: int) -> Json:
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if kind is Decimal:
            return _number(value)
        if kind is dict:
            return self._context(value, depth)
        return self._encode_rarer(value, depth)

    def _encode_rarer(self, value: Value, depth: int) -> Json:
        if isinstance(value, str):
            return str(value)
        if isinstance(value, int | Decimal):
            return _number(value)
        if isinstance(value, list | tuple):
            self._count(len(value), depth)
            return [self.encode(item, depth + 1) for item in value]
        if isinstance(value, Mapping):
            return self._context(value, depth)
        if isinstance(value, Range):
            ends = f"{'[' if value.start_included else '('}{']' if value.end_included else ')'}"
            return {"$range": [self.encode(value.start, depth + 1), self.encode(value.end, depth + 1), ends]}
        return _encode_scalar(value)

    def _context(self, value: Mapping[Any, Value], depth: int) -> Json:
        self._count(len(value), depth)
        data: dict[str, Json] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("the keys of a context must be strings")
            data[str(key)] = item if type(item) is str else self.encode(item, depth + 1)
        return {"$context": data} if _is_tagged(data) else data

    def _count(self, items: int, depth: int) -> None:
        self.items += items
        if self.items > MAX_ITEMS or depth > MAX_VALUE_DEPTH:
            raise ValueError("the value is too deep or too large to be stored")


def _encode_scalar(value: Value) -> Json:
    if isinstance(value, dt.datetime):
        return {"$datetime": _zoned(value)}
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    if isinstance(value, dt.time):
        return {"$time": temporal.temporal_text(value)}
    if isinstance(value, dt.timedelta):
        return {"$duration": temporal.duration_text(value)}
    if isinstance(value, YearsMonthsDuration):
        return {"$months": value.months}
    raise TypeError(f"{type(value).__name__} is not a FEEL value")


def _number(value: int | Decimal) -> Json:
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} cannot be stored")
    return {"$number": str(value)}


def _zoned(value: dt.datetime) -> Json:
    """The second of two equal local times, when clocks go back, is marked by a list."""
    text = temporal.temporal_text(value)
    return [text, 1] if value.fold and isinstance(value.tzinfo, zoneinfo.ZoneInfo) else text


def _is_tagged(data: Mapping[str, Any]) -> bool:
    return len(data) == 1 and next(iter(data)).startswith("$")


def _decode(data: Json, depth: int) -> Value:
    if type(data) in _AS_THEY_ARE:
        return data
    if depth > MAX_VALUE_DEPTH + 2:
        raise ValueError("the data are too deep")
    if isinstance(data, list):
        return [_decode(item, depth + 1) for item in data]
    if isinstance(data, dict):
        return _decode_object(data, depth)
    if isinstance(data, int):
        return Decimal(data)
    raise TypeError(f"{type(data).__name__} is not a stored FEEL value")


def _decode_object(data: dict[str, Json], depth: int) -> Value:
    if len(data) == 1:
        ((tag, inner),) = data.items()
        if tag == "$number":
            return Decimal(inner)
        if tag.startswith("$"):
            return _decode_tagged(tag, inner, depth)
    return {key: item if type(item) is str else _decode(item, depth + 1) for key, item in data.items()}


def _decode_tagged(tag: str, data: Json, depth: int) -> Value:
    if tag == "$context":
        return {key: _decode(item, depth + 1) for key, item in data.items()}
    if tag == "$range":
        start, end, ends = data
        return Range(_decode(start, depth + 1), _decode(end, depth + 1), ends[0] == "[", ends[1] == "]")
    if tag not in _SCALARS:
        raise ValueError(f"unknown tag {tag}")
    return _SCALARS[tag](data)


def _decode_datetime(data: Json) -> dt.datetime:
    text, fold = data if isinstance(data, list) else (data, 0)
    return temporal.parse_date_and_time(text).replace(fold=fold)


_SCALARS: dict[str, Callable[[Any], Value]] = {
    "$number": Decimal,
    "$date": temporal.parse_date,
    "$time": temporal.parse_time,
    "$datetime": _decode_datetime,
    "$duration": temporal.parse_duration,
    "$months": YearsMonthsDuration,
}

"""Whether a value is of a type, and fitting it to one (DMN 1.5, 10.3.2.9, table 63)."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel import syntax as tree
from engine.feel.runtime import FeelFunction
from engine.feel.types import TYPE_NAMES, Range, Value, type_name

Check = Callable[[Value], bool]


def type_check(ref: tree.TypeRef) -> Check:
    """A predicate; null is of no type but Null and Any, and of an unknown type is nothing."""
    if ref.name == "Any":
        return lambda value: value is not None
    if ref.name in ("Null", "null"):
        return lambda value: value is None
    if ref.name in ("list", "range", "context"):
        return _structured(ref)
    if ref.name == "function":
        return lambda value: isinstance(value, FeelFunction)
    name = _SYNONYMS.get(ref.name, ref.name)
    return lambda value: type_name(value) == name


def _structured(ref: tree.TypeRef) -> Check:
    inner = tuple(type_check(argument) for argument in ref.arguments)
    if ref.name == "list":
        return lambda value: type(value) is list and all(_fits(inner, item) for item in value)
    if ref.name == "range":
        return lambda value: isinstance(value, Range) and _fits(inner, _bound(value))
    fields = tuple(zip(ref.field_names, inner, strict=True))
    return lambda value: (
        type(value) is dict
        and all(name in value and (value[name] is None or check(value[name])) for name, check in fields)
    )


def _fits(inner: tuple[Check, ...], value: Value) -> bool:
    return not inner or value is None or inner[0](value)


def _bound(interval: Range) -> Value:
    return interval.end if interval.start is None else interval.start


def converter(ref: tree.TypeRef) -> Callable[[Value], Value] | None:
    """Fits a value to a type: a list of one item becomes the item and back; null where it cannot.

    None for a type that FEEL itself does not define: the model that defines it checks it.
    """
    if ref.name not in _KNOWN:
        return None
    check = type_check(ref)

    def convert(value: Value) -> Value:
        if value is None or check(value):
            return value
        if type(value) is list and len(value) == 1 and check(value[0]):
            return value[0]
        return [value] if ref.name == "list" and check([value]) else None

    return convert


_SYNONYMS = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
}
_KNOWN = frozenset((*TYPE_NAMES.values(), *_SYNONYMS, "Any", "null", "function"))

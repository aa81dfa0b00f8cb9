"""The built-in functions by name, and how arguments meet their parameters (DMN 1.5, 10.3.4).

A signature reads ``"string: string, start position: number, length?: number"``: ``?`` marks what may be
left out, ``*`` the parameter that takes all the rest, ``|`` alternative types; ``any`` takes null too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from engine.feel.runtime import NOWHERE, FeelFunction, Run
from engine.feel.syntax import Position
from engine.feel.types import Range, Value, YearsMonthsDuration

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (Decimal,),
    "boolean": (bool,),
    "list": (list,),
    "context": (dict,),
    "range": (Range,),
    "date": (dt.date,),
    "time": (dt.time,),
    "moment": (dt.datetime,),
    "duration": (dt.timedelta,),
    "months": (YearsMonthsDuration,),
    "null": (type(None),),
    "any": (),
    "function": (),
}
_F = TypeVar("_F", bound=Callable[..., Value])
_MISMATCH = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    types: frozenset[type]
    is_optional: bool
    takes_function: bool
    takes_any: bool

    def fit(self, value: Value) -> Value:
        """The value, in or out of a list of one item where that makes it fit, or _MISMATCH."""
        if self.takes_function and isinstance(value, FeelFunction):
            return value
        if type(value) in self.types or self.takes_any:
            return value
        if list in self.types and value is not None:
            return [value]
        if type(value) is list and len(value) == 1 and type(value[0]) in self.types:
            return value[0]
        return _MISMATCH


@dataclass(frozen=True, slots=True)
class Signature:
    parameters: tuple[Parameter, ...]
    required: int
    is_variadic: bool

    def bind(self, values: list[Value]) -> list[Value] | None:
        """The arguments for these positional values, or None where they do not fit."""
        count = len(values)
        if count < self.required or (count > len(self.parameters) and not self.is_variadic):
            return None
        bound: list[Value] = []
        last = self.parameters[-1] if self.parameters else None
        for index, value in enumerate(values):
            parameter = self.parameters[index] if index < len(self.parameters) else last
            fitted = parameter.fit(value) if parameter else _MISMATCH
            if fitted is _MISMATCH:
                return None
            bound.append(fitted)
        return bound

    def bind_named(self, named: dict[str, Value]) -> list[Value] | None:
        """The arguments for these named values, or None where names or types do not fit."""
        known = [parameter.name for parameter in self.parameters]
        if not named.keys() <= set(known) or not set(known[: self.required]) <= named.keys():
            return None
        bound: list[Value] = []
        while known and known[-1] not in named:
            known.pop()
        for parameter in self.parameters[: len(known)]:
            if parameter.name not in named:
                bound.append(None)
                continue
            fitted = parameter.fit(named[parameter.name])
            if fitted is _MISMATCH:
                return None
            bound.append(fitted)
        return bound


class Builtin(FeelFunction):
    """A built-in function; ``needs_run``: its first argument is the running evaluation."""

    __slots__ = ("function", "name", "needs_run", "signatures")

    def __init__(
        self, name: str, function: Callable[..., Value], signatures: tuple[Signature, ...], *, needs_run: bool
    ) -> None:
        self.name = name
        self.function = function
        self.signatures = signatures
        self.needs_run = needs_run

    def call(self, values: list[Value], run: Run, at: Position = NOWHERE) -> Value:
        for signature in self.signatures:
            bound = signature.bind(values)
            if bound is not None:
                return self._run(bound, run, at)
        return None

    def call_named(self, named: dict[str, Value], run: Run, at: Position = NOWHERE) -> Value:
        for signature in self.signatures:
            bound = signature.bind_named(named)
            if bound is not None:
                return self._run(bound, run, at)
        return None

    def _run(self, bound: list[Value], run: Run, at: Position) -> Value:
        run.spend(1 + sum(map(_size, bound)), at)
        try:
            result = self.function(run, *bound) if self.needs_run else self.function(*bound)
        except (ArithmeticError, ValueError):
            return None
        run.spend(_size(result), at)
        return result


def _size(value: Value) -> int:
    """What copying a value costs, in steps."""
    kind = type(value)
    if kind is list or kind is dict:
        return len(value)
    return len(value) >> 4 if kind is str else 0


BUILTINS: dict[str, Builtin] = {}


def builtin(name: str, *signatures: str, needs_run: bool = False) -> Callable[[_F], _F]:
    """Register a function under its FEEL name with one or more signatures."""

    def add(function: _F) -> _F:
        read = tuple(map(read_signature, signatures))
        BUILTINS[name] = Builtin(name, function, read, needs_run=needs_run)
        return function

    return add


def register(name: str, function: Callable[..., Value], params: str | Iterable[str] = ()) -> None:
    """Add a function of Kartabl's own: ``params`` is a signature, or names that take any value.

    The function gets FEEL values by position, returns one, and may raise ValueError for null.
    ValueError if the name is taken. Expressions compiled before keep their meaning.
    """
    if name in BUILTINS:
        raise ValueError(f"there is already a FEEL function {name}")
    text = params if isinstance(params, str) else ", ".join(f"{param}: any" for param in params)
    BUILTINS[name] = Builtin(name, function, (read_signature(text),), needs_run=False)


def read_signature(text: str) -> Signature:
    """The signature written as in the docstring of this module."""
    parameters: list[Parameter] = []
    is_variadic = False
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, kinds = (piece.strip() for piece in part.partition(":"))
        is_variadic = name.endswith("*")
        names = kinds.split("|")
        types = frozenset(kind for item in names for kind in _TYPES[item])
        is_optional = name.endswith("?")
        parameters.append(
            Parameter(name.rstrip("?*"), types, is_optional, "function" in names, "any" in names)
        )
    required = sum(not parameter.is_optional for parameter in parameters)
    return Signature(tuple(parameters), required, is_variadic)

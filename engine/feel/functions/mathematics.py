"""Rounding, remainders, roots and logarithms (DMN 1.5, 10.3.4.5)."""

from __future__ import annotations

import datetime as dt
import decimal
from decimal import Decimal

from engine.feel.functions.registry import builtin
from engine.feel.numbers import CONTEXT, to_int
from engine.feel.types import Value, YearsMonthsDuration

_ONE = Decimal(1)
_WIDE = decimal.Context(prec=12400, Emin=-999999, Emax=999999)


def _round(number: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    places = to_int(scale)
    if not -6111 <= places <= 6176:
        return None
    if number.as_tuple().exponent >= -places:  # type: ignore[operator]  # finite, so an int
        return number
    rounded = number.quantize(_ONE.scaleb(-places, _WIDE), rounding=rounding, context=_WIDE)
    return CONTEXT.plus(rounded)


@builtin("decimal", "n: number, scale: number")
def to_decimal(n: Decimal, scale: Decimal) -> Decimal | None:
    return _round(n, scale, decimal.ROUND_HALF_EVEN)


@builtin("floor", "n: number, scale?: number")
def floor(n: Decimal, scale: Decimal = Decimal()) -> Decimal | None:
    return _round(n, scale, decimal.ROUND_FLOOR)


@builtin("ceiling", "n: number, scale?: number")
def ceiling(n: Decimal, scale: Decimal = Decimal()) -> Decimal | None:
    return _round(n, scale, decimal.ROUND_CEILING)


@builtin("round up", "n: number, scale: number")
def round_up(n: Decimal, scale: Decimal) -> Decimal | None:
    return _round(n, scale, decimal.ROUND_UP)


@builtin("round down", "n: number, scale: number")
def round_down(n: Decimal, scale: Decimal) -> Decimal | None:
    return _round(n, scale, decimal.ROUND_DOWN)


@builtin("round half up", "n: number, scale: number")
def round_half_up(n: Decimal, scale: Decimal) -> Decimal | None:
    return _round(n, scale, decimal.ROUND_HALF_UP)


@builtin("round half down", "n: number, scale: number")
def round_half_down(n: Decimal, scale: Decimal) -> Decimal | None:
    return _round(n, scale, decimal.ROUND_HALF_DOWN)


@builtin("abs", "n: number|duration|months")
def absolute(n: Value) -> Value:
    if isinstance(n, YearsMonthsDuration):
        return YearsMonthsDuration(abs(n.months))
    return abs(n) if isinstance(n, dt.timedelta) else n.copy_abs()


@builtin("modulo", "dividend: number, divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """dividend - divisor * floor(dividend / divisor): the sign is that of the divisor."""
    remainder = _WIDE.remainder(dividend, divisor)
    if remainder and (remainder < 0) != (divisor < 0):
        remainder = _WIDE.add(remainder, divisor)
    return CONTEXT.plus(remainder)


@builtin("sqrt", "number: number")
def sqrt(number: Decimal) -> Decimal:
    return CONTEXT.sqrt(number)


@builtin("log", "number: number")
def log(number: Decimal) -> Decimal | None:
    return CONTEXT.ln(number) if number > 0 else None


@builtin("exp", "number: number")
def exp(number: Decimal) -> Decimal:
    return CONTEXT.exp(number)


@builtin("odd", "number: number")
def odd(number: Decimal) -> bool | None:
    return _parity(number, 1)


@builtin("even", "number: number")
def even(number: Decimal) -> bool | None:
    return _parity(number, 0)


def _parity(number: Decimal, wanted: int) -> bool | None:
    remainder = abs(_WIDE.remainder(number, Decimal(2)))
    return remainder == wanted if remainder in (0, 1) else None

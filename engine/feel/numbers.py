"""FEEL numbers: IEEE 754 decimal128 arithmetic, 34 digits, half even (DMN 1.5, 10.3.2.3.1)."""

from __future__ import annotations

import decimal
from decimal import Decimal

CONTEXT = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
"""Used by its methods only, so that no thread's own decimal context changes a result."""


def to_number(value: int | Decimal) -> Decimal:
    """The value with at most 34 digits; ArithmeticError or ValueError if it is not a finite number."""
    number = CONTEXT.create_decimal(value)
    if not number.is_finite():
        raise ValueError("not a finite number")
    return number


def to_int(value: Decimal) -> int:
    """The whole number, cut towards zero; OverflowError where it has more than 34 digits."""
    if value.adjusted() > 34:
        raise OverflowError("number too large")
    return int(value)


def number_text(value: Decimal) -> str:
    """Plain notation without trailing zeros; scientific where the plain form would be very long."""
    if not value:
        return "0"
    if not -40 < value.adjusted() < 40:
        return str(CONTEXT.normalize(value))
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Which Python values may become variables: exactly FEEL's, so that a state can always be stored."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.errors import ValueUnsupported
from engine.feel import Range, YearsMonths

_PLAIN = frozenset({type(None), bool, str, int, Decimal, date, time, datetime, timedelta, YearsMonths, Range})


def check_values(values: Mapping[str, Any]) -> None:
    """Raises ValueUnsupported for a name that is no text or a value (also inside) that FEEL does not know."""
    for name, value in values.items():
        kind = type(value)
        if type(name) is not str:
            raise ValueUnsupported(name=str(name), type="the name is no text")
        if kind is list:
            check_values({f"{name}[{index}]": item for index, item in enumerate(value, 1)})
        elif kind is dict:
            check_values(value)
        elif kind not in _PLAIN or (kind is Decimal and not value.is_finite()):
            raise ValueUnsupported(name=name, type=kind.__name__)


def check_result(value: Any) -> None:
    """The same for what a calculator or a connector returned."""
    check_values(value if type(value) is dict else {"result": value})

"""JSON numbers as exact decimals: the engine takes no binary float."""

from decimal import Decimal
from typing import Any


def exact(value: Any) -> Any:
    """The JSON value with each fraction tagged as the decimal number that was written (up to 17 digits)."""
    if isinstance(value, float):
        return {"$number": str(Decimal(repr(value)))}
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, dict):
        return {name: exact(item) for name, item in value.items()}
    return value

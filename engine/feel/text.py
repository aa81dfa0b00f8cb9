"""FEEL values as text, as ``string()`` gives them (DMN 1.5, table 66)."""

from __future__ import annotations

from decimal import Decimal

from engine.errors import FeelError
from engine.feel.limits import MAX_STRING
from engine.feel.numbers import number_text
from engine.feel.runtime import FeelFunction
from engine.feel.temporal import temporal_text
from engine.feel.types import Range, Value


def to_text(value: Value) -> str | None:
    """The text of a value: a string is itself, null stays null. FeelError where it grows too long."""
    if value is None or isinstance(value, str):
        return value
    writer = _Writer()
    writer.write(value)
    return "".join(writer.parts)


class _Writer:
    """Stops at the limit, however often shared lists repeat."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._length = 0

    def write(self, value: Value) -> None:
        if isinstance(value, list):
            self._write_all("[", [(None, item) for item in value], "]")
        elif isinstance(value, dict):
            self._write_all("{", list(value.items()), "}")
        elif isinstance(value, Range):
            self._write_range(value)
        else:
            self._add(_scalar_text(value))

    def _write_all(self, opening: str, items: list[tuple[str | None, Value]], closing: str) -> None:
        self._add(opening)
        for index, (key, item) in enumerate(items):
            self._add((", " if index else "") + ("" if key is None else f"{key}: "))
            self.write(item)
        self._add(closing)

    def _write_range(self, value: Range) -> None:
        self._add("[" if value.start_included else "(")
        self.write(value.start)
        self._add("..")
        self.write(value.end)
        self._add("]" if value.end_included else ")")

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_STRING:
            raise FeelError("a string is too long", reason_code="too-large", limit=MAX_STRING)
        self.parts.append(text)


def _scalar_text(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return "function" if isinstance(value, FeelFunction) else temporal_text(value)

"""Finds ``{{= FEEL }}`` in template source before it is read as HTML.

FEEL may hold ``<`` and ``&``: each placeholder is replaced by a mark of the same length and the same
line breaks, so that positions stay true.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

_OPEN, _CLOSE = "{{=", "}}"
_START, _FILL, _END = "\ue000", "\ue002", "\ue001"
_INDEX_DIGITS: Final = 4
_MARK: Final = re.compile(f"{_START}([0-9]{{{_INDEX_DIGITS}}})[{_FILL}\n]*{_END}")
RESERVED: Final = re.compile(f"[{_START}-{_FILL}]")
_CLOSING: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|\}\}|[{}]')
MAX_PLACEHOLDERS: Final = 10**_INDEX_DIGITS - 1


@dataclass(frozen=True, slots=True)
class Placeholder:
    """The FEEL text of one placeholder and where it stands (line from 1, column from 1)."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class MarkedSource:
    """Source with its placeholders taken out; ``unclosed``: positions of ``{{=`` without an end."""

    source: str
    placeholders: tuple[Placeholder, ...]
    unclosed: tuple[tuple[int, int], ...]


def mark_placeholders(source: str) -> MarkedSource:
    """Replace every placeholder by a mark."""
    pieces, found, unclosed, done = [], list[Placeholder](), [], 0
    while (start := source.find(_OPEN, done)) >= 0 and len(found) < MAX_PLACEHOLDERS:
        end = _end_of(source, start + len(_OPEN))
        line, column = position(source, start)
        if end is None:
            unclosed.append((line, column))
            break
        text = unescape(source[start + len(_OPEN) : end - len(_CLOSE)])
        pieces += [source[done:start], _mark(len(found), source[start:end])]
        found.append(Placeholder(text.strip(), line, column))
        done = end
    return MarkedSource("".join([*pieces, source[done:]]), tuple(found), tuple(unclosed))


def split_marks(text: str) -> Iterator[str | int]:
    """The plain text and the indices of placeholders in ``text``, in order."""
    for number, piece in enumerate(_MARK.split(text)):
        if number % 2:
            yield int(piece)
        elif piece:
            yield piece


def position(source: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset."""
    before = source[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _end_of(source: str, start: int) -> int | None:
    """Behind the ``}}`` that ends the placeholder: not one in a string or of nested contexts."""
    depth = 0
    for match in _CLOSING.finditer(source, start):
        token = match[0]
        if token == _CLOSE and depth < 2:
            return match.end() if depth == 0 else _end_after_brace(source, match.start())
        depth += {"{": 1, "}": -1, _CLOSE: -2}.get(token, 0)
    return None


def _end_after_brace(source: str, start: int) -> int | None:
    """``}}}``: the first brace closes a context, the other two the placeholder."""
    return start + 3 if source.startswith("}}}", start) else None


def _mark(index: int, original: str) -> str:
    head = f"{_START}{index:0{_INDEX_DIGITS}d}"
    filling = "".join(char if char == "\n" else _FILL for char in original[len(head) : -1])
    return f"{head}{filling}{_END}"

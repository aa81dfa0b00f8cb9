"""matches, replace, split (DMN 1.5, 10.3.4.3) with patterns that cannot blow up."""

from __future__ import annotations

import re

from engine.errors import FeelError
from engine.feel.functions.registry import builtin
from engine.feel.limits import MAX_LIST, MAX_STRING
from engine.feel.patterns import compile_pattern
from engine.feel.runtime import Run

_REPLACEMENT = re.compile(r"\\([\\$])|\$(\d+)|([^\\$]+)", re.DOTALL | re.ASCII)


@builtin("matches", "input: string, pattern: string, flags?: string|null", needs_run=True)
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    """Whether the pattern is found anywhere."""
    return compile_pattern(pattern, flags or "").is_found(text, run.spend)


@builtin(
    "replace",
    "input: string, pattern: string, replacement: string, flags?: string|null",
    needs_run=True,
)
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    """All matches replaced, ``$1`` being the first group; null where the pattern matches nothing at all."""
    compiled = compile_pattern(pattern, flags or "")
    if compiled.is_found("", run.spend):
        return None
    is_literal = "q" in (flags or "")
    parts = [replacement] if is_literal else _read_replacement(replacement, compiled.groups)
    pieces: list[str] = []
    end = length = 0
    for spans in compiled.find_all(text, run.spend):
        groups = [text[span[0] : span[1]] if span else "" for span in spans]
        first, last = spans[0] or (0, 0)
        new = [text[end:first], *(part if isinstance(part, str) else groups[part] for part in parts)]
        length += sum(map(len, new))
        if length > MAX_STRING:
            raise FeelError("a string is too long", reason_code="too-large", limit=MAX_STRING)
        pieces += new
        end = last
    return "".join(pieces) + text[end:]


@builtin("split", "string: string, delimiter: string", needs_run=True)
def split(run: Run, text: str, delimiter: str) -> list[str] | None:
    """The parts between matches of the delimiter, a pattern."""
    pattern = compile_pattern(delimiter, "")
    if pattern.is_found("", run.spend):
        return None
    parts: list[str] = []
    end = 0
    for spans in pattern.find_all(text, run.spend):
        first, last = spans[0] or (0, 0)
        parts.append(text[end:first])
        if len(parts) >= MAX_LIST:
            raise FeelError("the list has too many items", reason_code="too-large", limit=MAX_LIST)
        end = last
    return [*parts, text[end:]]


def _read_replacement(text: str, groups: int) -> list[str | int]:
    """Literal parts and group numbers; of too large a number the last digits are text (XPath 5.6.4)."""
    parts: list[str | int] = []
    place = 0
    while place < len(text):
        match = _REPLACEMENT.match(text, place)
        if not match:
            raise ValueError("\\ or $ stands alone in the replacement")
        place = match.end()
        if match[2]:
            parts += _group_reference(match[2], groups)
        else:
            parts.append(match[1] or match[3])
    return parts


def _group_reference(digits: str, groups: int) -> list[str | int]:
    digits = digits[:6]
    used = len(digits)
    while used > 1 and int(digits[:used]) > groups:
        used -= 1
    number = int(digits[:used])
    return [number if number <= groups else "", digits[used:]]

"""FEEL source text → tokens (DMN 1.5, grammar rules 27 to 41, 66 to 68).

Digits of any script are numbers; direction marks, which Persian text brings along, count as blanks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import Any, NamedTuple

from engine.errors import FeelError
from engine.feel.limits import MAX_TEXT
from engine.feel.numbers import to_number
from engine.feel.syntax import Position

NUMBER, STRING, NAME, SYMBOL, END = "number", "string", "name", "symbol", "end"

KEYWORDS = frozenset(
    (
        *("and", "or", "in", "between", "then", "else", "return", "satisfies"),
        *("if", "for", "some", "every", "function", "true", "false", "null", "not"),
    )
)

_BLANK = "\\s\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_START = (
    "A-Za-z_\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NOT_START = "\\d\\s\u060c\u061b\u061f\u066a-\u066d\u06d4\ufeff\ufffc\ufffd"
_PART = _START + "\\d\u00b7\u0300-\u036f\u203f\u2040"
_NOT_PART = "\\s\u060c\u061b\u061f\u066a-\u066d\u06d4\ufeff\ufffc\ufffd"

_TOKEN = re.compile(
    rf"""
      (?P<blank>(?:[{_BLANK}]+|//[^\n]*|/\*.*?\*/)+)
    | (?P<number>(?:\d+(?:[.\u066b]\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<name>(?![{_NOT_START}])[{_START}](?:(?![{_NOT_PART}])[{_PART}])*)
    | (?P<symbol>\*\*|\.\.|<=|>=|!=|->|/(?!\*)|[-+*=<>()\[\]{{}},:.@?'|])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"""\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(["'\\nrt]))""")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


class Token(NamedTuple):
    """``value`` is the Decimal of a number or the text of a string without quotes and escapes."""

    kind: str
    text: str
    value: Any
    at: Position
    offset: int


def tokenize(text: str) -> list[Token]:
    """All tokens, an END token last. FeelError at the first character that belongs to none."""
    if len(text) > MAX_TEXT:
        raise FeelError("the expression is too long", reason_code="too-long", limit=MAX_TEXT)
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    tokens, offset = [], 0
    while offset < len(text):
        line = bisect_right(lines, offset)
        at = Position(line, offset - lines[line - 1] + 1)
        match = _TOKEN.match(text, offset)
        if not match:
            raise _bad_character(text, offset, at)
        if match.lastgroup != "blank":
            tokens.append(_token(str(match.lastgroup), match[0], at, offset))
        offset = match.end()
    end = Position(len(lines), len(text) - lines[-1] + 1)
    tokens.append(Token(END, "", None, end, len(text)))
    return tokens


def _token(kind: str, text: str, at: Position, offset: int) -> Token:
    if kind == NUMBER:
        return Token(kind, text, _number(text, at), at, offset)
    if kind == STRING:
        return Token(kind, text, _unescape(text[1:-1], at), at, offset)
    return Token(kind, text, None, at, offset)


def _number(text: str, at: Position) -> Decimal:
    try:
        return to_number(Decimal(text.replace("\u066b", ".")))
    except (ArithmeticError, ValueError) as error:
        raise FeelError(
            "the number is too large", line=at.line, column=at.column, reason_code="number-range"
        ) from error


def _unescape(body: str, at: Position) -> str:
    if "\\" not in body:
        return body

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if not code:
            return _SIMPLE[match[3]]
        if int(code, 16) > 0x10FFFF:
            raise FeelError("no such character", line=at.line, column=at.column, reason_code="bad-escape")
        return chr(int(code, 16))

    joined = _ESCAPE.sub(character, body)
    # Two \u escapes may write one character as a surrogate pair; a lone surrogate is no text.
    try:
        return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise FeelError(
            "half of a character", line=at.line, column=at.column, reason_code="bad-escape"
        ) from error


def _bad_character(text: str, offset: int, at: Position) -> FeelError:
    if text[offset] == '"':
        return FeelError(
            "the string has no end", line=at.line, column=at.column, reason_code="unterminated-string"
        )
    if text.startswith("/*", offset):
        return FeelError(
            "the comment has no end", line=at.line, column=at.column, reason_code="unterminated-comment"
        )
    return FeelError(
        f"unexpected character {text[offset]!r}",
        line=at.line,
        column=at.column,
        reason_code="unexpected-character",
        found=text[offset],
    )

"""A place in the tokens of one FEEL text: looking ahead, stepping on, and errors that say where."""

from __future__ import annotations

from engine.errors import FeelError
from engine.feel.lexer import END, STRING, Token, tokenize
from engine.feel.names import NameTable


class Cursor:
    """``token`` is the one looked at; END repeats itself."""

    def __init__(self, text: str, names: NameTable) -> None:
        self.tokens = tokenize(text)
        self.names = names
        self.index = 0
        self.token = self.tokens[0]
        self._range_openings = _find_range_openings(self.tokens)

    def opens_range(self, ahead: int = 0) -> bool:
        """Whether the bracket there holds a ``..`` outside of inner brackets."""
        return self.index + ahead in self._range_openings

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.index + ahead, len(self.tokens) - 1)]

    def advance(self, count: int = 1) -> Token:
        """Step on; returns the token that was looked at."""
        token = self.token
        self.index = min(self.index + count, len(self.tokens) - 1)
        self.token = self.tokens[self.index]
        return token

    def accept(self, text: str) -> bool:
        """Step over the token if it reads so."""
        if self.token.text != text or not text:
            return False
        self.advance()
        return True

    def expect(self, text: str) -> Token:
        """Step over the token, which must read so."""
        if self.token.text != text:
            raise self.unexpected(text)
        return self.advance()

    def name(self) -> str:
        """Step over a name of one or more words."""
        name, count = self.names.match(self.tokens, self.index)
        if not count:
            raise self.unexpected("a name")
        self.advance(count)
        return name

    def name_until(self, stops: tuple[str, ...]) -> str:
        """Step over a name being declared, which may hold symbols and ends before one of ``stops``."""
        first = self.token
        parts: list[str] = []
        end = first.offset
        while self.token.kind not in (END, STRING) and self.token.text not in stops:
            if parts and self.token.offset > end:
                parts.append(" ")
            parts.append(self.token.text)
            end = self.token.offset + len(self.token.text)
            self.advance()
        name = "".join(parts)
        if not name or first.text[0].isdecimal():
            raise self.unexpected("a name")
        self.names.add(name)
        return name

    def unexpected(self, wanted: str) -> FeelError:
        """The error for a token that cannot stand here."""
        if self.token.kind == END:
            return self.error(
                f"the expression ends where {wanted} should be", "unexpected-end", wanted=wanted
            )
        found = self.token.text[:40]
        reason = f"{found} where {wanted} should be"
        return self.error(reason, "unexpected-token", found=found, wanted=wanted)

    def error(self, reason: str, reason_code: str, **params: object) -> FeelError:
        line, column = self.token.at
        return FeelError(reason, line=line, column=column, reason_code=reason_code, **params)


def _find_range_openings(tokens: list[Token]) -> frozenset[int]:
    """The places of brackets that hold a ``..`` of their own."""
    found: set[int] = set()
    open_places: list[int] = []
    for place, token in enumerate(tokens):
        if token.text in ("(", "[", "{"):
            open_places.append(place)
        elif token.text in (")", "]", "}") and open_places:
            open_places.pop()
        elif token.text == ".." and open_places:
            found.add(open_places[-1])
    return frozenset(found)

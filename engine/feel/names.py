"""Names of several words: the longest known name at a place wins (DMN 1.5, 10.3.1.4).

Words side by side that no known name covers are one name, because nothing else can be meant. A name
with an operator or keyword inside (``pro-rata``, ``terms and conditions``) must be known.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import FeelError
from engine.feel.lexer import END, KEYWORDS, NAME, NUMBER, STRING, Token, tokenize


class NameTable:
    """Known names by their first word; ``base`` is shared and never changed.

    ``are_builtins``: a name with a keyword inside (``date and time``) is meant only where it is called.
    """

    def __init__(
        self, names: Iterable[str] = (), base: NameTable | None = None, *, are_builtins: bool = False
    ) -> None:
        self._base = base
        self._are_builtins = are_builtins
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Names that the lexer cannot read (an unbalanced quote) are left out: no source can say them."""
        try:
            parts = tuple(token.text for token in tokenize(name) if token.kind != END)
        except FeelError:
            return
        if len(parts) > 1:
            self._by_first.setdefault(parts[0], []).append((parts, name))

    def match(self, tokens: list[Token], start: int) -> tuple[str, int]:
        """The name at ``start`` and how many tokens it takes; 0 if there is none."""
        known, length = self._known(tokens, start)
        joined = _count_words(tokens, start)
        if length >= joined:
            return known, length
        return " ".join(token.text for token in tokens[start : start + joined]), joined

    def _known(self, tokens: list[Token], start: int) -> tuple[str, int]:
        name, length = "", 0
        if tokens[start].kind == STRING:
            return name, length
        for parts, candidate in self._by_first.get(tokens[start].text, ()):
            if len(parts) > length and self._is_at(parts, tokens, start):
                name, length = candidate, len(parts)
        if self._base is not None:
            shared, shared_length = self._base._known(tokens, start)
            if shared_length > length:
                return shared, shared_length
        return name, length

    def _is_at(self, parts: tuple[str, ...], tokens: list[Token], start: int) -> bool:
        end = start + len(parts)
        if end >= len(tokens) or any(
            token.text != part for token, part in zip(tokens[start:end], parts, strict=True)
        ):
            return False
        return not self._are_builtins or tokens[end].text == "(" or KEYWORDS.isdisjoint(parts)


def _count_words(tokens: list[Token], start: int) -> int:
    first = tokens[start]
    if first.kind != NAME or first.text in KEYWORDS:
        return 0
    end = start + 1
    while _continues(tokens, end):
        end += 1
    return end - start


def _continues(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind == NUMBER:
        return token.text.isdecimal()
    if token.kind != NAME or token.text in KEYWORDS:
        return False
    return not (token.text == "instance" and tokens[index + 1].text == "of")

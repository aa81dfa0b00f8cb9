"""Pattern text → a small tree (XPath functions 3.1, 5.6.1, without back references)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.feel.patterns import char_classes as classes
from engine.feel.patterns.char_classes import CharTest

MAX_PATTERN = 2_000  # characters
MAX_DEPTH = 50
MAX_REPEAT = 1_000


@dataclass(frozen=True, slots=True)
class Char:
    test: CharTest


@dataclass(frozen=True, slots=True)
class Anchor:
    """``kind`` is ^ or $."""

    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """``number`` is 0 for a group that is not captured."""

    body: Branches
    number: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """``most`` is None for no limit."""

    item: Item
    least: int
    most: int | None
    is_lazy: bool


Item = Char | Anchor | Group | Repeat


@dataclass(frozen=True, slots=True)
class Branches:
    """Alternatives, each a sequence."""

    options: tuple[tuple[Item, ...], ...]


class PatternParser:
    """One parse; ValueError for whatever is not a pattern."""

    def __init__(self, text: str, flags: str) -> None:
        if len(text) > MAX_PATTERN or set(flags) - set("smixq"):
            raise ValueError("not a pattern")
        self._flags = flags
        if "x" in flags and "q" not in flags:
            text = _without_blanks(text)
        self._text, self._index, self._depth = text, 0, 0
        self.groups = 0

    def parse(self) -> Branches:
        if "q" in self._flags:
            return Branches((tuple(self._char(classes.is_exactly(char)) for char in self._text),))
        tree = self._branches()
        if self._index < len(self._text):
            raise ValueError("unbalanced )")
        return tree

    def _peek(self) -> str:
        return self._text[self._index : self._index + 1]

    def _next(self) -> str:
        char = self._peek()
        if not char:
            raise ValueError("the pattern ends too early")
        self._index += 1
        return char

    def _accept(self, text: str) -> bool:
        if not self._text.startswith(text, self._index):
            return False
        self._index += len(text)
        return True

    def _branches(self) -> Branches:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ValueError("the pattern is nested too deeply")
        options = [self._sequence()]
        while self._accept("|"):
            options.append(self._sequence())
        self._depth -= 1
        return Branches(tuple(options))

    def _sequence(self) -> tuple[Item, ...]:
        items: list[Item] = []
        while self._peek() not in ("", "|", ")"):
            items.append(self._quantified(self._atom()))
        return tuple(items)

    def _atom(self) -> Item:
        char = self._next()
        if char in "^$":
            return Anchor(char)
        if char == "(":
            return self._group()
        if char == ".":
            return Char(_any_char if "s" in self._flags else _any_but_newline)
        if char == "[":
            return self._char(self._class())
        if char == "\\":
            return self._char(self._escape())
        if char in "?*+{}]":
            raise ValueError(f"{char} has nothing before it")
        return self._char(classes.is_exactly(char))

    def _char(self, test: CharTest) -> Char:
        return Char(classes.ignore_case(test) if "i" in self._flags else test)

    def _group(self) -> Group:
        number = 0
        if not self._accept("?:"):
            self.groups += 1
            number = self.groups
        body = self._branches()
        if not self._accept(")"):
            raise ValueError("( without )")
        return Group(body, number)

    def _escape(self) -> CharTest:
        letter = self._next()
        if letter in "pP":
            return self._property(letter)
        return classes.escape_class(letter) or classes.is_exactly(classes.escape_char(letter))

    def _property(self, letter: str) -> CharTest:
        end = self._text.find("}", self._index)
        if self._next() != "{" or end < 0:
            raise ValueError("\\p needs {…}")
        name, self._index = self._text[self._index : end], end + 1
        return classes.property_class(name, is_negated=letter == "P")

    def _class(self) -> CharTest:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ValueError("the pattern is nested too deeply")
        is_negated, tests = self._accept("^"), list[CharTest]()
        removed: CharTest | None = None
        while not self._accept("]"):
            if tests and self._accept("-["):
                removed = self._class()
                continue
            tests.append(self._class_part())
        if not tests:
            raise ValueError("empty []")
        self._depth -= 1
        test = classes.any_of(tests)
        kept = classes.negate(test) if is_negated else test
        if removed is None:
            return kept
        without = removed
        return lambda char: kept(char) and not without(char)

    def _class_part(self) -> CharTest:
        first = self._next()
        if first == "\\":
            if self._peek() in ("p", "P") or classes.escape_class(self._peek()):
                return self._escape()
            first = classes.escape_char(self._next())
        elif first == "[":
            raise ValueError("[ inside []")
        if self._peek() != "-" or self._text[self._index + 1 : self._index + 2] in ("]", "[", ""):
            return classes.is_exactly(first)
        self._next()
        last = self._next()
        return classes.span(first, classes.escape_char(self._next()) if last == "\\" else last)

    def _quantified(self, item: Item) -> Item:
        char = self._peek()
        if char not in ("?", "*", "+", "{"):
            return item
        self._next()
        least, most = self._counts() if char == "{" else _COUNTS[char]
        return Repeat(item, least, most, self._accept("?"))

    def _counts(self) -> tuple[int, int | None]:
        end = self._text.find("}", self._index)
        low, comma, high = self._text[self._index : end].partition(",")
        if end < 0 or not low.isdecimal() or not (high.isdecimal() or not high):
            raise ValueError("{ needs numbers and }")
        self._index = end + 1
        if len(low) > 4 or len(high) > 4:
            raise ValueError("too many repeats")
        least, most = int(low), int(high) if high else None if comma else int(low)
        if max(least, most or 0) > MAX_REPEAT or (most is not None and most < least):
            raise ValueError("too many repeats")
        return least, most


_COUNTS: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def _any_char(char: str) -> bool:
    return True


def _any_but_newline(char: str) -> bool:
    return char not in "\n\r"


def _without_blanks(text: str) -> str:
    """The x flag: blanks mean nothing, except inside []."""
    kept: list[str] = []
    depth = 0
    for index, char in enumerate(text):
        if index and text[index - 1] == "\\":
            kept.append(char)
            continue
        depth += (char == "[") - (char == "]")
        if depth or char not in " \t\n\r":
            kept.append(char)
    return "".join(kept)

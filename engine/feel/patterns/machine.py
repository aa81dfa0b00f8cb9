"""Runs a pattern over a text keeping all ways to match side by side: never more than pattern × text steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from engine.feel.patterns.char_classes import CharTest
from engine.feel.patterns.parser import Anchor, Branches, Char, Group, Item, PatternParser, Repeat

MAX_PROGRAM = 5_000
MATCH, CHAR, SPLIT, JUMP, SAVE, ANCHOR = range(6)
Spend = Callable[[int], None]
Span = tuple[int, int]
Saved = tuple[int, ...]


class Pattern:
    """A compiled pattern; ``groups`` is how many it captures."""

    def __init__(self, text: str, flags: str) -> None:
        parser = PatternParser(text, flags)
        tree = parser.parse()
        self.groups = parser.groups
        self._lines = "m" in flags
        self._code: list[tuple[int, CharTest | str | int | None, int]] = []
        self._branches(tree)
        self._emit(MATCH)

    # Compiling: an instruction is (operation, argument, second target)

    def _emit(self, operation: int, argument: CharTest | str | int | None = None, other: int = 0) -> int:
        if len(self._code) >= MAX_PROGRAM:
            raise ValueError("the pattern is too large")
        self._code.append((operation, argument, other))
        return len(self._code) - 1

    def _branches(self, tree: Branches) -> None:
        exits: list[int] = []
        for number, option in enumerate(tree.options, 1):
            split = self._emit(SPLIT) if number < len(tree.options) else -1
            for item in option:
                self._item(item)
            if split >= 0:
                exits.append(self._emit(JUMP))
                self._code[split] = (SPLIT, split + 1, len(self._code))
        for place in exits:
            self._code[place] = (JUMP, len(self._code), 0)

    def _item(self, item: Item) -> None:
        if isinstance(item, Char):
            self._emit(CHAR, item.test)
        elif isinstance(item, Anchor):
            self._emit(ANCHOR, item.kind)
        elif isinstance(item, Repeat):
            self._repeat(item)
        else:
            self._group(item)

    def _group(self, group: Group) -> None:
        if not group.number:
            self._branches(group.body)
            return
        self._emit(SAVE, 2 * group.number)
        self._branches(group.body)
        self._emit(SAVE, 2 * group.number + 1)

    def _repeat(self, repeat: Repeat) -> None:
        for _ in range(repeat.least):
            self._item(repeat.item)
        if repeat.most is None:
            split = self._emit(SPLIT)
            self._item(repeat.item)
            self._emit(JUMP, split)
            self._split(split, repeat)
            return
        splits = []
        for _ in range(repeat.most - repeat.least):
            splits.append(self._emit(SPLIT))
            self._item(repeat.item)
        for split in splits:
            self._split(split, repeat)

    def _split(self, place: int, repeat: Repeat) -> None:
        inside, after = place + 1, len(self._code)
        self._code[place] = (SPLIT, after, inside) if repeat.is_lazy else (SPLIT, inside, after)

    # Running

    def find_all(self, text: str, spend: Spend) -> Iterator[list[Span | None]]:
        """Matches from left to right that do not overlap: the span of the whole, then of each group."""
        start = 0
        while start <= len(text):
            saved = self._search(text, start, spend)
            if saved is None:
                return
            spans = [(saved[i], saved[i + 1]) if saved[i + 1] >= 0 else None for i in range(0, len(saved), 2)]
            yield spans
            start = saved[1] if saved[1] > saved[0] else saved[1] + 1

    def is_found(self, text: str, spend: Spend) -> bool:
        return self._search(text, 0, spend) is not None

    def _search(self, text: str, start: int, spend: Spend) -> Saved | None:
        """The leftmost match, preferring earlier alternatives and longer repeats."""
        best: Saved | None = None
        threads: dict[int, Saved] = {}
        visited: set[int] = set()
        fresh: Saved = (-1,) * (2 * self.groups + 2)
        for index in range(start, len(text) + 1):
            if best is None:
                self._follow(threads, visited, 0, (index, *fresh[1:]), text, index)
            elif not threads:
                break
            spend(1 + len(visited))
            char = text[index : index + 1]
            following: dict[int, Saved] = {}
            visited = set()
            for place, saved in threads.items():
                operation, test, _ = self._code[place]
                if operation == MATCH:
                    best = (saved[0], index, *saved[2:])
                    break
                if char and callable(test) and test(char):
                    self._follow(following, visited, place + 1, saved, text, index + 1)
            threads = following
        return best

    def _follow(
        self, threads: dict[int, Saved], visited: set[int], first: int, saved: Saved, text: str, index: int
    ) -> None:
        """Add what can be reached without a character, in order of preference, each place once for all."""
        stack: list[tuple[int, Saved]] = [(first, saved)]
        while stack:
            place, saved = stack.pop()
            if place in visited:
                continue
            visited.add(place)
            operation, argument, other = self._code[place]
            if operation in (CHAR, MATCH):
                threads[place] = saved
            elif operation == JUMP:
                stack.append((int(str(argument)), saved))
            elif operation == SPLIT:
                stack += ((other, saved), (int(str(argument)), saved))
            elif operation == SAVE:
                slot = int(str(argument))
                stack.append((place + 1, (*saved[:slot], index, *saved[slot + 1 :])))
            elif self._is_at(str(argument), text, index):
                stack.append((place + 1, saved))

    def _is_at(self, anchor: str, text: str, index: int) -> bool:
        if anchor == "^":
            return index == 0 or (self._lines and text[index - 1] == "\n")
        return index == len(text) or (self._lines and text[index] == "\n")


@lru_cache(maxsize=512)
def compile_pattern(text: str, flags: str) -> Pattern:
    """The pattern; ValueError where the text or the flags are none."""
    return Pattern(text, flags)

"""Which variables a step has changed, for the history."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from engine.runtime import events

_ABSENT = object()
_COMPARABLE = frozenset({str, bool, int, date, type(None)})


class Changes:
    """Collects the names that were written; ``before``: the variables of the process as the step found them."""

    __slots__ = ("_before", "_local", "_names")

    def __init__(self, before: Mapping[str, Any]) -> None:
        self._before = before
        self._names: set[str] = set()
        self._local: dict[int, dict[str, Any]] = {}

    def note(self, names: Iterable[str]) -> None:
        """These variables of the process were written."""
        self._names.update(names)

    def note_local(self, owner: int, changes: Mapping[str, Any]) -> None:
        """These variables of a scope were written."""
        self._local.setdefault(owner, {}).update(changes)

    def events(self, variables: Mapping[str, Any]) -> Iterator[events.Event]:
        """What the history is told, ``variables`` being those of the process at the end."""
        before, after = {}, {}
        for name in sorted(self._names):
            old, new = self._before.get(name, _ABSENT), variables[name]
            if _is_same(old, new):
                continue
            after[name] = new
            if old is not _ABSENT:
                before[name] = old
        if after:
            yield events.VariablesChanged(before, after)
        for owner, changes in self._local.items():
            yield events.LocalVariablesChanged(owner, changes)


def _is_same(old: object, new: object) -> bool:
    """Surely the same: 1 is not 1.0 nor true, and lists are not compared."""
    return old is new or (type(old) is type(new) and type(old) in _COMPARABLE and old == new)

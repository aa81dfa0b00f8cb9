"""The directory port: what the engine asks about people and units. A domain registers the answer.

The engine knows roles, units (paths such as ``tehran/shahriar/school-12``) and people as strings.
"""

from datetime import datetime
from functools import lru_cache
from typing import Protocol

from engine.definition.iso8601 import parse_duration

Holding = tuple[str, str]


class Directory(Protocol):
    """The questions. A role held in a unit reaches the unit's whole subtree."""

    def holdings(self, person_id: str) -> frozenset[Holding]:
        """(role, unit path) of every role the person holds at present."""
        ...

    def holders(self, role: str, unit_path: str) -> list[str]:
        """Ids of those who hold the role in exactly that unit, at present and with a working account."""
        ...

    def is_role_held(self, role: str) -> bool:
        """Whether anybody holds the role anywhere at present; True when nothing is known of roles."""
        ...

    def is_related(self, person_a: str, person_b: str) -> bool:
        """Whether they are the same person or family."""
        ...

    def time_zone(self, unit_path: str) -> str: ...

    def add_working_time(self, start: datetime, duration: str, unit_path: str, calendar: str) -> datetime:
        """``start`` plus an ISO 8601 duration: D counted in working days, H in working hours."""
        ...

    def display_name(self, person_id: str) -> str: ...


class EmptyDirectory:
    """Nobody holds anything, every hour is worked: the answer until a domain registers its own."""

    def holdings(self, person_id: str) -> frozenset[Holding]:
        return frozenset()

    def holders(self, role: str, unit_path: str) -> list[str]:
        return []

    def is_role_held(self, role: str) -> bool:
        return True

    def is_related(self, person_a: str, person_b: str) -> bool:
        return person_a == person_b

    def time_zone(self, unit_path: str) -> str:
        return "UTC"

    def add_working_time(self, start: datetime, duration: str, unit_path: str, calendar: str) -> datetime:
        return parse_duration(duration).after(start)

    def display_name(self, person_id: str) -> str:
        return person_id


_registered: Directory = EmptyDirectory()


def register(directory: Directory) -> Directory:
    """Make this the directory that is asked; gives the one before (tests put it back)."""
    global _registered
    before, _registered = _registered, directory
    return before


def current() -> Directory:
    """The registered directory."""
    return _registered


@lru_cache(maxsize=4096)
def ancestors(unit_path: str) -> tuple[str, ...]:
    """The unit itself, its parent, … up to the root: ``a/b/c`` gives ``a/b/c``, ``a/b``, ``a``."""
    parts = unit_path.split("/") if unit_path else []
    return tuple("/".join(parts[:length]) for length in range(len(parts), 0, -1))


def reaches(held_in: str, unit_path: str) -> bool:
    """Whether a role held in the first unit reaches the second."""
    return unit_path == held_in or unit_path.startswith(held_in + "/")


def holds(person_id: str, role: str, unit_path: str) -> bool:
    """Whether the person's roles reach the unit with that role."""
    return any(held == role and reaches(unit, unit_path) for held, unit in current().holdings(person_id))


__all__ = [
    "Directory",
    "EmptyDirectory",
    "Holding",
    "ancestors",
    "current",
    "holds",
    "reaches",
    "register",
]

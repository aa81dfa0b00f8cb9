"""Fixtures shared by all tests."""

from collections.abc import Iterator
from typing import Any

import pytest

from engine.plugins import directory


@pytest.fixture
def organisation() -> Iterator["StaticDirectory"]:
    """A directory in memory; the domain's own is put back afterwards."""
    made = StaticDirectory()
    before = directory.register(made)
    yield made
    directory.register(before)


class StaticDirectory(directory.EmptyDirectory):
    """Roles and families given by the test."""

    def __init__(self) -> None:
        self.roles: set[tuple[str, str, str]] = set()
        self.families: list[set[str]] = []

    def give(self, person: str, role: str, unit: str) -> None:
        self.roles.add((person, role, unit))

    def holdings(self, person_id: str) -> frozenset[Any]:
        return frozenset((role, unit) for person, role, unit in self.roles if person == person_id)

    def holders(self, role: str, unit_path: str) -> list[str]:
        return sorted(person for person, held, unit in self.roles if (held, unit) == (role, unit_path))

    def is_related(self, person_a: str, person_b: str) -> bool:
        return person_a == person_b or any({person_a, person_b} <= family for family in self.families)

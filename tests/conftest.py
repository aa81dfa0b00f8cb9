"""Fixtures shared by all tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connection

from engine.plugins import directory

# a busy machine is no reason to fail: time is measured in bench/, not in tests
hypothesis.settings.register_profile("kartabl", deadline=None)
hypothesis.settings.load_profile("kartabl")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file of this run: threads then meet real locks, as in production."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def var_folder(settings: Any, tmp_path: Path) -> Path:
    """Keys and exported anchors of this test: those of the machine's own installation are none of its business."""
    settings.VAR_DIR = tmp_path
    return tmp_path


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

    def is_role_held(self, role: str) -> bool:
        return any(held == role for _, held, _ in self.roles)

    def is_related(self, person_a: str, person_b: str) -> bool:
        return person_a == person_b or any({person_a, person_b} <= family for family in self.families)

"""A small organisation with its managers; uploads go to a folder of the test."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.factories.directory import make_officer, make_tree
from workflows.directory.models import Person, Unit


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    return make_tree()


@pytest.fixture
def units_manager(units: dict[str, Unit]) -> Person:
    """Of the province."""
    return make_officer(units["tehran"], "units.manager")


@pytest.fixture
def users_manager(units: dict[str, Unit]) -> Person:
    """Of shahriar; holds the expert's role there as well."""
    return make_officer(units["shahriar"], "users.manager", "letters.expert")


@pytest.fixture
def forms_manager(units: dict[str, Unit]) -> Person:
    """Of shahriar."""
    return make_officer(units["shahriar"], "forms.manager")

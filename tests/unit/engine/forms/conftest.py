"""A signed-in employee in front of the wizard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.factories.directory import UnitFactory, make_employee
from tests.unit.engine.forms.wizard_urls import Orders


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def orders(settings: Any, media: Path) -> Iterator[type[Orders]]:
    settings.ROOT_URLCONF = "tests.unit.engine.forms.wizard_urls"
    settings.LOGIN_URL = "/login/"
    Orders.submitted, Orders.refuse, Orders.initial = [], False, {}
    yield Orders
    Orders.submitted, Orders.refuse, Orders.initial = [], False, {}


@pytest.fixture
def teacher(db: None) -> Any:
    return make_employee(UnitFactory(name_fa="دبیرستان دانش"), first_name_fa="مریم", last_name_fa="کریمی")


@pytest.fixture
def browser(teacher: Any, orders: type[Orders]) -> Client:
    client = Client()
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    return client

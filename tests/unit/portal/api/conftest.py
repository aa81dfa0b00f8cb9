"""The office of the letter scenarios, called by programs."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from tests.factories.directory import make_officer
from tests.scenarios.letters.office import Office
from tests.unit.portal.api.calling import Caller


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def office(db: None) -> Office:
    call_command("deploy_definitions", verbosity=0)
    return Office()


@pytest.fixture
def teacher(office: Office) -> Caller:
    return Caller.of(office.teacher)


@pytest.fixture
def expert(office: Office) -> Caller:
    return Caller.of(office.expert)


@pytest.fixture
def chief(office: Office) -> Caller:
    return Caller.of(office.chief)


@pytest.fixture
def stranger(office: Office) -> Caller:
    """Holds every role, in another district."""
    roles = ("letters.expert", "letters.chief", "letters.manager", "audit.auditor", "studio.administrator")
    return Caller.of(make_officer(office.units["rey"], *roles))

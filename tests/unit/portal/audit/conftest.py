"""The office of the letter scenarios with an auditor above it."""

import pytest
from django.core.management import call_command

from tests.factories.directory import make_officer
from tests.scenarios.letters.office import Office
from workflows.directory.models import Person


@pytest.fixture
def office(db: None) -> Office:
    call_command("deploy_definitions", verbosity=0)
    return Office()


@pytest.fixture
def auditor(office: Office) -> Person:
    """Of the province."""
    return make_officer(office.units["tehran"], "audit.auditor")

"""The office of the letter scenarios, with the services deployed as shipped."""

import pytest
from django.core.management import call_command

from tests.scenarios.letters.office import Office


@pytest.fixture
def office(db: None) -> Office:
    call_command("deploy_definitions", verbosity=0)
    return Office()

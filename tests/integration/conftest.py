"""An organisation and deployed processes for the tests of commands."""

from typing import Any

import pytest

from engine import api
from engine.actor import Actor
from tests.integration.processes import TWO_STEPS

UNIT = "tehran/shahriar"
TEACHER, EXPERT, CHIEF = Actor("teacher"), Actor("expert"), Actor("chief")


@pytest.fixture
def office(organisation: Any) -> Any:
    """A district with one expert and one chief."""
    organisation.give("expert", "expert", UNIT)
    organisation.give("chief", "chief", UNIT)
    return organisation


@pytest.fixture
def request_started(db: None, office: Any) -> Any:
    """A request for two decisions, waiting for the first."""
    api.deploy(TWO_STEPS)
    return api.start("two_steps", {"amount": 5}, unit=UNIT, by=TEACHER)

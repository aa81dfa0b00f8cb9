"""Demo data make every screen worth looking at, once, and only where they are asked for."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from engine.models import Incident, ProcessInstance, UserTask
from workflows.catalogue.limits import available_offerings
from workflows.directory.demo_people import DEMO_PASSWORD, PEOPLE
from workflows.directory.models import Employment, Notice, Person, Unit
from workflows.letters.models import Letter


@pytest.fixture
def demo(db: None, settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The output of the command."""
    settings.KARTABL_DEMO, settings.MEDIA_ROOT = True, tmp_path
    call_command("deploy_definitions", verbosity=0)
    output = io.StringIO()
    call_command("load_demo", stdout=output)
    yield output.getvalue()


def test_demo_data_are_refused_unless_asked_for(db: None, settings: Settings) -> None:
    settings.KARTABL_DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not Person.objects.exists()


def test_demo_shows_every_account_and_every_state_and_a_second_run_adds_nothing(demo: str) -> None:
    for person in PEOPLE:
        assert person.username in demo
        request = RequestFactory().post("/")
        assert authenticate(request=request, username=person.username, password=DEMO_PASSWORD)
    assert available_offerings(Person.objects.get(username="teacher"))
    assert set(Letter.objects.values_list("state", flat=True)) == {"issued", "void"}
    waiting = UserTask.objects.filter(state="open")
    assert set(waiting.values_list("node", flat=True)) == {"expert_review", "chief_review", "correct_request"}
    assert waiting.exclude(escalated_from="").exists()
    assert {"task-overdue", "request-rejected"} <= set(Notice.objects.values_list("title_key", flat=True))
    assert not Incident.objects.filter(state="open").exists()
    before = _counts()
    call_command("load_demo", stdout=io.StringIO())
    assert _counts() == before


def _counts() -> list[int]:
    return [model.objects.count() for model in (Person, Unit, Employment, Letter, ProcessInstance, Notice)]

"""The office of the letter scenarios, seen by its applicants through the browser."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from tests.scenarios.letters.office import Office
from workflows.directory.models import Person


@pytest.fixture
def office(db: None) -> Office:
    call_command("deploy_definitions", verbosity=0)
    return Office()


@pytest.fixture
def browser() -> Callable[..., Client]:
    """A browser in which the person is signed in, in English unless told."""

    def sign_in(person: Person, language: str = "en") -> Client:
        Person.objects.filter(pk=person.pk).update(language=language)
        client = Client()
        client.force_login(person)
        return client

    return sign_in

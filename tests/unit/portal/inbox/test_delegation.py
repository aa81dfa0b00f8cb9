"""A clerk delegates an own step to a colleague, who acts for him; the screens name both, and it comes back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from engine import api, queries
from engine.models import UserTask
from tests.factories.directory import make_officer
from tests.scenarios.letters.office import Office, actor
from workflows.directory.models import Person

Browser = Callable[..., Client]


@pytest.fixture
def colleague(office: Office) -> Person:
    return make_officer(office.units["shahriar"], "letters.expert", last_name_en="Delegate")


@pytest.fixture
def task(office: Office) -> UserTask:
    """Claimed by the expert."""
    found = office.waiting(office.request(office.loan))
    api.claim(found.pk, by=actor(office.expert))
    return found


def hand(browser: Browser, office: Office, task: UserTask, to: object) -> Any:
    return browser(office.expert).post(f"/inbox/{task.pk}/delegate", {"to": to}, follow=True)


def test_colleague_acts_for_who_delegated(
    office: Office, colleague: Person, task: UserTask, browser: Browser
) -> None:
    assert "Delegate: acts for me" in browser(office.expert).get(f"/inbox/{task.pk}").content.decode()
    assert "now acts for you" in hand(browser, office, task, colleague.pk).content.decode()
    page = browser(colleague).get(f"/inbox/{task.pk}")
    assert page.context["acts_for"]
    assert "who has delegated it" in page.content.decode()
    assert page.context["choices"]
    api.complete(task.pk, {"outcome": "reject", "reason": "The guarantor is missing."}, by=actor(colleague))
    last = queries.history(task.instance)[-1]
    assert (last.actor, last.acting_for) == (str(colleague.pk), str(office.expert.pk))


def test_it_is_taken_back(office: Office, colleague: Person, task: UserTask, browser: Browser) -> None:
    hand(browser, office, task, colleague.pk)
    assert "Take it back" in browser(office.expert).get(f"/inbox/{task.pk}").content.decode()
    browser(office.expert).post(f"/inbox/{task.pk}/claim")
    task.refresh_from_db()
    assert (task.assignee, task.delegated_by) == (str(office.expert.pk), "")


def test_delegate_gives_it_back(office: Office, colleague: Person, task: UserTask, browser: Browser) -> None:
    hand(browser, office, task, colleague.pk)
    page = browser(colleague).post(f"/inbox/{task.pk}/release", follow=True)
    assert "Given back to whose it is" in page.content.decode()
    task.refresh_from_db()
    assert task.assignee == str(office.expert.pk)


@pytest.mark.parametrize("to", ["", "x", "applicant"])
def test_nobody_else_gets_it(office: Office, task: UserTask, browser: Browser, to: str) -> None:
    hand(browser, office, task, office.teacher.pk if to == "applicant" else to)
    task.refresh_from_db()
    assert task.assignee == str(office.expert.pk)

"""A suspended case on the screens: seen, marked, not to be decided; the history tells who halted it."""

from collections.abc import Callable

import pytest
from django.test import Client

from engine import api
from engine.actor import Actor
from engine.models import ProcessInstance, UserTask
from portal.api.tokens import issue_token
from tests.scenarios.letters.office import Office, actor

Browser = Callable[..., Client]


@pytest.fixture
def case(office: Office) -> ProcessInstance:
    made = office.request(office.loan)
    api.suspend(made.pk, by=Actor("boss"), reason="استعلام از حراست")
    return made


def task_of(case: ProcessInstance) -> int:
    return int(UserTask.objects.get(instance=case, state="open").pk)


def test_it_stays_in_the_list_and_is_marked(office: Office, case: ProcessInstance, browser: Browser) -> None:
    page = browser(office.expert).get("/inbox/")
    assert [row.is_suspended for row in page.context["rows"]] == [True]
    assert "Suspended" in page.content.decode()
    assert "معلق" in browser(office.expert, "fa").get("/inbox/").content.decode()


def test_its_page_says_so_and_offers_no_decision(
    office: Office, case: ProcessInstance, browser: Browser
) -> None:
    page = browser(office.expert).get(f"/inbox/{task_of(case)}")
    assert "suspended for the time being" in page.content.decode()
    assert page.context["choices"] == []
    assert page.context["candidates"] == []
    assert "استعلام از حراست" in page.content.decode()


def test_a_decision_sent_all_the_same_is_refused(
    office: Office, case: ProcessInstance, browser: Browser
) -> None:
    task = task_of(case)
    browser(office.expert).post(f"/inbox/{task}", {"outcome": "approve"})
    assert UserTask.objects.get(pk=task).state == "open"
    answer = Client().post(
        f"/api/v1/tasks/{task}/claim",
        content_type="application/json",
        headers={
            "Authorization": f"Bearer {issue_token(office.expert)[1]}",
            "Idempotency-Key": "k",
            "Accept-Language": "en",
        },
    )
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:kartabl:problem:instance-suspended"


def test_the_applicant_reads_that_the_office_has_halted_it(
    office: Office, case: ProcessInstance, browser: Browser
) -> None:
    assert "Suspended by the office" in browser(office.teacher).get("/services/").content.decode()


def test_after_the_resumption_it_can_be_decided(office: Office, case: ProcessInstance) -> None:
    api.resume(case.pk, by=Actor("boss"))
    api.claim(task_of(case), by=actor(office.expert))

"""Deciding on the screen: one decision per click, the other told clearly, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from engine import api, queries
from engine.models import ProcessInstance
from tests.factories.directory import hold, make_officer
from tests.scenarios.letters.elsewhere import deploy_with_approval_in
from tests.scenarios.letters.office import Office, actor

Browser = Callable[..., Client]


def decision(
    client: Client, office: Office, case: ProcessInstance, outcome: str, **more: Any
) -> dict[str, Any]:
    """What the form on the page would send."""
    page = client.get(f"/inbox/{office.waiting(case).pk}")
    form, task = page.context["form"], page.context["task"]
    return {
        "command_id": form.command_id,
        "revision": task.revision,
        "seen": form.seen,
        "outcome": outcome,
        "reason": "",
        "note": "",
        **more,
    }


def test_an_approval_goes_on_and_says_the_tracking_code(office: Office, browser: Browser) -> None:
    case, client = office.request(office.loan), browser(office.expert)
    answer = client.post(
        f"/inbox/{office.waiting(case).pk}", decision(client, office, case, "approve"), follow=True
    )
    assert office.waits_at(case) == ["chief_review"]
    code = case.tracking_code or ""
    assert f"{code[:4]} {code[4:8]} {code[8:]}" in answer.content.decode()
    assert answer.request["PATH_INFO"] == "/inbox/"


def test_who_wants_so_goes_on_to_the_next_case(office: Office, browser: Browser) -> None:
    first, second, client = office.request(office.loan), office.request(office.loan), browser(office.expert)
    client.get("/inbox/")
    answer = client.post(
        f"/inbox/{office.waiting(first).pk}", decision(client, office, first, "approve", go_on="1")
    )
    assert answer.headers["Location"] == f"/inbox/{office.waiting(second).pk}"


@pytest.mark.parametrize("outcome", ["reject", "return"])
def test_rejecting_and_returning_need_a_reason(office: Office, browser: Browser, outcome: str) -> None:
    case, client = office.request(office.loan), browser(office.expert)
    answer = client.post(
        f"/inbox/{office.waiting(case).pk}", decision(client, office, case, outcome, note="یادداشت من")
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_reason"' in page
    assert "یادداشت من" in page
    assert office.waits_at(case) == ["expert_review"]


def test_without_a_decision_nothing_is_recorded(office: Office, browser: Browser) -> None:
    case, client = office.request(office.loan), browser(office.expert)
    answer = client.post(f"/inbox/{office.waiting(case).pk}", decision(client, office, case, "burn"))
    assert answer.status_code == 422
    assert "Choose a decision." in answer.content.decode()


def test_a_return_with_its_reason_reaches_the_applicant(office: Office, browser: Browser) -> None:
    case, client = office.request(office.loan), browser(office.expert)
    sent = decision(client, office, case, "return", reason="نام شعبه کامل نیست")
    client.post(f"/inbox/{office.waiting(case).pk}", sent)
    assert office.waits_at(case) == ["correct_request"]
    assert api.instance_variables(case.pk)["reason"] == "نام شعبه کامل نیست"


def test_a_second_click_is_the_same_decision(office: Office, browser: Browser) -> None:
    case, client = office.request(office.loan), browser(office.expert)
    address, sent = f"/inbox/{office.waiting(case).pk}", decision(client, office, case, "approve")
    answers = [client.post(address, sent) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert office.waits_at(case) == ["chief_review"]
    completed = [k for k in office.history_kinds(case) if k == "UserTaskCompleted"]
    assert len(completed) == 1


def test_who_comes_second_is_told_what_happened_and_keeps_the_text(office: Office, browser: Browser) -> None:
    case, client = office.request(office.loan), browser(office.expert2)
    address = f"/inbox/{office.waiting(case).pk}"
    sent = decision(client, office, case, "reject", reason="مدارک ناقص است")
    office.decide(case, office.expert, "approve")
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert office.expert.full_name("en") in page
    assert "مدارک ناقص است" in page
    assert office.waits_at(case) == ["chief_review"]


def test_a_stale_page_is_refused_and_its_text_waits_on_the_fresh_page(
    office: Office, browser: Browser
) -> None:
    case, client = office.request(office.loan), browser(office.expert)
    address = f"/inbox/{office.waiting(case).pk}"
    sent = decision(client, office, case, "reject", reason="مبلغ بیش از سقف است")
    api.set_variables(case.pk, {"branch": "تجریش"}, by=actor(office.manager), reason="اصلاح شعبه")
    assert client.post(address, sent).status_code == 409
    assert office.waits_at(case) == ["expert_review"]
    fresh = client.get(address)
    assert "مبلغ بیش از سقف است" in fresh.content.decode()
    assert fresh.context["form"].outcome == "reject"
    assert "مبلغ بیش از سقف است" not in client.get(address).content.decode()


def test_four_eyes_holds_for_a_forged_post(office: Office, browser: Browser) -> None:
    hold(office.expert, "letters.chief", office.units["shahriar"])
    case = office.request(office.loan)
    office.decide(case, office.expert, "approve")
    revision = queries.user_task(office.waiting(case).pk, by=str(office.expert.pk)).revision
    answer = browser(office.expert).post(
        f"/inbox/{office.waiting(case).pk}", {"outcome": "approve", "revision": revision, "command_id": "x"}
    )
    assert answer.status_code == 403
    assert office.waits_at(case) == ["chief_review"]


def test_claim_shows_the_name_to_colleagues_and_release_frees_it(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    address = f"/inbox/{office.waiting(case).pk}"
    mine, other = browser(office.expert), browser(office.expert2)
    mine.post(f"{address}/claim")
    page = other.get(address).content.decode()
    assert office.expert.full_name("en") in page
    assert "id_outcome_0" not in page
    assert "Take the case over" in page
    mine.post(f"{address}/release")
    assert "id_outcome_0" in other.get(address).content.decode()


def test_a_claimed_case_can_be_taken_over(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    api.claim(office.waiting(case).pk, by=actor(office.expert))
    browser(office.expert2).post(f"/inbox/{office.waiting(case).pk}/assign", {"to": "me"})
    assert office.waiting(case).assignee == str(office.expert2.pk)


def test_only_those_who_may_decide_are_offered_as_assignees(office: Office, browser: Browser) -> None:
    hold(office.expert, "letters.chief", office.units["shahriar"])
    deputy = make_officer(office.units["shahriar"], "letters.chief")
    case = office.request(office.loan)
    office.decide(case, office.expert, "approve")
    client, task = browser(office.chief), office.waiting(case)
    offered = [key for key, _name in client.get(f"/inbox/{task.pk}").context["candidates"]]
    assert offered == [str(deputy.pk)]
    client.post(f"/inbox/{task.pk}/assign", {"to": office.expert.pk})
    assert office.waiting(case).assignee == ""
    client.post(f"/inbox/{task.pk}/assign", {"to": deputy.pk})
    assert office.waiting(case).assignee == str(deputy.pk)


def test_the_chief_of_another_unit_decides_the_step_that_lies_there(office: Office, browser: Browser) -> None:
    deploy_with_approval_in("tehran/rey")
    chief, stranger = (make_officer(office.units[unit], "letters.chief") for unit in ("rey", "school-7"))
    case = office.request(office.loan)
    assert browser(chief).get(f"/inbox/{office.waiting(case).pk}").status_code == 404
    office.decide(case, office.expert, "approve")
    address = f"/inbox/{office.waiting(case).pk}"
    assert browser(stranger).get(address).status_code == 404
    client = browser(chief)
    [row] = client.get("/inbox/").context["rows"]
    assert (row.url, client.get(row.url).status_code) == (address, 200)
    assert client.get(f"{address}/preview").status_code == 200
    client.post(address, decision(client, office, case, "approve"))
    assert office.letter(case).serial == 1

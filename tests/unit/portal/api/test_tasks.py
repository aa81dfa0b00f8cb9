"""Deciding by API: once, in full view, by two people, never on data that have changed."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection

from engine import api
from engine.models import AccessLog, HistoryEntry
from tests.factories.directory import hold, make_officer, make_relative
from tests.scenarios.letters.elsewhere import deploy_with_approval_in
from tests.scenarios.letters.office import Office, actor
from tests.unit.portal.api.calling import Caller, decide, is_problem, revision


def test_the_inbox_holds_what_waits_for_the_caller(office: Office, expert: Caller, chief: Caller) -> None:
    case = office.request(office.loan)
    [item] = expert.get("/tasks").json()["items"]
    assert (item["tracking_code"], item["claimed_by"]) == (case.tracking_code, "")
    assert chief.get("/tasks").json()["items"] == []


def test_filters_and_pages_of_the_inbox(office: Office, expert: Caller) -> None:
    loans = [office.request(office.loan) for _case in range(3)]
    office.request(office.sticker)
    first = expert.get("/tasks", service=office.loan.code, sort="waiting", limit=2).json()
    query = {"service": office.loan.code, "sort": "waiting", "limit": 2, "after": first["next"]}
    second = expert.get("/tasks", **query).json()
    found = [item["tracking_code"] for item in first["items"] + second["items"]]
    assert found == [case.tracking_code for case in loans]
    assert second["next"] is None
    assert len(expert.get("/tasks", q=loans[1].tracking_code).json()["items"]) == 1
    assert expert.get("/tasks", view="mine").json()["items"] == []


@pytest.mark.parametrize(
    "query", [{"view": "x"}, {"sort": "x"}, {"limit": 0}, {"limit": 101}, {"limit": "x"}]
)
def test_a_wrong_filter_is_named(office: Office, expert: Caller, query: dict[str, Any]) -> None:
    answer = expert.get("/tasks", **query)
    assert is_problem(answer, 422, "request-invalid")
    assert answer.json()["errors"][0]["pointer"] == f"?{next(iter(query))}"


def test_a_step_shows_form_answers_and_revision_and_the_reading_is_logged(
    office: Office, expert: Caller
) -> None:
    case = office.request(office.loan)
    found = expert.get(f"/tasks/{office.waiting(case).pk}").json()
    assert found["outcomes"] == ["approve", "return", "reject"]
    assert found["answers"]["amount"] == "500000000"
    assert found["form"]["key"] == "review"
    assert found["refusal"] is None
    assert AccessLog.objects.get().screen == "api:task"


def test_two_people_approve_and_the_letter_is_issued(office: Office, expert: Caller, chief: Caller) -> None:
    case = office.request(office.loan)
    assert decide(expert, office, case).json()["state"] == "in-progress"
    assert decide(chief, office, case).json()["state"] == "issued"
    assert office.letter(case).serial == 1


def test_the_same_person_cannot_approve_both_steps(office: Office, expert: Caller) -> None:
    hold(office.expert, "letters.chief", office.units["shahriar"])
    case = office.request(office.loan)
    assert decide(expert, office, case).status_code == 200
    assert is_problem(decide(expert, office, case), 403, "four-eyes")
    assert office.waits_at(case) == ["chief_review"]


def test_nobody_decides_the_request_of_the_family(office: Office, expert: Caller) -> None:
    make_relative(office.teacher, office.expert)
    case = office.request(office.loan)
    assert is_problem(decide(expert, office, case), 403, "conflict-of-interest")
    task = office.waiting(case).pk
    assert is_problem(expert.post(f"/tasks/{task}/claim"), 403, "conflict-of-interest")


def test_rights_come_before_the_faults_of_the_form(office: Office, expert: Caller) -> None:
    make_relative(office.teacher, office.expert)
    case = office.request(office.loan)
    assert is_problem(decide(expert, office, case, "reject"), 403, "conflict-of-interest")


def test_a_decision_on_changed_data_is_refused(office: Office, expert: Caller) -> None:
    case = office.request(office.loan)
    task, old = office.waiting(case).pk, ""
    old = revision(expert, task)
    api.set_variables(case.pk, {"branch": "دیگر"}, by=actor(office.manager), reason="اصلاح")
    body = {"outcome": "approve", "expected_revision": old}
    assert is_problem(expert.post(f"/tasks/{task}/complete", body), 409, "stale-decision")
    assert is_problem(expert.post(f"/tasks/{task}/complete", {"outcome": "approve"}), 422, "request-invalid")
    assert office.waits_at(case) == ["expert_review"]


def test_a_repeated_decision_is_one_decision(office: Office, expert: Caller) -> None:
    case = office.request(office.loan)
    task = office.waiting(case).pk
    body = {"outcome": "approve", "expected_revision": revision(expert, task)}
    first, second = (expert.post(f"/tasks/{task}/complete", body, key="k") for _time in range(2))
    assert (first.status_code, second.status_code, second.json()) == (200, 200, first.json())
    assert HistoryEntry.objects.filter(root=case, command="complete").count() == 1


def test_another_key_on_a_finished_step_is_told_clearly(office: Office, expert: Caller) -> None:
    case = office.request(office.loan)
    task = office.waiting(case).pk
    body = {"outcome": "approve", "expected_revision": revision(expert, task)}
    expert.post(f"/tasks/{task}/complete", body)
    answer = expert.post(f"/tasks/{task}/complete", body)
    assert is_problem(answer, 409, "user-task-closed")
    assert office.expert.full_name("en").split()[0] in answer.json()["detail"]


def test_rejecting_needs_a_reason(office: Office, expert: Caller) -> None:
    case = office.request(office.loan)
    answer = decide(expert, office, case, "reject")
    assert is_problem(answer, 422, "form-invalid")
    assert answer.json()["errors"][0]["pointer"] == "#/data/reason"


@pytest.mark.parametrize("outcome", ["", "resubmit", "APPROVE", "x"])
def test_an_outcome_that_is_not_offered_is_refused(office: Office, expert: Caller, outcome: str) -> None:
    case = office.request(office.loan)
    answer = decide(expert, office, case, outcome)
    assert is_problem(answer, 422, "unknown-outcome")
    assert answer.json()["errors"][0]["pointer"] == "#/outcome"


def test_returned_corrected_and_sent_again(office: Office, expert: Caller, teacher: Caller) -> None:
    case = office.request(office.loan)
    task = office.waiting(case).pk
    body = {"reason": "شعبه را بنویسید", "expected_revision": revision(expert, task)}
    assert expert.post(f"/tasks/{task}/return", body).json()["state"] == "returned"
    own = teacher.get(f"/requests/{case.tracking_code}").json()["task_id"]
    assert [item["id"] for item in teacher.get("/tasks").json()["items"]] == [own]
    answers = teacher.get(f"/tasks/{own}").json()["answers"]
    sent = decide(teacher, office, case, "resubmit", **{**answers, "branch": "میدان ونک"})
    assert sent.json()["state"] == "in-progress"
    case.refresh_from_db()
    assert case.values["branch"] == "میدان ونک"


def test_a_returned_request_is_withdrawn(office: Office, teacher: Caller) -> None:
    case = office.request(office.loan)
    office.decide(case, office.expert, "return", reason="مدرک ناقص است")
    assert decide(teacher, office, case, "withdraw").json()["state"] == "withdrawn"


def test_the_applicant_does_not_see_the_step_of_the_office(office: Office, teacher: Caller) -> None:
    task = office.waiting(office.request(office.loan)).pk
    body = {"outcome": "approve", "expected_revision": "x"}
    assert is_problem(teacher.get(f"/tasks/{task}"), 404, "not-found")
    assert is_problem(teacher.post(f"/tasks/{task}/complete", body), 404, "not-found")
    assert is_problem(teacher.post(f"/tasks/{task}/claim"), 404, "not-found")


def test_claim_and_release(office: Office, expert: Caller) -> None:
    task = office.waiting(office.request(office.loan)).pk
    claimed = expert.post(f"/tasks/{task}/claim", key="1")
    assert claimed.json()["assignee"] == str(office.expert.pk)
    other = Caller.of(office.expert2)
    assert is_problem(other.post(f"/tasks/{task}/claim"), 409, "already-claimed")
    assert expert.post(f"/tasks/{task}/claim", key="1").json() == claimed.json()
    assert expert.post(f"/tasks/{task}/release").json()["assignee"] == ""
    assert other.post(f"/tasks/{task}/claim").status_code == 200


@pytest.mark.parametrize("act", ["claim", "release", "complete", "return"])
def test_every_act_needs_a_key(office: Office, expert: Caller, act: str) -> None:
    task = office.waiting(office.request(office.loan)).pk
    body = {"outcome": "approve", "reason": "مدرک ناقص", "expected_revision": revision(expert, task)}
    sent = body if act in ("complete", "return") else None
    assert is_problem(expert.post(f"/tasks/{task}/{act}", sent, key=""), 400, "idempotency-key-missing")
    assert office.waiting(office.request(office.loan))


@pytest.mark.parametrize("address", ["/tasks/0", "/tasks/99999999999999999999", "/tasks/x", "/tasks/-1"])
def test_a_step_that_does_not_exist(office: Office, expert: Caller, address: str) -> None:
    assert is_problem(expert.get(address), 404, "not-found")


@pytest.mark.django_db(transaction=True)
def test_equal_decisions_at_the_same_time_are_one(office: Office, expert: Caller) -> None:
    case = office.request(office.loan)
    task = office.waiting(case).pk
    body = {"outcome": "approve", "expected_revision": revision(expert, task)}
    answers: list[Any] = []

    def send() -> None:
        answers.append(Caller(expert.token).post(f"/tasks/{task}/complete", body, key="k"))
        connection.close()

    threads = [Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 4, [answer.json() for answer in answers]
    assert len({answer.content for answer in answers}) == 1
    assert HistoryEntry.objects.filter(root=case, command="complete").count() == 1


def test_the_chief_of_another_unit_decides_the_step_that_lies_there(
    office: Office, expert: Caller, chief: Caller
) -> None:
    deploy_with_approval_in("tehran/rey")
    elsewhere = Caller.of(make_officer(office.units["rey"], "letters.chief"))
    case = office.request(office.loan)
    decide(expert, office, case)
    task = office.waiting(case).pk
    assert [item["id"] for item in elsewhere.get("/tasks").json()["items"]] == [task]
    assert elsewhere.get(f"/tasks/{task}").json()["refusal"] is None
    assert chief.get("/tasks").json()["items"] == []
    assert elsewhere.post(f"/tasks/{task}/claim").status_code == 200
    assert decide(elsewhere, office, case).json()["state"] == "issued"


def test_a_step_that_lies_elsewhere_is_hidden_from_who_holds_its_role_in_a_third_unit(
    office: Office, expert: Caller
) -> None:
    deploy_with_approval_in("tehran/rey")
    make_officer(office.units["rey"], "letters.chief")
    third = Caller.of(make_officer(office.units["school-7"], "letters.chief"))
    case = office.request(office.loan)
    decide(expert, office, case)
    task = office.waiting(case).pk
    assert third.get("/tasks").json()["items"] == []
    assert is_problem(third.get(f"/tasks/{task}"), 404, "not-found")
    assert is_problem(third.post(f"/tasks/{task}/claim"), 404, "not-found")

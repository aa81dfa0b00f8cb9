"""Reminder and escalation when a decision is late, in working time (Thursday and Friday rest)."""

from datetime import timedelta

from engine import api, clock
from tests.scenarios.letters.office import Office, tehran_noon

WEDNESDAY = tehran_noon(2025, 6, 4)


def test_expert_is_reminded_after_one_working_day_and_the_chief_told_after_two(office: Office) -> None:
    # Given a request of Wednesday noon
    with clock.travel(WEDNESDAY):
        case = office.request(office.loan)
    assert office.waiting(case).due == tehran_noon(2025, 6, 8)
    # When the weekend passes, nothing happens
    with clock.travel(tehran_noon(2025, 6, 7) - timedelta(minutes=1)):
        api.run_due_jobs()
    assert office.notices(office.expert) == []
    # Then on Saturday noon the experts are reminded
    with clock.travel(tehran_noon(2025, 6, 7)):
        api.run_due_jobs()
    assert office.notices(office.expert) == office.notices(office.expert2) == ["task-waiting"]
    assert office.notices(office.chief) == []
    # And on Sunday noon the chief manager is told; the decision still waits for the expert
    with clock.travel(tehran_noon(2025, 6, 8)):
        api.run_due_jobs()
    assert office.notices(office.chief) == ["task-overdue"]
    assert office.waits_at(case) == ["expert_review"]
    office.decide(case, office.expert, "approve")


def test_late_chief_is_reminded_and_the_letters_manager_above_told(office: Office) -> None:
    with clock.travel(WEDNESDAY):
        case = office.request(office.loan)
        office.decide(case, office.expert, "approve")
    with clock.travel(tehran_noon(2025, 6, 8)):
        api.run_due_jobs()
    assert office.notices(office.chief) == ["task-waiting"]
    assert office.notices(office.manager) == ["task-overdue"]


def test_decision_in_time_reminds_nobody(office: Office) -> None:
    with clock.travel(WEDNESDAY):
        case = office.request(office.sticker)
        office.decide(case, office.expert, "approve")
    with clock.travel(tehran_noon(2025, 7, 1)):
        api.run_due_jobs()
    assert office.notices(office.expert) == office.notices(office.chief) == []
    assert office.notices(office.teacher) == ["letter-issued"]


def test_case_ends_although_a_reminder_was_sent(office: Office) -> None:
    with clock.travel(WEDNESDAY):
        case = office.request(office.sticker)
    with clock.travel(tehran_noon(2025, 6, 9)):
        api.run_due_jobs()
        office.decide(case, office.expert, "approve")
        api.run_due_jobs()
    assert api.instance_state(case.pk) == "completed"

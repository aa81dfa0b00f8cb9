"""Four eyes, own and family requests, and nobody eligible: enforced below every screen."""

import pytest

from engine import api
from engine.errors import ConflictOfInterest, FourEyesViolation, NotAuthorised
from engine.queries import inbox
from tests.factories.directory import hold, make_officer, make_relative
from tests.scenarios.letters.office import Office, actor


def test_the_same_person_cannot_approve_both_steps(office: Office) -> None:
    # Given an expert who is chief manager as well
    hold(office.expert, "letters.chief", office.units["shahriar"])
    case = office.request(office.loan)
    office.decide(case, office.expert, "approve")
    # When the same person tries the second step, then it is refused and still waits
    with pytest.raises(FourEyesViolation):
        office.decide(case, office.expert, "approve")
    assert office.waits_at(case) == ["chief_review"]
    # And the step cannot be assigned to that person either
    with pytest.raises(FourEyesViolation):
        api.assign(office.waiting(case).pk, to=str(office.expert.pk), by=actor(office.chief))


def test_nobody_decides_the_own_request(office: Office) -> None:
    case = office.request(office.loan, by=office.expert)
    with pytest.raises(ConflictOfInterest):
        office.decide(case, office.expert, "approve")
    office.decide(case, office.expert2, "approve")


def test_nobody_decides_a_request_of_the_family_in_either_direction(office: Office) -> None:
    # Given the teacher lists the expert as family, and the second expert lists the teacher
    make_relative(office.teacher, office.expert)
    make_relative(office.expert2, office.teacher, "sibling")
    province = make_officer(office.units["tehran"], "letters.expert")
    case = office.request(office.loan)
    for relative in (office.expert, office.expert2):
        with pytest.raises(NotAuthorised):
            office.decide(case, relative, "approve")
    office.decide(case, province, "approve")


def test_case_goes_visibly_to_the_parent_unit_when_nobody_eligible_is_left(office: Office) -> None:
    # Given both experts of the district are family of the teacher, and the province has an expert
    for expert in (office.expert, office.expert2):
        make_relative(office.teacher, expert)
    province = make_officer(office.units["tehran"], "letters.expert")
    # When the teacher orders
    case = office.request(office.loan)
    # Then the province is asked, and case and history say where it comes from
    task = office.waiting(case)
    assert (task.unit_path, task.escalated_from) == ("tehran", "tehran/shahriar")
    assert "UserTaskEscalated" in office.history_kinds(case)
    assert task in inbox(str(province.pk))
    office.decide(case, province, "approve")


def test_chief_who_applies_is_decided_by_the_province(office: Office) -> None:
    upper = make_officer(office.units["tehran"], "letters.chief")
    case = office.request(office.loan, by=office.chief)
    office.decide(case, office.expert, "approve")
    assert office.waiting(case).unit_path == "tehran"
    office.decide(case, upper, "approve")
    assert office.letter(case).person == office.chief


def test_nobody_at_all_eligible_opens_an_incident_that_a_new_officer_clears(office: Office) -> None:
    for expert in (office.expert, office.expert2):
        make_relative(office.teacher, expert)
    case = office.request(office.loan)
    assert api.instance_state(case.pk) == "incident"
    newcomer = make_officer(office.units["shahriar"], "letters.expert")
    api.retry(case.incidents.get().pk, by=actor(office.manager))
    assert api.instance_state(case.pk) == "active"
    office.decide(case, newcomer, "approve")


def test_officer_of_another_district_can_do_nothing(office: Office) -> None:
    stranger = make_officer(office.units["rey"], "letters.expert", "letters.chief", "letters.manager")
    case = office.request(office.loan)
    with pytest.raises(NotAuthorised):
        office.decide(case, stranger, "approve")
    assert not inbox(str(stranger.pk)).exists()

"""A letter of introduction from the request to the paper (SARA-FORM-15…23, SARA-LETTER-06, 11)."""

import hashlib

import pytest

from engine import api
from engine.errors import EngineError, FormInvalid, UserTaskClosed
from engine.forms import FormContext, get_form, validate
from tests.scenarios.letters.office import LOAN, Office, actor
from workflows.letters.models import Letter, LetterFile
from workflows.letters.printing import letter_pdf

RETURN = {"reason": "نام شعبه را کامل بنویسید."}


def test_two_people_approve_and_the_letter_is_issued(office: Office) -> None:
    # Given a request on an offering with two-step approval
    case = office.request(office.loan)
    assert len(case.tracking_code or "") == 12
    assert office.waits_at(case) == ["expert_review"]
    # When the expert and then the chief manager approve
    office.decide(case, office.expert, "approve")
    assert not Letter.objects.exists()
    office.decide(case, office.chief, "approve")
    # Then the letter exists at once, with the case's tracking code, signed by the holder of the post
    letter = office.letter(case)
    assert letter.tracking_code == case.tracking_code
    assert letter.number.startswith("ش/")
    assert letter.snapshot["signer"]["name"] == office.chief.full_name("fa")
    assert "بانک ملی" in letter.body_html
    assert office.order_state(case) == "fulfilled"
    # And once the paper is ready the applicant is told and the case is closed
    api.run_due_jobs()
    assert office.notices(office.teacher) == ["letter-issued"]
    assert api.instance_state(case.pk) == "completed"
    stored = LetterFile.objects.get(letter=letter)
    assert bytes(stored.pdf).startswith(b"%PDF")
    assert hashlib.sha256(bytes(stored.pdf)).hexdigest() == stored.sha256
    assert letter_pdf(letter) == bytes(stored.pdf)


def test_one_step_offering_needs_the_expert_only(office: Office) -> None:
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    assert office.letter(case).state == "issued"


def test_rejection_tells_the_reason_and_frees_the_place(office: Office) -> None:
    # Given the last place of an offering is taken
    offering = office.offering(total_limit=1)
    case = office.request(offering)
    with pytest.raises(EngineError):
        office.request(offering)
    # When the expert rejects with a reason
    office.decide(case, office.expert, "reject", reason="مدارک کامل نیست.")
    api.run_due_jobs()
    # Then the case ends without letter, the applicant reads why, and the place is free
    assert api.instance_state(case.pk) == "completed"
    assert not Letter.objects.exists()
    assert office.teacher.notices.get().text == "مدارک کامل نیست."
    assert office.notices(office.teacher) == ["request-rejected"]
    assert office.order_state(case) == "released"
    assert office.request(offering)


def test_chief_rejects_after_the_expert_approved(office: Office) -> None:
    case = office.request(office.loan)
    office.decide(case, office.expert, "approve")
    office.decide(case, office.chief, "reject", reason="سقف وام پر شده است.")
    api.run_due_jobs()
    assert office.notices(office.teacher) == ["request-rejected"]
    assert office.order_state(case) == "released"


def test_returned_request_is_corrected_and_comes_back(office: Office) -> None:
    # Given the expert returned the request
    case = office.request(office.loan, branch="مرکزی")
    office.decide(case, office.expert, "return", **RETURN)
    # Then it waits for the applicant alone, who is told why
    waiting = office.waiting(case)
    assert (waiting.node, waiting.assignee) == ("correct_request", str(office.teacher.pk))
    assert office.teacher.notices.get().text == RETURN["reason"]
    with pytest.raises(EngineError):
        office.decide(case, office.expert, "resubmit")
    # When the applicant corrects it
    office.decide(case, office.teacher, "resubmit", **{**LOAN, "branch": "میدان ونک"})
    # Then the expert reviews again and the letter says the corrected text
    assert office.waits_at(case) == ["expert_review"]
    office.decide(case, office.expert2, "approve")
    office.decide(case, office.chief, "approve")
    assert "میدان ونک" in office.letter(case).body_html


def test_applicant_withdraws_a_returned_request(office: Office) -> None:
    case = office.request(office.loan)
    office.decide(case, office.expert, "return", **RETURN)
    office.decide(case, office.teacher, "withdraw")
    assert api.instance_state(case.pk) == "completed"
    assert office.order_state(case) == "released"


def test_chief_returns_to_the_expert(office: Office) -> None:
    case = office.request(office.loan)
    office.decide(case, office.expert, "approve")
    office.decide(case, office.chief, "return", **RETURN)
    assert office.waits_at(case) == ["expert_review"]
    office.decide(case, office.expert2, "approve")
    assert office.waits_at(case) == ["chief_review"]


def test_cancelled_case_frees_the_place(office: Office) -> None:
    case = office.request(office.loan)
    api.cancel(case.pk, by=actor(office.manager), reason="درخواست تکراری")
    assert office.order_state(case) == "released"


def test_second_decision_on_the_same_step_is_refused(office: Office) -> None:
    case = office.request(office.loan)
    task = office.waiting(case)
    office.decide(case, office.expert, "approve")
    with pytest.raises(UserTaskClosed):
        api.complete(task.pk, {"outcome": "reject"}, by=actor(office.expert2))
    assert office.waits_at(case) == ["chief_review"]


def test_without_a_chief_manager_in_post_nothing_is_lost_and_the_step_can_be_retried(office: Office) -> None:
    # Given nobody holds the post that signs
    holder = office.chief.posts_held.get()
    holder.to_date = holder.from_date
    holder.save()
    # When the last approval is given
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    # Then the approval stands, an incident waits, and no number was taken
    assert api.instance_state(case.pk) == "incident"
    incident = case.incidents.get()
    assert incident.code == "no-signer"
    # And after the post is filled the same case goes on with the first number
    holder.to_date = None
    holder.save()
    api.retry(incident.pk, by=actor(office.manager))
    assert office.letter(case).serial == 1


@pytest.mark.parametrize(("outcome", "is_needed"), [("approve", False), ("reject", True), ("return", True)])
def test_review_form_asks_for_a_reason_to_reject_or_return(
    office: Office, outcome: str, is_needed: bool
) -> None:
    case = office.request(office.loan)
    form = get_form(office.waiting(case).form_key)
    context = FormContext(person_id=str(office.expert.pk), values={"outcome": outcome})
    if not is_needed:
        assert validate(form, {}, context=context).data == {}
        return
    with pytest.raises(FormInvalid) as refused:
        validate(form, {}, context=context)
    assert list(refused.value.errors) == ["reason"]

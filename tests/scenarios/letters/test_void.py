"""A letter is voided later, with reason; it keeps its number (SARA-LETTER-07)."""

import pytest
from django.db import IntegrityError

from engine.errors import NotAuthorised, NotFound
from engine.models import ProcessInstance
from tests.factories.directory import make_chief, make_officer
from tests.scenarios.letters.office import Office, actor
from workflows.letters.life_cycle import LetterLife, LetterVoidRefused, VoidReasonMissing, void
from workflows.letters.models import Letter
from workflows.letters.printing import letter_pdf

REASON = "صدور اشتباه"


@pytest.fixture
def issued(office: Office) -> Letter:
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    return office.letter(case)


def test_manager_voids_with_reason_and_everybody_concerned_learns_of_it(
    office: Office, issued: Letter
) -> None:
    printed = letter_pdf(issued)
    # When the letters manager of the province voids the letter
    letter = void(issued.pk, by=actor(office.manager), reason=f"  {REASON} ")
    # Then it says who, why and when, and keeps its number
    assert (letter.state, letter.void_reason, letter.voided_by) == ("void", REASON, office.manager)
    assert letter.voided_at is not None
    assert letter.number == issued.number
    # And history, applicant and offering know; the paper shows it
    case = ProcessInstance.objects.get(pk=issued.instance_id)
    assert "letter-voided" in office.history_kinds(case)
    assert office.teacher.notices.get().text == REASON
    assert office.order_state(case) == "released"
    assert letter_pdf(letter) != printed


def test_number_of_a_void_letter_is_not_given_again(office: Office, issued: Letter) -> None:
    void(issued.pk, by=actor(office.manager), reason=REASON)
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    assert office.letter(case).serial == issued.serial + 1


def test_letter_is_voided_once(office: Office, issued: Letter) -> None:
    void(issued.pk, by=actor(office.manager), reason=REASON)
    with pytest.raises(LetterVoidRefused):
        void(issued.pk, by=actor(office.manager), reason="بار دوم")
    assert Letter.objects.get().void_reason == REASON
    assert (
        office.history_kinds(ProcessInstance.objects.get(pk=issued.instance_id)).count("letter-voided") == 1
    )


def test_stale_copy_of_a_letter_cannot_be_voided_again(office: Office, issued: Letter) -> None:
    void(issued.pk, by=actor(office.manager), reason=REASON)
    with pytest.raises(LetterVoidRefused):
        LetterLife(issued).void(by=office.manager.pk, reason="بار دوم")


@pytest.mark.parametrize("reason", ["", "   "])
def test_void_needs_a_reason(office: Office, issued: Letter, reason: str) -> None:
    with pytest.raises(VoidReasonMissing):
        void(issued.pk, by=actor(office.manager), reason=reason)
    with pytest.raises(IntegrityError):
        Letter.objects.filter(pk=issued.pk).update(state="void")


def test_who_is_not_the_letters_manager_there_is_told_there_is_no_letter(
    office: Office, issued: Letter
) -> None:
    foreign = make_officer(office.units["rey"], "letters.manager")
    for person in (foreign, office.expert, office.teacher):
        with pytest.raises(NotFound):
            void(issued.pk, by=actor(person), reason=REASON)
    with pytest.raises(NotFound):
        void(0, by=actor(office.manager), reason=REASON)
    assert Letter.objects.get().state == "issued"


def test_nobody_voids_the_own_letter(office: Office) -> None:
    # Given the letters manager of the province got a letter of the province
    reviewer = make_chief(office.units["tehran"], roles=["letters.expert"])
    case = office.request(office.sticker, by=office.manager)
    office.decide(case, reviewer, "approve")
    # Then only another manager voids it
    with pytest.raises(NotAuthorised):
        void(office.letter(case).pk, by=actor(office.manager), reason=REASON)
    other = make_officer(office.units["tehran"], "letters.manager")
    assert void(office.letter(case).pk, by=actor(other), reason=REASON).state == "void"


def test_issued_letter_is_never_written_again(issued: Letter) -> None:
    issued.body_html = "<p>forged</p>"
    with pytest.raises(TypeError):
        issued.save()

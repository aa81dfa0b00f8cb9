"""What the paper shows is what offering, unit and post say (SARA-FORM-07…09, 14, 16, SARA-PORTAL-06, 07)."""

from datetime import timedelta

from django.core.files.base import ContentFile

from engine import api, clock
from tests.factories.directory import make_chief, make_officer
from tests.scenarios.letters.office import Office, actor
from workflows.catalogue.limits import request_unit
from workflows.directory.demo_images import draw_signature
from workflows.directory.models import Person, PostHolder
from workflows.letters.models import Letter

STAMP, SIGNATURE = draw_signature("مهر"), draw_signature("امضا")
COMPANION = {"full_name": "آوا موسوی", "relation": "child", "national_id": "0499370899"}


def issued(office: Office, **changes: object) -> Letter:
    case = office.request(office.offering(approval_steps=1, **changes))
    office.decide(case, office.expert, "approve")
    return office.letter(case)


def test_stamp_of_the_unit_and_signature_of_the_chief_are_printed_where_the_offering_says_so(
    office: Office,
) -> None:
    # Given a stamp of the district and a signature of its chief manager
    office.units["shahriar"].stamp.save("stamp.png", ContentFile(STAMP))
    PostHolder.objects.get(person=office.chief).signature.save("chief.png", ContentFile(SIGNATURE))
    # Then an offering that asks for both gets both, and one that does not gets neither
    with_both = issued(office, print_stamp=True, print_signature=True)
    assert with_both.stamp is not None and bytes(with_both.stamp.content) == STAMP
    assert with_both.signature is not None and bytes(with_both.signature.content) == SIGNATURE
    with_none = issued(office, print_stamp=False, print_signature=False)
    assert (with_none.stamp, with_none.signature) == (None, None)


def test_paper_has_the_size_that_the_offering_asks_for(office: Office) -> None:
    assert issued(office, paper_size="A5").size == "A5"
    assert issued(office, paper_size="A4").size == "A4"


def test_letter_text_reaches_identity_employment_and_request(office: Office) -> None:
    text = issued(office).body_html.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    assert office.teacher.full_name("fa") in text
    assert office.teacher.national_id in text
    assert office.teacher.employment.personnel_number in text
    assert "بانک ملی" in text


def test_letter_names_the_family_members_that_were_asked_for(office: Office) -> None:
    first = clock.now().date() + timedelta(days=10)
    stay = office.offering(
        approval_steps=1, form_key="accommodation", letter_key="letters/accommodation", code="stay"
    )
    case = api.start(
        stay.process_key,
        {
            "centre": "mashhad",
            "from_date": first,
            "to_date": first + timedelta(days=3),
            "family": [COMPANION],
        },
        business_key=stay.code,
        unit=request_unit(office.teacher),
        by=actor(office.teacher),
    )
    office.decide(case, office.expert, "approve")
    assert COMPANION["full_name"] in office.letter(case).body_html


def test_copies_are_separated_by_commas_of_either_script(office: Office) -> None:
    letter = issued(office, copies_to="بایگانی، حراست, رفاه")
    assert letter.snapshot["letter"]["copies"] == ["بایگانی", "حراست", "رفاه"]


def signature_of(person: Person, image: bytes) -> None:
    PostHolder.objects.get(person=person).signature.save("hand.png", ContentFile(image))


def approved_by(office: Office, approver: Person) -> Letter:
    case = office.request(office.offering(approval_steps=2, print_signature=True, code="two-steps"))
    office.decide(case, office.expert, "approve")
    office.decide(case, approver, "approve")
    return office.letter(case)


def test_substitute_signs_under_the_own_name_for_the_post(office: Office) -> None:
    # Given a colleague who may give the chief's approval but holds no post
    signature_of(office.chief, SIGNATURE)
    deputy = make_officer(office.units["shahriar"], "letters.chief", last_name_fa="فرجی")
    # When he approves
    letter = approved_by(office, deputy)
    # Then the letter is his, for the chief's post, with room for ink and not with the chief's hand
    signer = letter.snapshot["signer"]
    assert (signer["name"], signer["post"]) == (deputy.full_name("fa"), deputy.employment.job_title)
    assert signer["on_behalf"] == PostHolder.objects.get(person=office.chief).post.title_fa
    assert letter.signature is None


def test_substitute_with_a_post_signs_with_its_signature(office: Office) -> None:
    upper = make_chief(office.units["tehran"])
    signature_of(upper, STAMP)
    letter = approved_by(office, upper)
    assert letter.snapshot["signer"]["post"] == PostHolder.objects.get(person=upper).post.title_fa
    assert letter.signature is not None and bytes(letter.signature.content) == STAMP


def test_holder_of_the_post_signs_for_nobody(office: Office) -> None:
    signature_of(office.chief, SIGNATURE)
    letter = approved_by(office, office.chief)
    assert letter.snapshot["signer"]["on_behalf"] == ""
    assert letter.signature is not None

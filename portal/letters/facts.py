"""Facts of a letter as rows of the component ``facts``; what was printed comes from the snapshot."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.formatting import day, digits, moment, tracking
from portal.formatting.reader import language
from portal.templatetags.kartabl import ltr
from workflows.letters.models import Letter

Facts = list[tuple[str, object]]


def letter_facts(letter: Letter) -> Facts:
    """Numbers, holder and dates."""
    person = letter.snapshot.get("person", {})
    employment = letter.snapshot.get("employment", {})
    given: Facts = [
        (_("Letter number"), number_of(letter)),
        (_("Tracking code"), ltr(tracking(letter.tracking_code))),
        (_("Service"), letter.title(language())),
        (_("Holder"), holder_name(letter)),
        (_("National id"), ltr(digits(person.get("national_id", "")))),
        (_("Personnel number"), ltr(digits(employment.get("personnel_number", "")))),
        (_("Addressee"), addressee(letter)),
        (_("Issued by"), letter.unit.name(language())),
        (_("Issued on"), moment(letter.issued_at)),
        (_("Valid until"), day(letter.valid_until)),
        (pgettext("of the paper", "Size"), letter.size),
    ]
    facts = [(label, value) for label, value in given if value]
    if letter.voided_at:
        by = letter.voided_by.full_name(language()) if letter.voided_by else ""
        facts += [
            (_("Voided on"), moment(letter.voided_at)),
            (_("Voided by"), by),
            (_("Reason for voiding"), letter.void_reason),
        ]
    return facts


def signer_facts(letter: Letter) -> Facts:
    """Who signed, with which marks."""
    signer = letter.snapshot.get("signer", {})
    suffix = "" if language() == "fa" else "_en"
    on_behalf = signer.get(f"on_behalf{suffix}") or signer.get("on_behalf")
    return [
        (_("Signed by"), signer.get(f"name{suffix}") or signer.get("name")),
        (_("Post"), signer.get(f"post{suffix}") or signer.get("post")),
        *([(_("On behalf of"), on_behalf)] if on_behalf else []),
        (_("Signature"), _("printed") if letter.signature_id else _("by hand")),
        (_("Stamp"), _("printed") if letter.stamp_id else _("by hand")),
    ]


def holder_name(letter: Letter) -> str:
    """The holder as printed; in English where the directory knew it."""
    person = letter.snapshot.get("person", {})
    english = person.get("full_name_en") if language() != "fa" else ""
    return english or person.get("full_name", "")


def number_of(letter: Letter) -> str:
    """The letter number in the reader's digits; its prefix decides the direction, so it stands alone."""
    return format_html('<bdi class="nowrap">{}</bdi>', digits(letter.number))


def addressee(letter: Letter) -> str:
    """To whom the letter is written; in English where the offering says it."""
    english = letter.snapshot.get("offering", {}).get("addressee_en") if language() != "fa" else ""
    return english or letter.snapshot.get("letter", {}).get("addressee") or ""

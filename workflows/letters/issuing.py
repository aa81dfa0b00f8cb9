"""Issues a letter: takes the number, freezes everything that is printed, renders the text.

Runs in the transaction of the final approval. Requirements: SARA-FORM-07…09, 14, 16, SARA-LETTER-06.
"""

from datetime import timedelta
from typing import Any

from django.db.models.fields.files import FieldFile

from engine.documents import LetterTemplate, RenderedLetter, render_letter
from engine.errors import TechnicalError
from engine.plugins import CalculatorContext
from workflows.catalogue.orders import fulfil_order
from workflows.directory.models import Person, Unit
from workflows.directory.persian_text import search_key
from workflows.letters.letter_scope import build_scope, frozen_scope
from workflows.letters.models import FrozenImage, Letter
from workflows.letters.numbering import LetterNumber, take_number
from workflows.letters.pinned import letter_template
from workflows.letters.search import letter_search_fields
from workflows.letters.signing import Signer, signer_of


class NoSigner(TechnicalError):
    """Nobody holds the post of chief manager in {unit} on {day}."""

    code = "no-signer"


def issue_letter(variables: dict[str, Any], context: CalculatorContext) -> Letter:
    """Write the letter of a case. Raises TechnicalError, which opens an incident and takes no number."""
    unit = Unit.objects.get(path=context.unit)
    person = Person.objects.get(pk=int(context.started_by or 0))
    number = take_number(unit, context.now)
    signer = _signer(unit, number, context)
    valid_until = number.day + timedelta(days=int(variables["offering"]["validity_days"]))
    scope = build_scope(
        variables, person, unit=unit, signer=signer, number=number, valid_until=valid_until, context=context
    )
    template = letter_template(variables["offering"]["letter_key"], context)
    letter = _letter(scope, render_letter(template, scope), template, number)
    letter.instance_id, letter.tracking_code = context.instance_id, context.tracking_code
    letter.unit, letter.person, letter.issued_at, letter.valid_until = unit, person, context.now, valid_until
    letter.stamp = _frozen(unit.stamp, wanted=scope["offering"]["print_stamp"])
    letter.signature = _frozen(signer.signature, wanted=scope["offering"]["print_signature"])
    letter.search_key = search_key(*letter_search_fields(letter, person, scope["request"]))
    letter.save()
    fulfil_order(context.instance_id)
    return letter


def _signer(unit: Unit, number: LetterNumber, context: CalculatorContext) -> Signer:
    signer = signer_of(unit, number.day, context.completers)
    if signer is None:
        raise NoSigner(unit=unit.path, day=number.day)
    return signer


def _letter(
    scope: dict[str, Any], rendered: RenderedLetter, template: LetterTemplate, number: LetterNumber
) -> Letter:
    offering = scope["offering"]
    return Letter(
        offering_code=offering["code"],
        title_fa=offering["title"],
        title_en=offering["title_en"],
        number=number.text,
        year=number.year,
        serial=number.serial,
        issued_on=number.day,
        snapshot=frozen_scope(scope),
        body_html=rendered.body_html,
        letterhead_html=rendered.letterhead_html,
        template_key=template.key,
        template_version=template.version,
        size=offering["paper_size"],
        language=template.language,
    )


def _frozen(image: FieldFile | None, *, wanted: bool) -> FrozenImage | None:
    if not wanted or not image:
        return None
    with image.open("rb") as file:
        return FrozenImage.of(file.read())

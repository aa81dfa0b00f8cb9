"""The letter of a case as it would be issued today, without number, stamp and signature: for the one who decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine import clock
from engine.documents import RenderedLetter, render_letter
from engine.plugins import CalculatorContext
from workflows.directory.models import Person, Unit
from workflows.letters.letter_scope import build_scope
from workflows.letters.numbering import LetterNumber, local_day
from workflows.letters.pinned import letter_template
from workflows.letters.signing import signer_of


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """``scope``: what the template saw (``letter.number`` is empty)."""

    rendered: RenderedLetter
    scope: dict[str, Any]
    language: str
    size: str


def draft_letter(
    variables: dict[str, Any],
    *,
    unit_path: str,
    started_by: str,
    tracking_code: str,
    artifact: Callable[[str, str], str | None],
    completers: Mapping[str, str],
) -> LetterDraft | None:
    """The draft from the case's variables; None without an offering, or while nobody holds the signer's post.

    artifact, completers: see CalculatorContext; the draft is written with what the case's deployment pins.
    Raises EngineError when the template does not fit the request: better seen now than after the approval.
    """
    offering = variables.get("offering")
    unit = Unit.objects.filter(path=unit_path).first()
    if not offering or unit is None or not started_by.isdecimal():
        return None
    now = clock.now()
    day = local_day(unit, now)
    signer = signer_of(unit, day, completers)
    if signer is None:
        return None
    context = _context(unit_path, started_by, tracking_code, artifact)
    scope = build_scope(
        variables,
        Person.objects.get(pk=int(started_by)),
        unit=unit,
        signer=signer,
        number=LetterNumber("", 0, 0, day),
        valid_until=day + timedelta(days=int(offering["validity_days"])),
        context=context,
    )
    template = letter_template(offering["letter_key"], context)
    return LetterDraft(render_letter(template, scope), scope, template.language, offering["paper_size"])


def _context(
    unit_path: str, started_by: str, tracking_code: str, artifact: Callable[[str, str], str | None]
) -> CalculatorContext:
    return CalculatorContext(
        instance_id=0,
        root_id=0,
        tracking_code=tracking_code,
        unit=unit_path,
        business_key="",
        started_by=started_by,
        node="",
        now=clock.now(),
        completers={},
        artifact=artifact,
    )

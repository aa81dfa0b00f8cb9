"""The printable version of a letter: rendered once, stored with its SHA-256 (SARA-LETTER-08, 09, 14)."""

import hashlib
from typing import Any

from engine import clock
from engine.documents import Assets, LetterMeta, default_emblem, qr_png, render_pdf
from engine.documents.verification import make_token, verification_url
from engine.plugins import ConnectorContext, connector
from workflows.letters.models import FrozenImage, Letter, LetterFile


def letter_pdf(letter: Letter) -> bytes:
    """The paper: rendered at the first call, the same bytes ever after; a void letter shows it in print."""
    if letter.state == Letter.State.VOID:
        return _render(letter, void_note=letter.void_reason)
    stored = LetterFile.objects.filter(letter=letter).first() or _store(letter)
    return bytes(stored.pdf)


def letter_url(letter: Letter) -> str:
    """What the QR code says: where anybody checks the letter."""
    return verification_url(make_token(letter.pk, letter.issued_at))


@connector("letters.render_pdf", title="Render the PDF of a letter")
def render_pdf_job(inputs: dict[str, Any], context: ConnectorContext) -> None:
    """Render and store the PDF of ``letter_id``; a second call finds it stored."""
    letter = Letter.objects.get(pk=int(inputs["letter_id"]), instance_id=context.instance_id)
    if letter.state == Letter.State.ISSUED:
        letter_pdf(letter)


def _store(letter: Letter) -> LetterFile:
    pdf = _render(letter)
    stored, _ = LetterFile.objects.get_or_create(
        letter=letter,
        defaults={"pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest(), "rendered_at": clock.now()},
    )
    return stored


def _render(letter: Letter, *, void_note: str = "") -> bytes:
    assets = Assets(
        stamp=_content(letter.stamp),
        signature=_content(letter.signature),
        qr=qr_png(letter_url(letter)),
        emblem=default_emblem(),
    )
    return render_pdf(
        letter.body_html,
        letter.letterhead_html,
        size="A5" if letter.size == "A5" else "A4",
        lang=letter.language,
        assets=assets,
        meta=_meta(letter, void_note),
    )


def _meta(letter: Letter, void_note: str) -> LetterMeta:
    printed = {**letter.snapshot["letter"], "date": letter.issued_on, "valid_until": letter.valid_until}
    scope = {"letter": printed, "signer": letter.snapshot["signer"]}
    return LetterMeta.from_scope(scope, void=letter.state == Letter.State.VOID, void_note=void_note)


def _content(image: FrozenImage | None) -> bytes | None:
    return bytes(image.content) if image else None

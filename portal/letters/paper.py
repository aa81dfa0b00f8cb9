"""The letter as a page on the screen: the frozen texts and images in the office's layout, in its own language."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import mark_safe

from engine.documents import qr_png
from engine.documents.formatting import direction, grouped_code, local_digits, short_date
from engine.documents.labels import labels_of
from portal.letters.validity import VOID, validity_of
from workflows.letters.models import FrozenImage, Letter
from workflows.letters.preview import LetterDraft
from workflows.letters.printing import letter_url


def paper_of(letter: Letter) -> dict[str, Any]:
    """An issued letter for ``letters/_paper.html``; images are data URIs, nothing is fetched."""
    printed = {**letter.snapshot["letter"], "date": letter.issued_on, "valid_until": letter.valid_until}
    return {
        **_paper(printed, letter.snapshot["signer"], letter.language, letter.size),
        **_texts(letter.body_html, letter.letterhead_html),
        "stamp": _image(letter.stamp),
        "signature": _image(letter.signature),
        "qr": _data_uri(qr_png(letter_url(letter))),
        "is_void": validity_of(letter) is VOID,
    }


def paper_of_draft(draft: LetterDraft) -> dict[str, Any]:
    """A draft: no number, no marks, no QR code."""
    return {
        **_paper(draft.scope["letter"], draft.scope["signer"], draft.language, draft.size),
        **_texts(draft.rendered.body_html, draft.rendered.letterhead_html),
        "is_draft": True,
    }


def _texts(body: str, letterhead: str) -> dict[str, str]:
    """HTML of a compiled template: allow-listed elements and attributes, every value escaped."""
    return {"body": mark_safe(body), "letterhead": mark_safe(letterhead)}  # noqa: S308


def _paper(printed: Mapping[str, Any], signer: Mapping[str, Any], language: str, size: str) -> dict[str, Any]:
    labels = labels_of(language)
    number = printed["number"]
    reference = [
        (labels["number"], local_digits(number, language) if number else "…"),
        (labels["date"], short_date(printed["date"], language)),
        (labels["attachment"], local_digits(printed.get("attachment") or labels["no_attachment"], language)),
        (labels["valid_until"], short_date(printed["valid_until"], language)),
    ]
    return {
        "language": language,
        "direction": direction(language),
        "size": size,
        "labels": labels,
        "reference": reference,
        "printed": printed,
        "signer": signer,
        "code": grouped_code(printed.get("tracking_code") or "", language),
    }


def _image(image: FrozenImage | None) -> str:
    return _data_uri(bytes(image.content)) if image else ""


def _data_uri(content: bytes) -> str:
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return f"data:{kind};base64,{b64encode(content).decode()}"

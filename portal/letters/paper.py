"""The letter as a page on the screen: the frozen texts and images in the office's layout, in its own language."""

from base64 import b64encode
from typing import Any

from django.utils.safestring import mark_safe

from engine.documents import qr_png
from engine.documents.formatting import direction, grouped_code, local_digits, short_date
from engine.documents.labels import labels_of
from portal.letters.validity import validity_of
from workflows.letters.models import FrozenImage, Letter
from workflows.letters.printing import verification_url


def paper_context(letter: Letter) -> dict[str, Any]:
    """Texts were sanitised when the template was read; images are data URIs, nothing is fetched."""
    labels, language = labels_of(letter.language), letter.language
    return {
        "letter": letter,
        "state": validity_of(letter),
        "labels": labels,
        "reference": _reference(letter, labels),
        "code": grouped_code(letter.tracking_code, language),
        "printed": letter.snapshot.get("letter", {}),
        "signer": letter.snapshot.get("signer", {}),
        "body": mark_safe(letter.body_html),  # noqa: S308 (allow-listed elements and attributes only)
        "letterhead": mark_safe(letter.letterhead_html),  # noqa: S308 (the same)
        "stamp": _image(letter.stamp),
        "signature": _image(letter.signature),
        "qr": _data_uri(qr_png(verification_url(letter))),
        "direction": direction(language),
    }


def _reference(letter: Letter, labels: dict[str, str]) -> list[tuple[str, str]]:
    language = letter.language
    attachment = letter.snapshot.get("letter", {}).get("attachment") or labels["no_attachment"]
    return [
        (labels["number"], local_digits(letter.number, language)),
        (labels["date"], short_date(letter.issued_on, language)),
        (labels["attachment"], local_digits(attachment, language)),
        (labels["valid_until"], short_date(letter.valid_until, language)),
    ]


def _image(image: FrozenImage | None) -> str:
    return _data_uri(bytes(image.content)) if image else ""


def _data_uri(content: bytes) -> str:
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return f"data:{kind};base64,{b64encode(content).decode()}"

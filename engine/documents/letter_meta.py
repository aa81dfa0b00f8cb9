"""What the page shell prints around the body of a letter: numbers, addressee, signer, images."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Assets:
    """Images frozen with the letter: PNG or JPEG bytes, None when there is none."""

    stamp: bytes | None = None
    signature: bytes | None = None
    qr: bytes | None = None
    emblem: bytes | None = None


@dataclass(frozen=True, slots=True)
class LetterMeta:
    """The frame of a letter. Texts are plain text; an empty one is not printed.

    tracking_code: 12 digits. on_behalf: the post or person a substitute signs for.
    void: print the void mark; void_note: one line under it (else a standard sentence).
    """

    number: str = ""
    issued_on: date | None = None
    attachment: str = ""
    addressee: str = ""
    subject: str = ""
    copies: tuple[str, ...] = ()
    valid_until: date | None = None
    tracking_code: str = ""
    signer_name: str = ""
    signer_post: str = ""
    on_behalf: str = ""
    void: bool = False
    void_note: str = ""

    @classmethod
    def from_scope(
        cls, scope: Mapping[str, Any], *, lang: str = "fa", void: bool = False, void_note: str = ""
    ) -> "LetterMeta":
        """The frame out of the names a template sees: ``letter`` and ``signer`` (``name_en``, …)."""
        letter, signer = scope.get("letter") or {}, scope.get("signer") or {}
        return cls(
            number=_text(letter.get("number")),
            issued_on=letter.get("date"),
            attachment=_text(letter.get("attachment")),
            addressee=_text(letter.get("addressee")),
            subject=_text(letter.get("subject")),
            copies=tuple(map(_text, letter.get("copies") or ())),
            valid_until=letter.get("valid_until"),
            tracking_code=_text(letter.get("tracking_code")),
            signer_name=_in_language(signer, "name", lang),
            signer_post=_in_language(signer, "post", lang),
            on_behalf=_in_language(signer, "on_behalf", lang),
            void=void,
            void_note=void_note,
        )


def _in_language(facts: Mapping[str, Any], name: str, lang: str) -> str:
    other = "" if lang == "fa" else _text(facts.get(f"{name}_{lang}"))
    return other or _text(facts.get(name))


def _text(value: object) -> str:
    return "" if value is None or value is False else str(value)

"""The letter templates on disk: ``letter_templates/<domain>/<key>[.<language>].html`` and ``_base``.

Persian is the primary language: a key without a variant in another language is printed in Persian.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from engine.documents.template import LetterTemplate, compile_template
from engine.errors import NotFound

_PRIMARY_LANGUAGE: Final = "fa"
_KEY: Final = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")
_NAME: Final = re.compile("[a-z][a-z0-9_]*")


def load_template(key: str, language: str = "fa", *, letterhead: str = "letterhead") -> LetterTemplate:
    """The compiled template ``<domain>/<key>``, e.g. ``letters/bank_loan``; NotFound, DefinitionError."""
    if not _KEY.fullmatch(key) or not _NAME.fullmatch(letterhead):
        raise NotFound(kind="letter template", id=key)
    if not _source_file(key, language).is_file():
        language = _PRIMARY_LANGUAGE
    return compile_template(
        _read(key, language), _read(f"_base/{letterhead}", language), key=key, language=language
    )


def languages_of(key: str) -> tuple[str, ...]:
    """The languages the template is written in, Persian first."""
    return tuple(language for language in ("fa", "en") if _source_file(key, language).is_file())


@lru_cache(maxsize=1)
def default_emblem() -> bytes | None:
    """The emblem of letterheads whose unit has none of its own (``_base/emblem.png``)."""
    file = Path(settings.KARTABL_LETTER_TEMPLATES) / "_base" / "emblem.png"
    return file.read_bytes() if file.is_file() else None


def _source_file(key: str, language: str) -> Path:
    suffix = "" if language == _PRIMARY_LANGUAGE else f".{language}"
    return Path(settings.KARTABL_LETTER_TEMPLATES) / f"{key}{suffix}.html"


def _read(key: str, language: str) -> str:
    file = _source_file(key, language)
    if not file.is_file():
        raise NotFound(kind="letter template", id=key)
    return file.read_text(encoding="utf-8")

"""The fonts of a letter: which files it needs, and a loud refusal when one is missing.

Vazirmatn carries Arabic script and Latin; Cyrillic and Greek come from Noto Sans, Hebrew from
Noto Sans Hebrew. A face is loaded only for a document that has such letters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TEXT_FAMILY: Final = "letter"
PERSIAN_DIGITS_FAMILY: Final = "letterdigits"


@dataclass(frozen=True, slots=True)
class FontFace:
    """One TrueType file under ``KARTABL_FONTS``."""

    family: str
    path: str
    bold: bool = False

    @property
    def file(self) -> Path:
        return Path(settings.KARTABL_FONTS) / self.path


_VAZIRMATN: Final = (
    FontFace(TEXT_FAMILY, "vazirmatn/fonts/ttf/Vazirmatn-Regular.ttf"),
    FontFace(TEXT_FAMILY, "vazirmatn/fonts/ttf/Vazirmatn-Bold.ttf", bold=True),
)
_PERSIAN_DIGITS: Final = (
    FontFace(PERSIAN_DIGITS_FAMILY, "vazirmatn/misc/Farsi-Digits/fonts/ttf/Vazirmatn-FD-Regular.ttf"),
)
_NOTO: Final = "@expo-google-fonts/"
_BY_SCRIPT: Final = (
    (
        re.compile("[\u0370-\u052f]"),
        (
            FontFace("lettercyrillic", f"{_NOTO}noto-sans/400Regular/NotoSans_400Regular.ttf"),
            FontFace("lettercyrillic", f"{_NOTO}noto-sans/700Bold/NotoSans_700Bold.ttf", bold=True),
        ),
    ),
    (
        re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]"),
        (
            FontFace("letterhebrew", f"{_NOTO}noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf"),
            FontFace(
                "letterhebrew", f"{_NOTO}noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf", bold=True
            ),
        ),
    ),
)


def faces_for(text: str, language: str) -> tuple[FontFace, ...]:
    """The faces a document needs, each proven to be a font; ImproperlyConfigured names a missing one."""
    faces = [*_VAZIRMATN, *(_PERSIAN_DIGITS if language == "fa" else ())]
    for script, script_faces in _BY_SCRIPT:
        if script.search(text):
            faces += script_faces
    require(faces)
    return tuple(faces)


def bold_text_face() -> FontFace:
    """The bold face of running text."""
    require(_VAZIRMATN)
    return _VAZIRMATN[1]


def require(faces: Iterable[FontFace]) -> None:
    """Fail when the file of a face is missing or is not a TrueType font."""
    for face in faces:
        if not _is_true_type(face.file):
            raise ImproperlyConfigured(
                f'The letter font "{face.path}" is missing under KARTABL_FONTS or is not a TrueType file; '
                "install the npm packages (make run does)."
            )


def _is_true_type(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.read(4) in (b"\x00\x01\x00\x00", b"true")
    except OSError:
        return False


def family_list(faces: Iterable[FontFace]) -> str:
    """The CSS ``font-family`` list of running text."""
    families = dict.fromkeys(face.family for face in faces)
    families.pop(PERSIAN_DIGITS_FAMILY, None)
    return ", ".join(families)

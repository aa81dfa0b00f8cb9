"""The default renderer: xhtml2pdf, which needs nothing from the system.

It reads no file but the fonts and opens no address; a font or image it could not use is an error.
"""

import io
from string import Template
from typing import Any, Final

from django.conf import settings
from pypdf import PdfReader
from xhtml2pdf.config.resources import ResourceAccessPolicy
from xhtml2pdf.document import pisaDocument

from engine.documents import xhtml2pdf_mends  # noqa: F401  (mends the library when imported)
from engine.documents.fonts import FontFace, family_list
from engine.documents.page_shell import PageParts, PageShell
from engine.documents.page_style import PageGeometry, shared_rules
from engine.errors import RenderingFailed

_create_pdf: Any = pisaDocument
_MAX_ATTEMPTS: Final = 3
_IN_MEMORY_BYTES: Final = 50_000_000  # beyond that the library leaves temporary files open
_PAGE_RULES: Final = Template(
    """
@page { size: ${width}mm ${height}mm;
  @frame head { -pdf-frame-content: head; left: ${side}mm; right: ${side}mm; top: ${head_top}mm;
    height: ${head_height}mm }
  @frame foot { -pdf-frame-content: foot; left: ${side}mm; right: ${side}mm; bottom: ${foot_bottom}mm;
    height: ${foot_height}mm }
  @frame body { left: ${side}mm; right: ${side}mm; top: ${body_top}mm; bottom: ${body_bottom}mm } }
@page next { size: ${width}mm ${height}mm;
  @frame next_head { -pdf-frame-content: next_head; left: ${side}mm; right: ${side}mm; top: ${head_top}mm;
    height: ${next_head_height}mm }
  @frame next_foot { -pdf-frame-content: foot; left: ${side}mm; right: ${side}mm; bottom: ${foot_bottom}mm;
    height: ${foot_height}mm }
  @frame next_body { left: ${side}mm; right: ${side}mm; top: ${next_body_top}mm; bottom: ${body_bottom}mm } }
"""
)


def render(shell: PageShell, body_html: str, letterhead_html: str, faces: tuple[FontFace, ...]) -> bytes:
    """The PDF of one letter; RenderingFailed when the library reports any trouble.

    The library counts pages by rendering everything twice. Nearly every letter has one page, so it is
    rendered as if it had, and again only when that proves wrong.
    """
    pages = 1
    for _ in range(_MAX_ATTEMPTS):
        number = f"{shell.label('page')} <pdf:pagenumber/> {shell.label('of')} {pages}"
        parts = shell.parts(body_html, letterhead_html, page_number=number)
        content = _convert(_document(shell, parts, faces), faces)
        counted = len(PdfReader(io.BytesIO(content)).pages)
        if counted == pages:
            return content
        pages = counted
    raise RenderingFailed(reason="its number of pages does not settle")


def _convert(document: str, faces: tuple[FontFace, ...]) -> bytes:
    output = io.BytesIO()
    policy = ResourceAccessPolicy.server(settings.KARTABL_FONTS, allow_remote=False)
    context = _create_pdf(
        document, dest=output, encoding="utf-8", resource_policy=policy, capacity=_IN_MEMORY_BYTES
    )
    _require_success(context, faces)
    return output.getvalue()


def _document(shell: PageShell, parts: PageParts, faces: tuple[FontFace, ...]) -> str:
    return (
        f'<html dir="{shell.direction}" lang="{shell.language}"><head>'
        f"<style>{_style(shell, faces)}</style></head><body>"
        f'<div id="head">{parts.head}</div><div id="next_head">{parts.next_head}</div>'
        f'<div id="foot">{parts.foot}</div><pdf:nexttemplate name="next"/>{parts.body}</body></html>'
    )


def _style(shell: PageShell, faces: tuple[FontFace, ...]) -> str:
    shared = shared_rules(
        shell.page,
        families=family_list(faces),
        right_to_left=shell.direction == "rtl",
        persian_digits=shell.language == "fa",
    )
    return "".join(map(_face_rule, faces)) + _page_rules(shell.page) + shared


def _face_rule(face: FontFace) -> str:
    weight = "bold" if face.bold else "normal"
    return f'@font-face {{ font-family: {face.family}; font-weight: {weight}; src: url("{face.file}") }}\n'


def _page_rules(page: PageGeometry) -> str:
    names = (
        "width height side head_top head_height next_head_height foot_bottom foot_height "
        "body_top next_body_top body_bottom"
    )
    return _PAGE_RULES.substitute({name: getattr(page, name) for name in names.split(" ")})


def _require_success(context: Any, faces: tuple[FontFace, ...]) -> None:
    """xhtml2pdf counts no error for a font it was refused; the letter would be black boxes."""
    if context.err:
        raise RenderingFailed(reason=f"xhtml2pdf reported {context.err} errors")
    missing = sorted({face.family for face in faces} - set(context.fontList))
    if missing:
        raise RenderingFailed(reason=f"the fonts {', '.join(missing)} were not loaded")

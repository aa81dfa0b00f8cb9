"""One interface to every PDF renderer; ``KARTABL_PDF`` says which (xhtml2pdf or weasyprint)."""

from collections.abc import Callable
from importlib import import_module
from typing import Final, Literal, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from engine.documents import fonts
from engine.documents.labels import LABELS
from engine.documents.letter_meta import Assets, LetterMeta
from engine.documents.page_shell import PageShell
from engine.documents.page_style import PAGE_SIZES
from engine.documents.void_mark import mark_void

PaperSize = Literal["A4", "A5"]
Renderer = Callable[[PageShell, str, str, tuple[fonts.FontFace, ...]], bytes]

_MODULES: Final = {
    "xhtml2pdf": "engine.documents.xhtml2pdf_renderer",
    "weasyprint": "engine.documents.weasyprint_renderer",
}


def render_pdf(
    body_html: str,
    letterhead_html: str,
    *,
    size: PaperSize = "A4",
    lang: str = "fa",
    assets: Assets | None = None,
    meta: LetterMeta | None = None,
) -> bytes:
    """The PDF of a letter whose fragments came from ``render_letter``.

    Raises RenderingFailed (an image or the renderer failed) and ImproperlyConfigured (a font or the
    renderer is missing).
    """
    meta, assets = meta or LetterMeta(), assets or Assets()
    page = PAGE_SIZES[size].with_emblem() if assets.emblem else PAGE_SIZES[size]
    shell = PageShell(page=page, language=lang, meta=meta, assets=assets)
    text = "".join((body_html, letterhead_html, meta.addressee, meta.subject, meta.signer_name, *meta.copies))
    content = renderer()(shell, body_html, letterhead_html, fonts.faces_for(text, lang))
    return mark_void(content, lang=lang, note=meta.void_note) if meta.void else content


def require_rendering() -> None:
    """ImproperlyConfigured when a letter could not be rendered here: called at the start."""
    renderer()
    for language in LABELS:
        fonts.faces_for("", language)


def renderer() -> Renderer:
    """The configured renderer; ImproperlyConfigured when it is unknown or not installed."""
    name = settings.KARTABL_PDF
    if name not in _MODULES:
        raise ImproperlyConfigured(f'KARTABL_PDF is "{name}"; it must be one of {", ".join(_MODULES)}.')
    try:
        module = import_module(_MODULES[name])
    except (ImportError, OSError) as error:
        raise ImproperlyConfigured(f"KARTABL_PDF={name} cannot be used here: {error}") from error
    return cast(Renderer, module.render)

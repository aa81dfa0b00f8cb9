"""Letters: template language, PDF, QR code and its verification (design: documents.md)."""

from engine.documents.letter_meta import Assets, LetterMeta
from engine.documents.pdf import PaperSize, render_pdf
from engine.documents.qr import qr_png
from engine.documents.rendering import RenderedLetter, render_letter
from engine.documents.template import LetterTemplate, compile_template, lint_template
from engine.documents.template_store import default_emblem, load_template
from engine.documents.verification import VerificationPayload, make_token, read_token, verification_url
from engine.documents.void_mark import mark_void

__all__ = [
    "Assets",
    "LetterMeta",
    "LetterTemplate",
    "PaperSize",
    "RenderedLetter",
    "VerificationPayload",
    "compile_template",
    "default_emblem",
    "lint_template",
    "load_template",
    "make_token",
    "mark_void",
    "qr_png",
    "read_token",
    "render_letter",
    "render_pdf",
    "verification_url",
]

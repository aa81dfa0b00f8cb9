"""The void mark: a red stamp across every page of a finished PDF, in both languages.

Works on the stored file, so that a letter voided later keeps its first PDF and shows the mark.
"""

import io
from functools import lru_cache
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from xhtml2pdf.bidi import get_display

from engine.documents import fonts
from engine.documents.formatting import direction
from engine.documents.labels import labels_of
from engine.documents.xhtml2pdf_mends import join_letters

_Canvas: Any = Canvas
_ImageReader: Any = ImageReader
_INK: Final = (178, 20, 20)
_STAMP_SIZE: Final = (1000, 470)
_STAMP_OPACITY: Final = 0.5
_STAMP_ANGLE: Final = 24
_STAMP_SHARE: Final = 0.72
_NOTE_HEIGHT: Final = 64
_NOTE_MM: Final = 5


def mark_void(content: bytes, *, lang: str = "fa", note: str = "") -> bytes:
    """``content`` with the mark on each page; ``note``: one line above it, else a standard sentence."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        overlay = _overlay(width, height, lang, note or labels_of(lang)["void_note"])
        page.merge_page(PdfReader(io.BytesIO(overlay)).pages[0])
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@lru_cache(maxsize=16)
def _overlay(width: float, height: float, lang: str, note: str) -> bytes:
    """A one-page PDF of the mark alone; width and height in points."""
    output = io.BytesIO()
    canvas = _Canvas(output, pagesize=(width, height))
    stamp = _stamp()
    drawn = width * _STAMP_SHARE
    drawn_height = drawn * stamp.height / stamp.width
    _place(canvas, stamp, (width - drawn) / 2, (height - drawn_height) / 2, drawn)
    line = _note(note, lang)
    line_width = min(_NOTE_MM * mm * line.width / line.height, width - 10 * mm)
    _place(canvas, line, (width - line_width) / 2, height - (_NOTE_MM + 1.5) * mm, line_width)
    canvas.save()
    return output.getvalue()


def _place(canvas: Any, image: Image.Image, left: float, bottom: float, width: float) -> None:
    height = width * image.height / image.width
    canvas.drawImage(_ImageReader(image), left, bottom, width, height, mask="auto")


def _stamp() -> Image.Image:
    """The two words in a double frame, tilted, as a rubber stamp leaves them."""
    image = Image.new("RGBA", _STAMP_SIZE, (*_INK, 0))
    draw = ImageDraw.Draw(image)
    ink = (*_INK, round(255 * _STAMP_OPACITY))
    width, height = _STAMP_SIZE
    draw.rounded_rectangle((8, 8, width - 8, height - 8), radius=48, outline=ink, width=14)
    draw.rounded_rectangle((34, 34, width - 34, height - 34), radius=30, outline=ink, width=5)
    _centred(draw, labels_of("fa")["void"], height * 0.40, 190, ink)
    _centred(draw, labels_of("en")["void"], height * 0.79, 105, ink)
    return image.rotate(_STAMP_ANGLE, expand=True, resample=Image.Resampling.BICUBIC)


def _centred(draw: ImageDraw.ImageDraw, text: str, middle: float, size: int, ink: tuple[int, ...]) -> None:
    draw.text((_STAMP_SIZE[0] / 2, middle), _visual(text, "fa"), font=_font(size), fill=ink, anchor="mm")


def _note(text: str, lang: str) -> Image.Image:
    """One red line on white, so that it is read whatever it covers."""
    font, shown = _font(round(_NOTE_HEIGHT * 0.55)), _visual(text, lang)
    width = round(font.getlength(shown)) + _NOTE_HEIGHT
    image = Image.new("RGB", (width, _NOTE_HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    draw.text((width / 2, _NOTE_HEIGHT / 2), shown, font=font, fill=_INK, anchor="mm")
    return image


def _visual(text: str, lang: str) -> str:
    """Joined and put in the order it is drawn in, because Pillow may lack a shaper."""
    base = "R" if direction(lang) == "rtl" else "L"
    return str(get_display(join_letters(text), base_dir=base))


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(fonts.bold_text_face().file, size, layout_engine=ImageFont.Layout.BASIC)

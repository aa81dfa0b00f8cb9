"""What xhtml2pdf 0.2.28 gets wrong in right-to-left letters, mended in one place.

Importing this module mends the library for the whole process. Each mend names its defect; the
golden images of the letters show when a new version of the library makes one superfluous.
"""

from typing import Any

from arabic_reshaper.arabic_reshaper import ArabicReshaper
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from xhtml2pdf import __version__, context, reportlab_paragraph, tables, util
from xhtml2pdf.bidi import CONTROL_CHARS

MENDED_VERSION = "0.2.28"

_ZERO_WIDTH_NON_JOINER = 0x200C
_HEH_WITH_YEH = "\u06c0"
_HEH_WITH_YEH_FORMS = (_HEH_WITH_YEH, "", "", "\ufba5")
_ArabicReshaper: Any = ArabicReshaper
_paragraph_module: Any = reportlab_paragraph
_context: Any = context
_settings: Any = rl_config
_tables: Any = tables
_Paragraph: Any = reportlab_paragraph.Paragraph


def _reshaper(*, ligatures: bool) -> Any:
    """Joins letters and keeps the marks above and below them (the library deletes them)."""
    reshaper = _ArabicReshaper({"delete_harakat": False, "support_ligatures": ligatures})
    reshaper.letters = {**reshaper.letters, _HEH_WITH_YEH: _HEH_WITH_YEH_FORMS}
    return reshaper


_WITH_LIGATURES = _reshaper(ligatures=True)
_WITHOUT_LIGATURES = _reshaper(ligatures=False)


def _reshape_for(text: str, font_name: str | None) -> str:
    """Defects: marks deleted; «هٔ» and an isolated «ۀ» un-join the whole run.

    Joined word by word, so that one word the font cannot draw joined costs only itself.
    """
    text = text.replace("\u0647\u0654", _HEH_WITH_YEH)
    return " ".join(_joined(word, font_name) for word in text.split(" "))


def join_letters(text: str) -> str:
    """``text`` with its Arabic letters in their joined forms, in the order it is read."""
    return _reshape_for(text, None)


def _joined(word: str, font_name: str | None) -> str:
    drawable: Any = util._drawable
    for reshaper in (_WITH_LIGATURES, _WITHOUT_LIGATURES):
        shaped = str(reshaper.reshape(word))
        if font_name is None or drawable(shaped, font_name):
            return shaped
    return word


_mirror_columns: Any = tables._mirror_columns


def _mirror_columns_and_spans(tdata: Any, data: list[list[Any]], maxcols: int) -> None:
    """Defect: a mirrored ``colspan`` leaves its content and side borders in a covered cell."""
    _mirror_columns(tdata, data, maxcols)
    spans = [(start, stop) for name, start, stop, *_ in tdata.styles if name == "SPAN"]
    for (first, row), (last, _) in spans:
        data[row][first], data[row][last] = data[row][last], data[row][first]
    tdata.styles = [_at_edge_of_span(style, spans) for style in tdata.styles]


def _at_edge_of_span(style: tuple[Any, ...], spans: list[Any]) -> tuple[Any, ...]:
    name, start, stop, *rest = style
    if name not in ("LINEBEFORE", "LINEAFTER"):
        return style
    for (first, top), (last, bottom) in spans:
        if first <= start[0] <= last and top <= start[1] <= bottom:
            column = first if name == "LINEBEFORE" else last
            return (name, (column, start[1]), (column, stop[1]), *rest)
    return style


_draw_paragraph: Any = _Paragraph.drawPara
_begin_text: Any = _Paragraph.beginText


def _begin_directed_text(paragraph: Any, x: float, y: float) -> Any:
    """The text object remembers its direction, because the function that draws a line knows only it."""
    text = _begin_text(paragraph, x, y)
    text.is_right_to_left = paragraph.dir == "rtl"
    return text


def _draw_directed_paragraph(paragraph: Any, debug: int = 0) -> None:
    """Defect: ``text-indent`` of a right-to-left line is drawn as a gap on its left.

    The first line was already broken in the narrower width: drawn without an offset it ends at
    the left margin and starts indented, whether aligned right or justified.
    """
    style = paragraph.style
    indent = style.firstLineIndent
    if paragraph.dir != "rtl" or not indent:
        _draw_paragraph(paragraph, debug)
        return
    style.firstLineIndent = 0
    try:
        _draw_paragraph(paragraph, debug)
    finally:
        style.firstLineIndent = indent


_justify_fragments: Any = _paragraph_module._justifyDrawParaLineX


def _draw_justified_fragments(text: Any, offset: float, line: Any, last: int = 0) -> Any:
    """Defect: the last line of justified right-to-left text, and one before ``<br>``, stand flush left."""
    is_short = last or line.wordCount < 2 or getattr(line, "lineBreak", False)
    if is_short and text.is_right_to_left:
        return _paragraph_module._rightDrawParaLineX(text, offset, line, last)
    return _justify_fragments(text, offset, line, last)


_register_font: Any = context.registerTTFont


def _register_font_with_controls(name: str, file: Any, data: bytes | None = None) -> str:
    """Defect: characters that steer direction are not drawn, but take the width of a missing glyph."""
    registered = str(_register_font(name, file, data))
    get_font: Any = pdfmetrics.getFont
    face = get_font(registered).face
    for control in map(ord, CONTROL_CHARS):
        face.charToGlyph.setdefault(control, face.charToGlyph.get(_ZERO_WIDTH_NON_JOINER, 0))
        face.charWidths[control] = 0
    return registered


def _mend() -> None:
    if __version__ != MENDED_VERSION:
        raise ImportError(f"The mends of xhtml2pdf are made for {MENDED_VERSION}, not {__version__}.")
    util._reshape_for = _reshape_for
    _tables._mirror_columns = _mirror_columns_and_spans
    _context.registerTTFont = _register_font_with_controls
    _settings.useA85 = 0  # text encoding of images, needed by no reader: a third of the time
    _paragraph_module._justifyDrawParaLineX = _draw_justified_fragments
    _Paragraph.beginText = _begin_directed_text
    _Paragraph.drawPara = _draw_directed_paragraph


_mend()

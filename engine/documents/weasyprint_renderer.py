"""The optional renderer: WeasyPrint, for vocalised text and finer lines; needs Pango on the system.

Chosen by ``KARTABL_PDF=weasyprint``; without the package importing this module fails, and so does the
configuration. It fetches the letter's fonts and nothing else.
"""

import re
from functools import lru_cache
from string import Template
from typing import Any, Final

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from engine.documents.fonts import PERSIAN_DIGITS_FAMILY, FontFace, family_list
from engine.documents.page_shell import PageParts, PageShell
from engine.documents.page_style import shared_rules

_ONLY_XHTML2PDF: Final = re.compile(r"(?:-pdf-[a-z-]+:[^;}]*|padding-bottom: -[^;}]*);?")
_PAGE_RULES: Final = Template(
    """
@page { size: ${width}mm ${height}mm; margin: ${next_body_top}mm ${side}mm ${body_bottom}mm ${side}mm;
  @top-center { content: element(next_head); width: 100%; vertical-align: top; padding-top: ${head_top}mm }
  @bottom-center { content: element(foot); width: 100%; vertical-align: top; padding-top: 1mm } }
@page :first { margin-top: ${body_top}mm; @top-center { content: element(head) } }
#head { position: running(head) }
#next_head { position: running(next_head) }
#foot { position: running(foot) }
body { margin: 0 }
table { border-collapse: collapse; table-layout: fixed }
table, td, th { box-sizing: border-box }
tr, .ending { break-inside: avoid }
.closing { break-after: avoid }
.foot img { display: block }
.page-number::after { content: counter(page) }
.page-count::after { content: counter(pages) }
"""
)
_INDENT_RULES: Final = Template(
    """
.text p { text-indent: 0 }
.text p:not([class])::before { content: ""; display: inline-block; width: ${indent}mm }
.text td p:not([class])::before { content: none }
"""
)
_GEOMETRY: Final = "width height side head_top body_top next_body_top body_bottom"


class _FontsOnly(URLFetcher):  # type: ignore[misc]
    """Fetches ``data:`` addresses and the given font files; anything else stops the rendering."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self._allowed = allowed

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith("data:") and url not in self._allowed:
            raise FatalURLFetchingError(f"a letter may not fetch {url}")
        return super().fetch(url, headers)


def render(shell: PageShell, body_html: str, letterhead_html: str, faces: tuple[FontFace, ...]) -> bytes:
    """The PDF of one letter."""
    number = (
        f'{shell.label("page")} <span class="page-number"></span> '
        f'{shell.label("of")} <span class="page-count"></span>'
    )
    parts = shell.parts(body_html, letterhead_html, page_number=number)
    fetcher = _FontsOnly(frozenset(face.file.as_uri() for face in faces))
    fonts, font_sheet = _fonts(faces)
    styles = [font_sheet, weasyprint.CSS(string=_style(shell, faces), url_fetcher=fetcher, font_config=fonts)]
    html = weasyprint.HTML(string=_document(shell, parts), url_fetcher=fetcher)
    return bytes(html.write_pdf(stylesheets=styles, font_config=fonts, presentational_hints=True))


@lru_cache(maxsize=8)
def _fonts(faces: tuple[FontFace, ...]) -> tuple[Any, Any]:
    """(font configuration, style sheet of the faces), shared: loading fonts is a third of the time."""
    fonts = FontConfiguration()
    rules = "".join(
        f"@font-face {{ font-family: {face.family}; font-weight: {'bold' if face.bold else 'normal'}; "
        f'src: url("{face.file.as_uri()}") }}\n'
        for face in faces
    )
    fetcher = _FontsOnly(frozenset(face.file.as_uri() for face in faces))
    return fonts, weasyprint.CSS(string=rules, url_fetcher=fetcher, font_config=fonts)


def _document(shell: PageShell, parts: PageParts) -> str:
    return (
        f'<html dir="{shell.direction}" lang="{shell.language}"><body>'
        f'<div id="head">{parts.head}</div><div id="next_head">{parts.next_head}</div>'
        f'<div id="foot">{parts.foot}</div>{parts.body}</body></html>'
    )


def _style(shell: PageShell, faces: tuple[FontFace, ...]) -> str:
    is_right_to_left = shell.direction == "rtl"
    families = family_list(faces)
    if shell.language == "fa":
        families = f"{families}, {PERSIAN_DIGITS_FAMILY}"
    shared = shared_rules(
        shell.page, families=families, right_to_left=is_right_to_left, persian_digits=shell.language == "fa"
    )
    pages = _PAGE_RULES.substitute({name: getattr(shell.page, name) for name in _GEOMETRY.split(" ")})
    # WeasyPrint puts the text-indent of right-to-left text on the left.
    indent = _INDENT_RULES.substitute(indent=shell.page.indent) if is_right_to_left else ""
    return _ONLY_XHTML2PDF.sub("", shared) + pages + indent

"""The sheet around a letter's text: letterhead, numbers, addressee, signature, copies, QR code.

Produces the same elements for every renderer; where an element stands on the page is the renderer's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from engine.documents.formatting import direction, grouped_code, local_digits, short_date
from engine.documents.images import clean_png, compose_seal, data_uri
from engine.documents.labels import labels_of
from engine.documents.letter_meta import Assets, LetterMeta
from engine.documents.page_style import PageGeometry

_OWN_ADDRESSEE: Final = '<p class="addressee">'


@dataclass(frozen=True, slots=True)
class PageParts:
    """HTML of the parts of a letter."""

    head: str
    next_head: str
    body: str
    foot: str


@dataclass(frozen=True, slots=True)
class PageShell:
    """Builds the parts of one letter in one language and size."""

    page: PageGeometry
    language: str
    meta: LetterMeta
    assets: Assets

    def parts(self, body_html: str, letterhead_html: str, *, page_number: str) -> PageParts:
        """page_number: the renderer's markup for «page x of y»."""
        addressee, text = self._addressee(body_html)
        opening = f"{addressee}{self._subject()}"
        return PageParts(
            head=self._head(letterhead_html),
            next_head=self._next_head(),
            body=f'{opening}<div class="text">{text}</div>{self._ending()}',
            foot=self._foot(page_number),
        )

    def label(self, key: str) -> str:
        return labels_of(self.language)[key]

    def _text(self, text: str) -> str:
        return escape(local_digits(text, self.language))

    def _lines(self, text: str) -> str:
        return "<br/>".join(self._text(line) for line in text.splitlines())

    def _head(self, letterhead_html: str) -> str:
        above_letterhead = self.page.emblem_room > 0
        emblem = self._emblem()
        return (
            f'<table><tr><td width="40%" class="letterhead">{emblem if above_letterhead else ""}'
            f'{letterhead_html}</td><td width="20%"><p class="invocation">{self.label("invocation")}</p>'
            f'{"" if above_letterhead else emblem}</td><td width="40%">{self._reference()}</td>'
            '</tr></table><div class="rule">&nbsp;</div>'
        )

    def _emblem(self) -> str:
        if not self.assets.emblem:
            return ""
        source = data_uri(clean_png(self.assets.emblem))
        return f'<p class="emblem"><img src="{source}" style="height:{self.page.emblem_height}mm"/></p>'

    def _reference(self) -> str:
        spacer, label, value = (28, 27, 45) if self.direction == "rtl" else (10, 34, 56)
        rows = "".join(
            f'<tr><td width="{spacer}%">&nbsp;</td><td width="{label}%" class="label">{self.label(key)}:</td>'
            f'<td width="{value}%">{text}</td></tr>'
            for key, text in self._reference_values()
        )
        return f'<table class="reference">{rows}</table>'

    def _reference_values(self) -> Iterator[tuple[str, str]]:
        yield "number", self._text(self.meta.number)
        yield "date", short_date(self.meta.issued_on, self.language) if self.meta.issued_on else ""
        yield "attachment", self._text(self.meta.attachment) or self.label("no_attachment")
        if self.meta.valid_until:
            yield "valid_until", short_date(self.meta.valid_until, self.language)

    def _next_head(self) -> str:
        words = [self.label("continued"), self._text(self.meta.number)]
        if self.meta.issued_on:
            words += [self.label("dated"), short_date(self.meta.issued_on, self.language)]
        return f'<p class="continued">{" ".join(words)}</p><div class="rule">&nbsp;</div>'

    def _addressee(self, body_html: str) -> tuple[str, str]:
        """The addressee and the rest of the body: a body may begin with an addressee of its own."""
        body = body_html.lstrip()
        if body.startswith(_OWN_ADDRESSEE):
            paragraph, end, text = body.partition("</p>")
            return paragraph + end, text
        if not self.meta.addressee:
            return "", body
        return f'<p class="addressee">{self._lines(self.meta.addressee)}</p>', body

    def _subject(self) -> str:
        if not self.meta.subject:
            return ""
        return f'<p class="subject"><b>{self.label("subject")}:</b> {self._text(self.meta.subject)}</p>'

    def _ending(self) -> str:
        """Copies on the side where lines begin, the signer on the other: one row, never torn apart."""
        return (
            f'<table class="ending"><tr><td width="46%" class="copies">{self._copies()}</td>'
            f'<td width="54%" class="signature">{self._signature()}</td></tr></table>'
        )

    def _signature(self) -> str:
        """Name, post and the seal under them; without an image the same room is left for ink."""
        lines = [f'<p class="name">{self._text(self.meta.signer_name)}</p>']
        lines += [f"<p>{text}</p>" for text in self._signer_lines()]
        seal = compose_seal(stamp=self.assets.stamp, signature=self.assets.signature)
        height = self.page.seal_height
        image = f'<img src="{data_uri(seal)}" style="height:{height}mm" class="ink"/>' if seal else "&nbsp;"
        return "".join([*lines, f'<p class="seal" style="height:{height}mm">{image}</p>'])

    def _signer_lines(self) -> Iterator[str]:
        if self.meta.signer_post:
            yield self._text(self.meta.signer_post)
        if self.meta.on_behalf:
            yield f"{self.label('on_behalf')} {self._text(self.meta.on_behalf)}"

    def _copies(self) -> str:
        if not self.meta.copies:
            return "&nbsp;"
        lines = "".join(f"<p>– {self._text(copy)}</p>" for copy in self.meta.copies)
        return f"<p><b>{self.label('copies')}:</b></p>{lines}"

    def _foot(self, page_number: str) -> str:
        code = ""
        if self.meta.tracking_code:
            shown = grouped_code(self.meta.tracking_code, self.language)
            code = f'<p class="code">{self.label("tracking_code")}: {shown}</p>'
        return (
            '<div class="rule">&nbsp;</div><table class="foot"><tr>'
            f"{self._qr_cell()}<td>{code}{self._scan_line()}</td>"
            f'<td width="18%" class="page">{page_number}</td></tr></table>'
        )

    def _qr_cell(self) -> str:
        if not self.assets.qr:
            return ""
        source = data_uri(clean_png(self.assets.qr))
        return f'<td style="width:27mm"><img src="{source}" style="width:25mm;height:25mm"/></td>'

    def _scan_line(self) -> str:
        return f"<p>{self.label('scan')}</p>" if self.assets.qr else ""

    @property
    def direction(self) -> str:
        return direction(self.language)

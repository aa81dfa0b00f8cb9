"""The look of a letter: sizes of A4 and A5, and the style rules both renderers share.

Lengths are millimetres and points, as on the paper. Only rules xhtml2pdf understands are used; what
it and WeasyPrint say differently (frames, running elements) is in their own modules.
"""

from dataclasses import dataclass, replace
from string import Template
from typing import Final

from engine.documents.fonts import PERSIAN_DIGITS_FAMILY


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """One paper size: boxes in mm, type in pt.

    emblem_room: what an emblem above the letterhead adds to the head; 0 puts it under the invocation.
    """

    name: str
    width: int
    height: int
    side: int
    head_top: int
    head_height: int
    next_head_height: int
    foot_bottom: int
    foot_height: int
    gap: int
    font: float
    leading: float
    indent: int
    seal_height: int
    emblem_height: int
    emblem_room: int

    def with_emblem(self) -> "PageGeometry":
        """The same page with room for an emblem."""
        return replace(self, head_height=self.head_height + self.emblem_room)

    @property
    def body_top(self) -> int:
        return self.head_top + self.head_height + self.gap

    @property
    def next_body_top(self) -> int:
        return self.head_top + self.next_head_height + self.gap

    @property
    def body_bottom(self) -> int:
        return self.foot_bottom + self.foot_height + 1


PAGE_SIZES: Final = {
    "A4": PageGeometry(
        name="A4", width=210, height=297, side=22, head_top=11, head_height=32, next_head_height=9,
        foot_bottom=9, foot_height=30, gap=4, font=12.5, leading=1.85, indent=8,
        seal_height=34, emblem_height=16, emblem_room=10,
    ),
    "A5": PageGeometry(
        name="A5", width=148, height=210, side=13, head_top=8, head_height=25, next_head_height=7,
        foot_bottom=5, foot_height=27, gap=3, font=9.2, leading=1.7, indent=6,
        seal_height=22, emblem_height=12, emblem_room=0,
    ),
}  # fmt: skip

_RULES: Final = Template(
    """
html, title, body { font-family: $families; font-size: ${font}pt; line-height: $leading; color: #161616 }
p { margin: 0; text-align: $start }
table { width: 100% }
td, th { vertical-align: top; padding: 0; text-align: $start }
.letterhead p { text-align: center; font-size: ${small}pt; line-height: 1.55 }
.emblem { text-align: center; line-height: 1.1 }
.letterhead .office { font-weight: bold }
.invocation { text-align: center; font-size: ${small}pt; font-weight: bold }
.reference td { font-size: ${small}pt; line-height: 1.7; padding: 0 }
.reference .label { color: #555555 }
.rule { border-top: 0.8pt solid #2f4f4f; margin: 0.8mm 0 0 0; height: 1pt; font-size: 1pt; line-height: 1 }
.addressee { font-weight: bold; font-size: ${strong}pt; line-height: 1.8 }
.subject { margin-top: ${quarter}pt; margin-bottom: ${half}pt }
.text p { text-align: justify; text-indent: ${indent}mm; margin-bottom: ${quarter}pt }
.text .salutation, .text .plain, .text td p, .text th p { text-indent: 0; text-align: $start }
.text .closing { text-indent: 0; text-align: $start; -pdf-keep-with-next: true }
.text .note { font-size: ${small}pt; line-height: 1.7; text-indent: 0 }
.text .centre { text-indent: 0; text-align: center }
.text table.list { border: 0.6pt solid #444444; margin: ${quarter}pt 0 ${half}pt 0 }
.text table.list th { border: 0.5pt solid #777777; padding: 1.2mm 1.5mm 0.8mm 1.5mm;
  background-color: #eef2f1; font-weight: bold; text-align: center; font-size: ${small}pt;
  line-height: 1.4; vertical-align: middle }
.text table.list td { border: 0.5pt solid #777777; padding: 1.2mm 1.5mm 0.8mm 1.5mm; text-align: center;
  font-size: ${small}pt; line-height: 1.4; vertical-align: middle }
.text table.list td.start { text-align: $start }
.text table.facts { margin: ${quarter}pt 0 ${half}pt 0 }
.text table.facts td { padding: 0.8mm 1.5mm; font-size: ${small}pt; line-height: 1.5;
  border-bottom: 0.4pt solid #bbbbbb }
.text table.facts td.label { color: #555555 }
.text .plate { margin: ${half}pt 0 }
.text .plate table { width: ${plate}mm; margin: 0 auto }
.text .plate td { border: 1pt solid #161616; text-align: center; vertical-align: middle; font-weight: bold;
  font-size: ${plate_font}pt; line-height: 1.2; padding: 1.2mm 1mm 0.8mm 1mm }
.text .plate td.country { background-color: #1b3f8b; color: #ffffff; font-size: ${tiny}pt; line-height: 1.15 }
.text .plate td.region { font-size: ${small}pt; line-height: 1.25 }
.ending td { padding: ${half}pt 0 0 0 }
.ending .copies { vertical-align: bottom }
.ending .copies p { font-size: ${small}pt; line-height: 1.7 }
.ending .signature p { text-align: center; line-height: 1.6 }
.ending .signature .name { font-weight: bold }
.ending .signature { padding-bottom: -${overlap}mm }
.ending .signature .seal { position: relative; top: -${overlap}mm }
.foot td { font-size: ${tiny}pt; line-height: 1.6; vertical-align: middle }
.foot .code { font-weight: bold; font-size: ${small}pt }
.foot .page { text-align: $end; color: #555555; $digits }
.continued { font-size: ${tiny}pt; color: #555555 }
"""
)


def shared_rules(page: PageGeometry, *, families: str, right_to_left: bool, persian_digits: bool) -> str:
    """The style rules of both renderers for one size and direction."""
    start, end = ("right", "left") if right_to_left else ("left", "right")
    font = page.font
    return _RULES.substitute(
        families=families, font=font, leading=page.leading, start=start, end=end,
        indent=page.indent if right_to_left else 0,
        small=round(font * 0.86, 1), tiny=round(font * 0.74, 1), overlap=round(page.seal_height * 0.22),
        strong=round(font * 1.04, 1), half=round(font * 0.6, 1), full=font, quarter=round(font * 0.3, 1),
        plate=66 if page.name == "A4" else 52, plate_font=round(font * 1.35, 1),
        digits=f"font-family: {PERSIAN_DIGITS_FAMILY}" if persian_digits else "",
    )  # fmt: skip

"""The look of the letters against pictures that were looked at by people.

A difference means: look at the new picture, then run with KARTABL_UPDATE_GOLDEN=1 to accept it.
"""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from engine.documents import LetterMeta, compile_template, render_letter, render_pdf
from tests.unit.engine.documents.letter_samples import full_assets, letter_pdf, pages_of

GOLDEN = Path(__file__).parent / "golden"
DPI = 64
BLOCK = 6
LARGEST_BLOCK_DIFFERENCE = 30
"""Of 255, averaged over a block: other rasterisers smooth edges otherwise, no more."""

LETTERS = [
    ("bank_loan", "A4", "fa"),
    ("bank_loan", "A4", "en"),
    ("accommodation", "A4", "fa"),
    ("accommodation", "A5", "fa"),
    ("vehicle_sticker", "A5", "fa"),
    ("sports_discount", "A5", "fa"),
]


def compare(name: str, page: Image.Image) -> None:
    shown = page.convert("L")
    file = GOLDEN / f"{name}.png"
    if os.environ.get("KARTABL_UPDATE_GOLDEN") == "1":
        file.parent.mkdir(exist_ok=True)
        shown.quantize(32).save(file, optimize=True)
    accepted = Image.open(file).convert("L")
    assert shown.size == accepted.size
    worst = worst_block(shown, accepted)
    assert worst <= LARGEST_BLOCK_DIFFERENCE, f"{name} looks different ({worst}): {file}"


def worst_block(one: Image.Image, other: Image.Image) -> int:
    difference = ImageChops.difference(one, other)
    return difference.reduce(BLOCK).getextrema()[1]


@pytest.mark.parametrize(("key", "size", "lang"), LETTERS)
def test_letter_looks_as_accepted(key, size, lang):
    page = pages_of(letter_pdf(key, size=size, lang=lang), dpi=DPI)[0]
    compare(f"{key}-{lang}-{size}", page)


def test_void_letter_looks_as_accepted():
    page = pages_of(
        letter_pdf("bank_loan", size="A5", void=True, void_note="به درخواست متقاضی باطل شد."), dpi=DPI
    )[0]
    compare("void-fa-A5", page)


MENDED = """
<p>ادارهٔ ما صرفاً معلّم اوّل را قبلاً به خانۀ مهر معرفی کرده است و این بند آن‌قدر دراز است که به سطر دوم برسد
و سطر آخر آن کوتاه است.<br/>پس از شکست سطر.</p>
<p>شناسهٔ IR12 0170 (شعبهٔ ۱۲) و ۱۴۰۵/۰۸/۳۰ با <span dir="ltr">AB-12/34</span> در یک سطر.</p>
<table class="list"><tr><th width="20%">ردیف</th><th width="40%">نام</th><th width="40%">نسبت</th></tr>
<tr><td>۱</td><td colspan="2">خانهٔ دو ستونی</td></tr></table>
"""


def test_what_the_library_gets_wrong_is_mended():
    """Marks, «ۀ», last lines, line breaks, indents and colspan of right-to-left text."""
    body = render_letter(compile_template(MENDED), {}).body_html
    page = pages_of(render_pdf(body, "", size="A5", assets=full_assets(), meta=LetterMeta()), dpi=DPI)[0]
    compare("mended-fa-A5", page)


def test_second_page_looks_as_accepted():
    body = "<p>" + "خواهشمند است دستور فرمایید برابر ضوابط اقدام لازم معمول گردد. " * 26 + "</p>"
    meta = LetterMeta(number="ش/۱۴۰۵/۷", tracking_code="1" * 12, signer_name="رضا احمدی")
    pages = pages_of(render_pdf(body, "", size="A5", assets=full_assets(), meta=meta), dpi=DPI)
    assert len(pages) == 2
    compare("second-page-fa-A5", pages[1])

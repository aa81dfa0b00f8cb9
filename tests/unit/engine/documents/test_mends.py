"""Each defect of xhtml2pdf in right-to-left text that the mends remove."""

import pytest
from PIL import Image

from engine.documents import render_pdf
from engine.documents.xhtml2pdf_mends import join_letters
from tests.unit.engine.documents.letter_samples import pages_of

DPI = 72
TOP, BOTTOM = 35, 90
"""Millimetres from the top of an A5 sheet between which a short body stands."""
LEFT_EDGE, RIGHT_EDGE, WIDTH = 13, 135, 148


def page_with(body: str) -> Image.Image:
    return pages_of(render_pdf(body, "", size="A5"), dpi=DPI)[0]


def ink(page: Image.Image, left: float, top: float, right: float, bottom: float) -> int:
    """How many dark points a box, given in millimetres, holds."""
    box = tuple(map(millimetres, (left, top, right, bottom)))
    return sum(page.convert("L").crop(box).histogram()[:220])


def lines(page: Image.Image) -> list[tuple[float, float]]:
    """Left and right end of each line of a short body, in millimetres."""
    dark = page.convert("L").point(lambda level: 255 * (level < 160))
    found, band = [], []
    for row in range(millimetres(TOP), millimetres(BOTTOM)):
        box = dark.crop((0, row, page.width, row + 1)).getbbox()
        if box:
            band.append(box)
        elif band:
            found.append(
                (min(left for left, *_ in band) / DPI * 25.4, max(box[2] for box in band) / DPI * 25.4)
            )
            band = []
    return found


def millimetres(length: float) -> int:
    """As points of the picture."""
    return round(length / 25.4 * DPI)


@pytest.mark.parametrize(("word", "mark"), [("قبلاً", "\u064b"), ("مُهر", "\u064f"), ("اوّل", "\u0651")])
def test_marks_above_letters_are_kept(word, mark):
    assert mark in join_letters(word)


def test_heh_with_hamza_is_one_letter_and_does_not_unjoin_its_word():
    assert join_letters("خانهٔ") == join_letters("خانۀ")
    assert join_letters("خانۀ")[-1] == "\ufba5"
    assert join_letters("ۀ خانه").split(" ")[1] == join_letters("خانه")


@pytest.mark.parametrize("style", ["", "<b>و</b> "])
def test_last_line_of_a_justified_paragraph_stands_on_the_right(style):
    words = "خواهشمند است دستور فرمایید اقدام لازم معمول گردد "
    page = page_with(f'<p class="note">{style}{words * 3}</p>')
    left, right = lines(page)[-1]
    assert right == pytest.approx(RIGHT_EDGE, abs=1)
    assert left > LEFT_EDGE + 15


def test_line_before_a_break_stands_on_the_right():
    page = page_with('<p class="note">سلام<br/>خواهشمند است دستور فرمایید</p><p class="note">ب</p>')
    assert lines(page)[0][1] == pytest.approx(RIGHT_EDGE, abs=1)


def test_a_paragraph_is_indented_on_the_right():
    page = page_with("<p>" + "خواهشمند است دستور فرمایید اقدام لازم معمول گردد " * 4 + "</p>")
    first, second, *_ = lines(page)
    assert first[1] == pytest.approx(RIGHT_EDGE - 6, abs=1)
    assert first[0] == pytest.approx(LEFT_EDGE, abs=1)
    assert second[1] == pytest.approx(RIGHT_EDGE, abs=1)


def test_a_cell_over_two_columns_keeps_its_text_and_its_border():
    cells = '<tr><td width="20%">۱</td><td width="40%">۲</td><td width="40%">۳</td></tr>'
    page = page_with(
        f'<table class="list">{cells}<tr><td>۱</td><td colspan="2">خانهٔ دو ستونی</td></tr></table>'
    )
    second_row = (44, 48)
    assert ink(page, LEFT_EDGE + 20, second_row[0], LEFT_EDGE + 80, second_row[1]) > 20
    assert ink(page, LEFT_EDGE - 1, second_row[0], LEFT_EDGE + 1, second_row[1]) > 4


def test_characters_that_steer_direction_take_no_room():
    plain, steered = page_with("<p>کد ۱۲۳۴</p>"), page_with("<p>کد \u2066۱۲۳۴\u2069</p>")
    assert plain.tobytes() == steered.tobytes()

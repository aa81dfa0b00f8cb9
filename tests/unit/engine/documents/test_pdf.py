"""The paper itself: pages, QR code, void mark, fonts, and what a document may reach."""

import http.server
import io
import threading
import time
from dataclasses import replace

import pytest
import zxingcpp
from django.core.exceptions import ImproperlyConfigured
from PIL import ImageChops
from pypdf import PdfReader

from engine.checks import check_letter_rendering
from engine.documents import Assets, LetterMeta, mark_void, render_pdf
from engine.errors import RenderingFailed
from tests.unit.engine.documents.letter_samples import (
    KEYS,
    URL,
    full_assets,
    letter_pdf,
    pages_of,
    rendered,
    stamp,
)

A4_MM, A5_MM = (210, 297), (148, 210)
LONG = "<p>" + "خواهشمند است دستور فرمایید برابر ضوابط اقدام لازم معمول گردد. " * 90 + "</p>"


def size_in_mm(pdf: bytes) -> tuple[int, int]:
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("size", "millimetres"), [("A4", A4_MM), ("A5", A5_MM)])
def test_each_letter_fits_one_sheet_and_its_qr_code_reads_at_150_dpi(key, size, millimetres):
    pdf = letter_pdf(key, size=size)
    assert size_in_mm(pdf) == millimetres
    pages = pages_of(pdf, dpi=150)
    assert len(pages) == 1
    assert [code.text for code in zxingcpp.read_barcodes(pages[0])] == [URL]


def test_the_qr_code_is_25_millimetres_wide_with_its_quiet_zone():
    page = pages_of(letter_pdf("bank_loan"), dpi=254)[0]
    corners = zxingcpp.read_barcodes(page)[0].position
    modules_of_the_code, quiet_zone = 41, 8
    width_mm = (corners.top_right.x - corners.top_left.x) / 10
    assert width_mm * (modules_of_the_code + quiet_zone) / modules_of_the_code == pytest.approx(25, abs=0.4)


def test_a_long_letter_goes_on_over_pages_that_repeat_number_and_qr_code():
    pdf = render_pdf(LONG * 2, "", assets=full_assets(), meta=LetterMeta(number="۱۲", tracking_code="1" * 12))
    pages = pages_of(pdf)
    assert len(pages) >= 2
    for page in pages:
        assert [code.text for code in zxingcpp.read_barcodes(page)] == [URL]


def test_the_signature_never_stands_alone_on_a_page():
    closing = '<p class="closing">با تشکر</p>'
    for lines in range(14, 40):
        body = "<p>خواهشمند است.</p>" * lines + closing
        pages = pages_of(render_pdf(body, "", meta=LetterMeta(signer_name="رضا احمدی")), dpi=50)
        if len(pages) == 2:
            break
    below_the_head = pages[1].crop((pages[1].width // 2, 50, pages[1].width, pages[1].height // 2))
    assert below_the_head.convert("L").getextrema()[0] < 128, "the closing line did not come along"


def test_without_images_there_is_room_for_ink_and_no_picture():
    pdf = letter_pdf("bank_loan", assets=Assets())
    assert not list(PdfReader(io.BytesIO(pdf)).pages[0].images)
    assert len(pages_of(pdf)) == 1


def test_the_same_letter_gives_the_same_picture_twice():
    first, second = (pages_of(letter_pdf("sports_discount", size="A5"), dpi=72)[0] for _ in range(2))
    assert first.tobytes() == second.tobytes()


def red_share(page) -> float:
    red, green, blue = page.split()
    is_red = ImageChops.multiply(
        red.point(lambda level: 255 * (level > 150)),
        ImageChops.lighter(green, blue).point(lambda level: 255 * (level < 160)),
    )
    return is_red.histogram()[255] / (page.width * page.height)


@pytest.mark.parametrize("size", ["A4", "A5"])
def test_a_void_letter_is_marked_across_the_page_and_still_verifiable(size):
    plain = pages_of(letter_pdf("bank_loan", size=size))[0]
    void = pages_of(letter_pdf("bank_loan", size=size, void=True, void_note="صدور به اشتباه"))[0]
    assert red_share(plain) < 0.005
    assert red_share(void) > 0.02
    assert [code.text for code in zxingcpp.read_barcodes(void)] == [URL]


def test_a_stored_pdf_can_be_marked_void_on_every_page():
    stored = render_pdf(LONG * 2, "", meta=LetterMeta())
    assert all(red_share(page) > 0.02 for page in pages_of(mark_void(stored), dpi=72))


@pytest.mark.parametrize("missing", ["vazirmatn/fonts/ttf/Vazirmatn-Bold.ttf", "Vazirmatn-FD-Regular.ttf"])
def test_a_missing_font_fails_loudly(missing, settings, tmp_path):
    copied = tmp_path / "fonts"
    for file in (settings.KARTABL_FONTS / "vazirmatn").rglob("Vazirmatn*-[RB]*.ttf"):
        target = copied / file.relative_to(settings.KARTABL_FONTS)
        if missing not in str(file):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    settings.KARTABL_FONTS = copied
    with pytest.raises(ImproperlyConfigured, match="Vazirmatn"):
        render_pdf("<p>سلام</p>", "")


def test_missing_fonts_are_told_at_the_start(settings, tmp_path):
    assert check_letter_rendering(None) == []
    settings.KARTABL_FONTS = tmp_path
    assert [message.id for message in check_letter_rendering(None)] == ["engine.E010"]


def test_a_file_that_is_no_font_fails_loudly(settings, tmp_path):
    file = tmp_path / "vazirmatn/fonts/ttf/Vazirmatn-Regular.ttf"
    file.parent.mkdir(parents=True)
    file.write_text("<html>404</html>")
    settings.KARTABL_FONTS = tmp_path
    with pytest.raises(ImproperlyConfigured, match="Regular"):
        render_pdf("<p>سلام</p>", "")


def test_a_font_the_renderer_did_not_load_fails_loudly(settings, monkeypatch):
    from xhtml2pdf.context import pisaContext

    monkeypatch.setattr(pisaContext, "loadFont", lambda *args, **options: False)
    with pytest.raises(RenderingFailed, match="fonts"):
        render_pdf("<p>سلام</p>", "")


def test_cyrillic_and_hebrew_letters_are_drawn_with_their_own_fonts():
    pdf = render_pdf("<p>Әлия Қазақ</p><p>שלום</p>", "", lang="en")
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    names = " ".join(str(font.get_object()["/BaseFont"]) for font in fonts)
    assert "NotoSans-Regular" in names
    assert "NotoSansHebrew-Regular" in names


def test_an_unknown_or_missing_renderer_is_refused(settings):
    settings.KARTABL_PDF = "word"
    with pytest.raises(ImproperlyConfigured, match="word"):
        render_pdf("<p>x</p>", "")


def test_weasyprint_is_refused_where_it_is_not_installed(settings, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    monkeypatch.delitem(__import__("sys").modules, "engine.documents.weasyprint_renderer", raising=False)
    settings.KARTABL_PDF = "weasyprint"
    with pytest.raises(ImproperlyConfigured, match="weasyprint"):
        render_pdf("<p>x</p>", "")


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a" + b"\0" * 40, stamp()[:60]])
def test_a_stamp_that_is_no_image_is_refused(content):
    with pytest.raises(RenderingFailed, match="image"):
        render_pdf("<p>x</p>", "", assets=Assets(stamp=content))


@pytest.fixture
def listener():
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "markup", ['<img src="{url}/a.png"/>', '<p style="background-image:url({url}/b)">x</p>']
)
def test_even_markup_that_got_past_the_template_fetches_nothing(listener, markup):
    url, seen = listener
    render_pdf(markup.format(url=url), "")
    assert seen == []


def test_even_markup_that_got_past_the_template_reads_no_file(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(stamp())
    pdf = render_pdf(f'<p>x</p><img src="file://{secret}"/><img src="{secret}"/>', "")
    assert not list(PdfReader(io.BytesIO(pdf)).pages[0].images)


def test_a_warm_a5_letter_takes_a_fraction_of_a_second():
    """The benchmark holds 200 ms; here a loaded machine may take twice as long."""
    fragments, assets, meta = (
        rendered("bank_loan"),
        full_assets(),
        LetterMeta(number="1", tracking_code="1" * 12),
    )
    taken = []
    for _ in range(6):
        started = time.process_time()
        render_pdf(
            fragments.body_html, fragments.letterhead_html, size="A5", assets=assets, meta=replace(meta)
        )
        taken.append(time.process_time() - started)
    assert min(taken[1:]) < 0.4

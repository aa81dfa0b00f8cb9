"""The optional renderer, where it is installed."""

import pytest
import zxingcpp

from engine.documents import render_pdf
from tests.unit.engine.documents.letter_samples import KEYS, URL, letter_pdf, pages_of

pytest.importorskip("weasyprint", reason="WeasyPrint is optional and not installed here")


@pytest.fixture(autouse=True)
def chosen(settings):
    settings.KARTABL_PDF = "weasyprint"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", ["A4", "A5"])
def test_each_letter_fits_one_sheet_and_its_qr_code_reads(key, size):
    pages = pages_of(letter_pdf(key, size=size))
    assert len(pages) == 1
    assert [code.text for code in zxingcpp.read_barcodes(pages[0])] == [URL]


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a.png", "file:///etc/hostname"])
def test_a_document_that_asks_for_anything_but_fonts_is_stopped(address):
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        render_pdf(f'<p>x</p><img src="{address}"/>', "")

"""What the people of the demo office do, in words; every step works in each language and width."""

import re
from typing import Any

import pypdfium2
import zxingcpp

from tests.e2e.visitor import Visitor

LOAN: dict[str, str] = {"branch": "میدان شهدا", "amount": "450000000", "instalments": "36"}
LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
NEXT = ".actions button[value=next]"
QR_DPI = 150


def code_in(text: str) -> str:
    """The twelve digits of a tracking code, however they are shown."""
    found = re.search(r"\d{4}\D{0,3}\d{4}\D{0,3}\d{4}", text.translate(LATIN))
    assert found, text
    return re.sub(r"\D", "", found[0])


def order_loan(teacher: Visitor, *, judged: str = "", **changes: str) -> str:
    """From the list of services to the confirmation; gives the tracking code.

    judged: every page on the way is judged and pictured under this name.
    """
    look = Look(teacher, judged)
    teacher.open("/services/")
    look("services")
    teacher.page.click("a[href$='/services/bank_loan']")
    look("offering")
    teacher.page.click("a[href$='/services/bank_loan/request']")
    look("form-applicant")
    teacher.page.click(NEXT)
    fill_loan(teacher, look, **changes)
    look("form-check")
    assert LOAN["branch"] in teacher.text() or changes
    teacher.page.click("button[value=submit]")
    look("submitted")
    return code_in(teacher.text(".panel__code"))


class Look:
    """Judges each page under a name, when asked to."""

    def __init__(self, visitor: Visitor, judged: str) -> None:
        self.visitor, self.judged = visitor, judged

    def __call__(self, name: str) -> None:
        if self.judged:
            self.visitor.judge(f"{self.judged}-{name}")


def fill_loan(teacher: Visitor, look: Look | None = None, **changes: str) -> None:
    """The pages about loan and guarantor."""
    look = look or Look(teacher, "")
    page = teacher.page
    page.select_option("[name=bank_name]", "melli")
    for name, value in (LOAN | changes).items():
        page.fill(f"[name={name}]", value)
    look("form-loan")
    page.click(NEXT)
    page.check("[name=has_guarantor] >> nth=-1")
    look("form-guarantor")
    page.click(NEXT)


def open_case(officer: Visitor, code: str) -> None:
    """Find the case in the inbox by its tracking code and open it."""
    officer.open(f"/inbox/?q={code}")
    officer.page.click("tbody th a")


def decide(officer: Visitor, code: str, outcome: str, *, reason: str = "", judged: str = "") -> None:
    """Open the case and record the decision."""
    look = Look(officer, judged)
    open_case(officer, code)
    look("case")
    choose(officer, outcome, reason)
    officer.page.click(".decision form .actions button")
    officer.page.wait_for_selector(".messages .alert--success")
    look("decided")


def choose(officer: Visitor, outcome: str, reason: str = "") -> None:
    officer.page.check(f"[name=outcome][value={outcome}]")
    if reason:
        officer.page.fill("[name=reason]", reason)


def download_letter(teacher: Visitor, code: str) -> bytes:
    """The PDF behind the link of the request's page."""
    teacher.open(f"/services/requests/{code}")
    link = teacher.page.get_attribute("a.button[href*='/letters/']", "href")
    answer = teacher.context.request.get(teacher.url + str(link))
    assert answer.ok
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def read_qr(pdf: bytes) -> str:
    """The text of the QR code on the rasterised first page."""
    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=QR_DPI / 72).to_pil()
    finally:
        document.close()
    (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


def void_letter(manager: Visitor, code: str, reason: str, *, judged: str = "") -> None:
    """Find the letter in the list, say the reason, say it again."""
    look = Look(manager, judged)
    manager.open(f"/letters/?q={code}")
    look("letters")
    manager.page.click(f"tbody a[href$='/letters/{code}']")
    look("letter")
    manager.page.click(f"a[href$='/letters/{code}/void']")
    look("void")
    manager.page.fill("[name=reason]", reason)
    manager.page.click("form .button--danger")
    look("void-sure")
    manager.page.click("[name=sure][value=yes]")
    manager.page.wait_for_selector(".messages .alert--success")
    look("voided")

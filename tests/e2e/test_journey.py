"""One letter from the order to the audit, as every person of it meets it: fa and en, telephone and desk."""

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.office import code_in, decide, download_letter, order_loan, read_qr, void_letter
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
VOID_REASON = "به درخواست متقاضی باطل شد."
STEPS = {"start", "expert_review", "expert_decision", "approval_steps", "chief_review", "issue_letter"}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_letter_is_ordered_approved_twice_downloaded_verified_voided_and_audited(
    visit: Visit, language: str, width: int
) -> None:
    # A teacher orders a letter and gets a tracking code
    teacher = visit("teacher", language, width)
    code = order_loan(teacher, judged="order")
    # Two people approve; without both there is no letter
    decide(visit("expert", language, width), code, "approve", judged="expert")
    teacher.open(f"/services/requests/{code}")
    teacher.judge("request-waiting")
    assert not teacher.has("a[href*='/letters/']")
    chief = visit("chief", language, width)
    decide(chief, code, "approve", judged="chief")
    # The teacher downloads the letter; the QR code on the paper leads to its verification, without login
    pdf = download_letter(teacher, code)
    teacher.judge("request-issued")
    address = read_qr(pdf)
    stranger = visit("", language, width)
    verify(stranger, address)
    # Voided by the manager, the paper says so to whoever scans it
    void_letter(chief, code, VOID_REASON, judged="letter")
    stranger.open(address)
    stranger.judge("verify-void")
    assert stranger.has(".seal--danger")
    audit(visit("auditor", language, width), code)


def verify(stranger: Visitor, address: str) -> None:
    """Number and validity are shown, the holder's name only to who knows the four digits."""
    assert address.startswith(f"{stranger.url}/verify/")
    stranger.open(address)
    stranger.choose_language()
    stranger.judge("verify")
    assert stranger.has(".seal")
    assert not stranger.has(".seal--danger")
    assert "احمدی" not in stranger.text() and "Ahmadi" not in stranger.text()
    tampered = address[:-6] + ("A" if address[-6] != "A" else "B") + address[-5:]
    stranger.open(tampered)
    stranger.judge("verify-tampered")
    assert not stranger.has(".facts dd")


def audit(auditor: Visitor, code: str) -> None:
    """The auditor sees who did what, the way on the diagram, and that nothing was altered."""
    auditor.open(f"/audit/cases/{code}/")
    auditor.page.wait_for_selector("kartabl-diagram[data-ready=true]")
    auditor.judge("audit-case")
    assert code_in(auditor.text()) == code
    taken = auditor.page.eval_on_selector_all(
        "kartabl-diagram .djs-element.taken", "found => found.map(one => one.dataset.elementId)"
    )
    assert set(taken) >= STEPS
    drawn = auditor.page.text_content("kartabl-diagram")
    assert ("Reminder" if auditor.language == "en" else "یادآوری") in drawn
    assert auditor.has(".seal")
    assert not auditor.has(".seal--danger")
    history = auditor.text(".timeline")
    people = ("Ahmadi", "Karimi", "Sadeghi") if auditor.language == "en" else ("احمدی", "کریمی", "صادقی")
    assert all(name in history for name in people)
    assert VOID_REASON in history

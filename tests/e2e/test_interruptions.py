"""A session that ends in the middle of a form: who signs in again finds what was typed."""

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.office import LOAN, NEXT, choose, open_case, order_loan
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
REASON = "نام شعبه را کامل بنویسید."
LONG_AGO = """
from importlib import import_module
from django.conf import settings
session = import_module(settings.SESSION_ENGINE).SessionStore({key!r})
session["last_seen"] = 1
session.save()
"""


def fresh(visit: Visit, username: str, language: str, width: int) -> Visitor:
    """A visit with a session of its own, so that its end ends nobody else's."""
    return visit("", language, width).sign_in(username)


@pytest.mark.parametrize(("language", "width"), [("fa", 390), ("en", 1280)])
def test_form_posted_after_the_session_is_gone_goes_on_after_signing_in(
    visit: Visit, language: str, width: int
) -> None:
    retiree = fresh(visit, "retiree", language, width)
    retiree.open("/services/bank_loan/request?step=applicant")
    retiree.page.click(NEXT)
    retiree.page.select_option("[name=bank_name]", "mellat")
    for name, value in LOAN.items():
        retiree.page.fill(f"[name={name}]", value)
    retiree.context.clear_cookies(name="sessionid")
    retiree.page.click(NEXT)
    retiree.page.wait_for_url("**/accounts/login**")
    retiree.judge("session-gone-login")
    retiree.enter_password("retiree")
    retiree.page.wait_for_url("**/services/bank_loan/request**")
    retiree.choose_language()
    retiree.open("/services/bank_loan/request?step=loan")
    retiree.judge("session-gone-kept")
    assert retiree.page.input_value("[name=branch]") == LOAN["branch"]
    assert retiree.page.input_value("[name=bank_name]") == "mellat"


@pytest.mark.parametrize(("language", "width"), [("fa", 390), ("en", 1280)])
def test_decision_sent_after_an_idle_session_is_kept_and_sent_again_after_signing_in(
    visit: Visit, server: Server, language: str, width: int
) -> None:
    code = order_loan(visit("teacher", language, width))
    expert = fresh(visit, "expert", language, width)
    open_case(expert, code)
    choose(expert, "return", REASON)
    (key,) = [cookie["value"] for cookie in expert.context.cookies() if cookie["name"] == "sessionid"]
    server.python(LONG_AGO.format(key=key))
    expert.page.click(".decision form .actions button")
    expert.page.wait_for_url("**/accounts/login**")
    assert expert.has(".messages .alert")
    expert.judge("idle-login")
    expert.enter_password("expert")
    expert.page.wait_for_url("**/accounts/resume**")
    expert.choose_language()
    expert.judge("idle-resume")
    expert.page.click("main form button")
    expert.page.wait_for_selector(".messages .alert--success")
    teacher = visit("teacher", language, width)
    teacher.open(f"/services/requests/{code}")
    assert REASON in teacher.text()


def test_decision_sent_after_the_session_is_gone_is_not_lost(visit: Visit) -> None:
    code = order_loan(visit("teacher"))
    expert = fresh(visit, "expert", "fa", 1280)
    open_case(expert, code)
    choose(expert, "return", REASON)
    expert.context.clear_cookies(name="sessionid")
    expert.page.click(".decision form .actions button")
    expert.page.wait_for_url("**/accounts/login**")
    expert.enter_password("expert")
    expert.page.wait_for_load_state()
    expert.page.wait_for_url(lambda url: "/accounts/login" not in url)
    assert REASON in expert.page.content()

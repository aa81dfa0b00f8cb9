"""Who forgot the password gets a one-time password from the users manager and chooses a new one."""

import pytest

from tests.e2e.conftest import Visit

pytestmark = pytest.mark.e2e
NEW = "باران که می‌بارد"


@pytest.mark.parametrize(
    ("language", "width", "username"), [("fa", 390, "retiree"), ("en", 1280, "other-teacher")]
)
def test_forgotten_password_is_replaced(visit: Visit, language: str, width: int, username: str) -> None:
    manager = visit("users", language, width)
    manager.open("/backoffice/people/")
    manager.page.fill("[name=q]", {"retiree": "Rezaei", "other-teacher": "Yousefi"}[username])
    manager.page.press("[name=q]", "Enter")
    manager.page.click("main table tbody a")
    manager.page.click("[aria-labelledby=account] summary")
    manager.judge(f"person-account-{language}")
    manager.page.click("[aria-labelledby=account] .confirm__panel .actions .button")
    password = manager.text(".panel__code").strip()
    manager.judge(f"one-time-password-{language}")

    person = visit("", language, width)
    person.open("/accounts/login")
    person.page.fill("[name=username]", username)
    person.page.fill("[name=password]", password)
    person.page.click("form.card .actions button")
    person.page.wait_for_url("**/accounts/password**")
    person.choose_language()
    person.judge(f"choose-password-{language}")
    for name, typed in (("new_password1", "short"), ("new_password2", "other")):
        person.page.fill(f"[name={name}]", typed)
    person.page.click("form.card .actions button")
    person.page.wait_for_selector(".error-summary")
    person.judge(f"choose-password-refused-{language}")
    for name in ("new_password1", "new_password2"):
        person.page.fill(f"[name={name}]", NEW)
    person.page.click("form.card .actions button")
    person.page.wait_for_url("**/services/**")

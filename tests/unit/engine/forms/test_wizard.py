"""The journey of a person through the wizard, without JavaScript."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from engine.models import FormDraft
from tests.unit.engine.forms.walking import Page, visit

LOAN = "/order/bank_loan/"
GUARANTOR = "0499370899"


def fill_loan(browser: Client, **changes: str) -> Page:
    """Up to the guarantor page."""
    page = visit(browser, LOAN).press()
    answers = {
        "bank_name": "melli",
        "branch": "شعبهٔ آزادي",
        "amount": "۵۰۰٬۰۰۰٬۰۰۰",
        "instalments": "۶۰",
        **changes,
    }
    return page.press(**answers)


def to_check(browser: Client) -> Page:
    return fill_loan(browser).press(has_guarantor="false")


def test_the_own_record_is_shown_and_cannot_be_changed(browser: Client, teacher: Any) -> None:
    page = visit(browser, LOAN)
    assert "مریم کریمی" in page.text and "دبیرستان دانش" in page.text
    assert not page.has("applicant_name")
    checked = to_check(browser)
    checked.press("submit", applicant_name="دیگری")
    assert FormDraft.objects.get().submitted_at is not None


def test_a_whole_journey_submits_neutral_and_typed_data(browser: Client, orders: Any) -> None:
    checked = (
        fill_loan(browser)
        .press(has_guarantor="true")
        .press(guarantor_name="رضا رضایی", guarantor_national_id="۰۴۹۹۳۷۰۸۹۹")
    )
    assert (
        "پنجاه میلیون تومان" in checked.text
        and "بانک ملی ایران" in checked.text
        and "۰۴۹۹۳۷۰۸۹۹" in checked.text
    )
    done = browser.post(checked.url, {**checked.fields(), "action": "submit"})
    assert done.url == "/done/1/"
    clean, values, _ = orders.submitted[0]
    assert (
        clean.data["amount"] == "500000000"
        and clean.data["branch"] == "شعبهٔ آزادی"
        and clean.data["instalments"] == 60
    )
    assert clean.data["guarantor_national_id"] == GUARANTOR and clean.data["applicant_name"] == "مریم کریمی"
    assert (
        values["amount"] == Decimal(500000000)
        and values["has_guarantor"] is True
        and values["purpose"] is None
    )


def test_a_mistake_is_named_and_everything_typed_is_still_there(browser: Client) -> None:
    page = fill_loan(browser, amount="پنجاه", instalments="3")
    assert page.response.status_code == 422
    assert set(page.errors()) == {"id_amount", "id_instalments"}
    assert page.fields()["amount"] == ["پنجاه"] and page.fields()["bank_name"] == ["melli"]
    assert 'aria-invalid="true"' in page.text and 'id="id_amount_error"' in page.text
    again = visit(browser, page.url)
    assert again.fields()["amount"] == ["پنجاه"]


def test_new_questions_are_asked_and_not_complained_about(browser: Client) -> None:
    page = fill_loan(browser)
    assert not page.has("guarantor_name")
    asked = page.press(has_guarantor="true")
    assert asked.has("guarantor_name") and asked.errors() == {}
    assert set(asked.press().errors()) == {"id_guarantor_name", "id_guarantor_national_id"}


def test_answers_that_become_hidden_are_not_submitted(browser: Client, orders: Any) -> None:
    page = fill_loan(browser).press(has_guarantor="true")
    page = page.press(guarantor_name="رضا رضایی", guarantor_national_id=GUARANTOR)
    page = visit(browser, f"{LOAN}?step=guarantor&return=check").press(has_guarantor="false")
    page.press("submit")
    clean = orders.submitted[0][0]
    assert "guarantor_name" not in clean.data and "guarantor_name" in clean.hidden


def test_a_later_step_cannot_be_reached_before_the_earlier_is_right(browser: Client) -> None:
    for step in ("loan", "guarantor", "check", "nonsense"):
        assert visit(browser, f"{LOAN}?step={step}").url.endswith("step=applicant") or step == "applicant"
    page = visit(browser, LOAN).press()
    assert page.url.endswith("step=loan")
    assert visit(browser, f"{LOAN}?step=check").url.endswith("step=loan")


def test_a_change_from_the_check_page_comes_back_to_it(browser: Client, orders: Any) -> None:
    checked = to_check(browser)
    assert f"{LOAN}?step=loan&amp;return=check" in checked.text
    page = visit(browser, f"{LOAN}?step=loan&return=check").press(amount="600000000")
    assert page.url.endswith("step=check") and "۶۰۰٬۰۰۰٬۰۰۰" in page.text
    page.press("submit")
    assert orders.submitted[0][0].data["amount"] == "600000000"


def test_saved_answers_are_there_in_another_browser(browser: Client, teacher: Any) -> None:
    fill_loan(browser, amount="").press("save")
    other = Client()
    other.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    page = visit(other, LOAN)
    assert page.url == LOAN and page.title() == "مشخصات تسهیلات"
    assert page.fields()["branch"] == ["شعبهٔ آزادي"]


def test_save_and_come_back_later_judges_nothing(browser: Client) -> None:
    page = visit(browser, LOAN).press()
    response = browser.post(page.url, {**page.fields(), "amount": "x", "action": "save"})
    assert response.status_code == 302 and response.url == "/saved/"


def test_autosave_keeps_and_says_so(browser: Client) -> None:
    page = visit(browser, LOAN).press()
    response = browser.post(page.url, {**page.fields(), "branch": "نیمه", "action": "autosave"})
    assert response.json()["saved"] is True
    assert visit(browser, page.url).fields()["branch"] == ["نیمه"]


def test_refresh_answers_with_the_page_alone(browser: Client) -> None:
    page = fill_loan(browser)
    response = browser.post(page.url, {**page.fields(), "has_guarantor": "true", "action": "refresh"})
    text = response.content.decode()
    assert "guarantor_name" in text and "<html" not in text and "error-summary" not in text


def test_an_expired_session_in_mid_form_loses_nothing(browser: Client, teacher: Any) -> None:
    page = visit(browser, LOAN).press()
    browser.logout()
    response = browser.post(page.url, {**page.fields(), "branch": "میدان انقلاب", "action": "next"})
    assert response.status_code == 302 and response.url.startswith("/login/?next=/order/bank_loan/")
    browser.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    assert visit(browser, LOAN).fields()["branch"] == ["میدان انقلاب"]


def test_a_page_drawn_for_another_person_goes_to_that_persons_draft(browser: Client, teacher: Any) -> None:
    from tests.factories.directory import UnitFactory, make_employee

    page = visit(browser, LOAN).press()
    stranger = make_employee(UnitFactory())
    browser.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    browser.post(page.url, {**page.fields(), "branch": "راز", "action": "next"})
    assert not FormDraft.objects.filter(person_id=str(stranger.pk)).exists()
    assert FormDraft.objects.get(person_id=str(teacher.pk)).data["step_data"]["loan"]["branch"] == "راز"


def test_a_forged_token_keeps_nothing(browser: Client) -> None:
    page = visit(browser, LOAN).press()
    browser.logout()
    before = FormDraft.objects.get().data
    browser.post(page.url, {**page.fields(), "_keep": "forged", "branch": "x"})
    assert FormDraft.objects.get().data == before


def test_a_second_click_gives_the_first_result(browser: Client, orders: Any) -> None:
    checked = to_check(browser)
    sent = {**checked.fields(), "action": "submit"}
    assert browser.post(checked.url, sent).url == "/done/1/"
    assert browser.post(checked.url, sent).url == "/done/1/"
    assert len(orders.submitted) == 1


def test_submitted_answers_are_erased_from_the_draft(browser: Client, orders: Any) -> None:
    to_check(browser).press("submit")
    draft = FormDraft.objects.get()
    assert draft.data == {} and draft.result_url == "/done/1/"
    assert visit(browser, LOAN).fields().get("branch") is None


def test_a_refused_submission_keeps_the_answers(browser: Client, orders: Any) -> None:
    checked = to_check(browser)
    orders.refuse = True
    page = checked.press("submit")
    assert page.response.status_code == 409 and "error-summary" in page.text
    orders.refuse = False
    page.press("submit")
    assert len(orders.submitted) == 1


def test_a_check_page_that_is_no_longer_true_is_shown_again(browser: Client, orders: Any) -> None:
    checked = to_check(browser)
    visit(browser, f"{LOAN}?step=loan").press(amount="700000000")
    page = checked.press("submit")
    assert page.response.status_code == 409 and "۷۰۰٬۰۰۰٬۰۰۰" in page.text and not orders.submitted
    page.press("submit")
    assert orders.submitted[0][0].data["amount"] == "700000000"


def test_a_correction_begins_at_the_check_page_with_the_earlier_answers(browser: Client, orders: Any) -> None:
    orders.initial = {
        "bank_name": "melli",
        "branch": "آزادی",
        "amount": "20000000",
        "instalments": 12,
        "has_guarantor": False,
    }
    checked = visit(browser, LOAN)
    assert checked.title() == "بازبینی پاسخ‌ها" or "۲۰٬۰۰۰٬۰۰۰" in checked.text
    page = visit(browser, f"{LOAN}?step=loan&return=check").press(amount="30000000")
    page.press("submit")
    assert orders.submitted[0][0].data["amount"] == "30000000"


def test_a_correction_may_be_sent_unchanged(browser: Client, orders: Any) -> None:
    orders.initial = {
        "bank_name": "melli",
        "branch": "آزادی",
        "amount": "20000000",
        "instalments": 12,
        "has_guarantor": False,
    }
    visit(browser, LOAN).press("submit")
    assert orders.submitted[0][0].data["branch"] == "آزادی"


@pytest.mark.parametrize("step", ["", "check", "nothing", "applicant"])
def test_a_post_without_a_right_step_breaks_nothing(browser: Client, orders: Any, step: str) -> None:
    response = browser.post(LOAN, {"draft-current_step": step, "action": "submit"})
    assert response.status_code == 302 and not orders.submitted


def test_posted_keys_that_are_no_fields_are_ignored(browser: Client, orders: Any) -> None:
    checked = fill_loan(browser, is_admin="yes", applicant_unit="ستاد").press(has_guarantor="false")
    checked.press("submit")
    clean = orders.submitted[0][0]
    assert "is_admin" not in clean.data and clean.data["applicant_unit"] == "دبیرستان دانش"

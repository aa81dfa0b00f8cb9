"""The whole way of a letter with JavaScript switched off; and forms filled wrongly, with it on."""

from datetime import timedelta
from pathlib import Path

import pytest
from persiantools.jdatetime import JalaliDate
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.office import NEXT, code_in, decide, download_letter, read_qr
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
NO_SUCH_DAY = "۱۴۰۵/۱۳/۴۵"


def jalali(days: int) -> str:
    """The day that many days from now, as a Persian reader types it."""
    return (JalaliDate.today() + timedelta(days)).strftime("%Y/%m/%d", locale="fa")


def test_letter_for_a_family_is_ordered_and_approved_without_javascript(visit: Visit) -> None:
    teacher = visit("teacher", "fa", 390, javascript=False)
    teacher.open("/services/")
    teacher.page.click("a[href$='/services/accommodation']")
    teacher.page.click("a[href$='/services/accommodation/request']")
    teacher.page.click(NEXT)
    fill_stay(teacher)
    companions(teacher)
    teacher.page.click("button[value=submit]")
    code = code_in(teacher.text(".panel__code"))
    expert = visit("expert", "fa", 390, javascript=False)
    decide(expert, code, "approve")
    expert.page.go_back()
    assert "آوا موسوی" in expert.text()
    assert read_qr(download_letter(teacher, code)).startswith(f"{teacher.url}/verify/")


def fill_stay(teacher: Visitor) -> None:
    """A date that does not exist is told, and corrected in Persian digits."""
    page = teacher.page
    page.select_option("[name=centre]", "isfahan")
    page.fill("[name=from_date]", NO_SUCH_DAY)
    page.fill("[name=to_date]", jalali(24))
    page.click(NEXT)
    page.wait_for_selector(".error-summary a[href='#id_from_date']")
    assert page.input_value("[name=from_date]") == NO_SUCH_DAY
    page.fill("[name=from_date]", jalali(20))
    page.click(NEXT)


def companions(teacher: Visitor) -> None:
    """The family of the own record stands there; a row is added, left blank, and one is removed."""
    page = teacher.page
    rows = page.locator(".repeat__row")
    expect(rows).to_have_count(3)
    page.click("button[value='add:family']")
    expect(rows).to_have_count(4)
    rows.nth(0).locator("button[name=action]").click()
    expect(rows).to_have_count(3)
    page.click(NEXT)


def test_vehicle_sticker_with_a_picture_is_ordered_without_javascript(visit: Visit, tmp_path: Path) -> None:
    teacher = visit("teacher", "en", 1280, javascript=False)
    teacher.open("/services/vehicle_sticker/request")
    teacher.page.click(NEXT)
    fill_vehicle(teacher, card(tmp_path))
    teacher.page.click(NEXT)
    expect(teacher.page.locator("main")).to_contain_text("vehicle-card.png")
    teacher.page.click("button[value=submit]")
    code = code_in(teacher.text(".panel__code"))
    teacher.open(f"/services/requests/{code}")
    link = teacher.page.get_attribute("a[href*='/files/']", "href")
    answer = teacher.context.request.get(teacher.url + str(link))
    assert answer.ok
    assert answer.body().startswith(b"\x89PNG")


def fill_vehicle(teacher: Visitor, picture: Path) -> None:
    page = teacher.page
    page.fill("[name=plate-two_digits]", "۵۸")
    page.select_option("[name=plate-letter]", "ط")
    page.fill("[name=plate-three_digits]", "714")
    page.fill("[name=plate-region]", "21")
    page.fill("[name=vehicle_model]", "پژو ۲۰۷")
    page.select_option("[name=color]", "white")
    page.set_input_files("[name=vehicle_card]", picture)


def card(folder: Path) -> Path:
    path = folder / "vehicle-card.png"
    Image.new("RGB", (320, 200), (236, 240, 248)).save(path)
    return path


@pytest.mark.parametrize(("language", "width"), [("fa", 390), ("en", 1280)])
def test_wrong_plate_and_disguised_file_are_told_and_the_rest_is_kept(
    visit: Visit, tmp_path: Path, language: str, width: int
) -> None:
    disguised = tmp_path / "vehicle-card.png"
    disguised.write_bytes(b"MZ\x90\x00" + b"\x00" * 2000)
    expert = visit("expert", language, width)
    expert.open("/services/vehicle_sticker/request")
    expert.page.click(NEXT)
    fill_vehicle(expert, disguised)
    expert.page.fill("[name=plate-three_digits]", "7")
    expert.page.click(NEXT)
    expert.page.wait_for_selector(".error-summary")
    expert.judge("form-errors")
    targets = expert.page.eval_on_selector_all(
        ".error-summary a", "found => found.map(one => one.getAttribute('href'))"
    )
    assert set(targets) == {"#id_plate", "#id_vehicle_card"}
    assert expert.page.input_value("[name=vehicle_model]") == "پژو ۲۰۷"

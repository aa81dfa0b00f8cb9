"""The case page: everything on one screen, reasons instead of buttons, the reading logged."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from engine import api, clock
from engine.forms.uploads import store_upload
from engine.models import AccessLog
from tests.factories.directory import hold, make_officer, make_relative
from tests.scenarios.letters.office import Office, actor
from workflows.directory.models import Unit

Browser = Callable[..., Client]


def page_of(client: Client, office: Office, case: object) -> str:
    return client.get(f"/inbox/{office.waiting(case).pk}").content.decode()


def test_the_request_the_applicant_and_the_next_person_are_shown(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    page = page_of(browser(office.expert, "fa"), office, case)
    assert "۵۰۰٬۰۰۰٬۰۰۰" in page
    assert office.teacher.full_name("fa") in page
    assert office.chief.full_name("fa") in page
    assert "نامه صادر شد" not in page.split("id_outcome_1")[0].split("id_outcome_0")[1]


def test_the_districts_minimum_reserve_is_shown_to_who_decides(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    client = browser(office.expert, "en")
    assert "Minimum fund reserve" not in page_of(client, office, case)
    Unit.objects.filter(path=case.unit_path).update(fund_reserve_minimum=12_500_000)
    page = page_of(client, office, case)
    assert "Minimum fund reserve of the district" in page
    assert "12,500,000 rial" in page


def test_with_one_step_the_forecast_says_that_the_letter_is_issued(office: Office, browser: Browser) -> None:
    case = office.request(office.sticker)
    page = page_of(browser(office.expert), office, case)
    assert "The case ends: Letter issued." in page
    assert "It goes back to the applicant" in page


def test_every_reading_is_logged(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    page_of(browser(office.expert), office, case)
    [entry] = AccessLog.objects.filter(root_id=case.pk)
    assert (entry.person, entry.screen) == (str(office.expert.pk), "inbox:task")


def test_four_eyes_is_a_reason_in_place_of_the_buttons(office: Office, browser: Browser) -> None:
    hold(office.expert, "letters.chief", office.units["shahriar"])
    case = office.request(office.loan)
    office.decide(case, office.expert, "approve")
    page = page_of(browser(office.expert), office, case)
    assert "You have already decided an earlier step of this case" in page
    assert "id_outcome_0" not in page


def test_a_request_of_the_family_cannot_be_decided_nor_given_to_a_friend(
    office: Office, browser: Browser
) -> None:
    make_relative(office.teacher, office.expert)
    case = office.request(office.loan)
    client = browser(office.expert)
    page = page_of(client, office, case)
    assert "Nobody decides on their own request or on one of their family" in page
    assert "assign-to" not in page
    task = office.waiting(case)
    client.post(f"/inbox/{task.pk}/assign", {"to": office.expert2.pk})
    assert office.waiting(case).assignee == ""


def test_a_case_passed_up_says_from_where(office: Office, browser: Browser) -> None:
    for relative in (office.expert, office.expert2):
        make_relative(office.teacher, relative)
    province = make_officer(office.units["tehran"], "letters.expert")
    case = office.request(office.loan)
    page = page_of(browser(province), office, case)
    assert "Passed up from" in page
    assert office.units["shahriar"].name("en") in page


def test_an_overdue_case_says_so(office: Office, browser: Browser) -> None:
    with clock.travel(clock.now() - timedelta(days=20)):
        case = office.request(office.loan)
    assert "The deadline has passed" in page_of(browser(office.expert), office, case)


def test_a_finished_step_leads_to_the_open_one(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    first = office.waiting(case)
    office.decide(case, office.expert, "approve", note="بررسی شد")
    page = browser(office.chief).get(f"/inbox/{first.pk}").content.decode()
    assert "This step is over" in page
    assert f"/inbox/{office.waiting(case).pk}" in page
    assert "بررسی شد" in page


def test_the_applicant_is_sent_to_the_services_room(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    answer = browser(office.teacher).get(f"/inbox/{office.waiting(case).pk}")
    assert answer.status_code == 302
    assert not answer.headers["Location"].startswith("/inbox")


def test_the_diagram_is_that_of_the_case(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    answer = browser(office.expert).get(f"/inbox/{office.waiting(case).pk}/diagram.bpmn")
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert b'id="expert_review"' in answer.content


def test_the_letter_can_be_read_before_the_approval(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    page = browser(office.expert).get(f"/inbox/{office.waiting(case).pk}/preview").content.decode()
    assert "Draft" in page
    assert "زهرا کریمی" in page


def test_a_substitute_reads_the_letter_as_the_own_approval_would_make_it(
    office: Office, browser: Browser
) -> None:
    deputy = make_officer(office.units["shahriar"], "letters.chief")
    case = office.request(office.loan)
    office.decide(case, office.expert, "approve")
    preview = f"/inbox/{office.waiting(case).pk}/preview"
    assert "از طرف" in browser(deputy, "fa").get(preview).text
    assert "از طرف" not in browser(office.chief, "fa").get(preview).text


def test_a_file_that_the_case_does_not_name_is_not_given(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    assert browser(office.expert).get(f"/inbox/{office.waiting(case).pk}/files/abc").status_code == 404


@pytest.mark.parametrize("tail", ["", "/diagram.bpmn", "/preview", "/files/x"])
def test_another_district_gets_404_for_every_page(office: Office, browser: Browser, tail: str) -> None:
    task = office.waiting(office.request(office.loan))
    stranger = browser(
        make_officer(office.units["rey"], "letters.expert", "letters.chief", "letters.manager")
    )
    assert stranger.get(f"/inbox/{task.pk}{tail}").status_code == 404
    assert stranger.get("/inbox/999999").status_code == 404


@pytest.mark.parametrize("tail", ["", "/claim", "/release", "/assign"])
def test_another_district_gets_404_for_every_act(office: Office, browser: Browser, tail: str) -> None:
    case = office.request(office.loan)
    task = office.waiting(case)
    stranger = browser(
        make_officer(office.units["rey"], "letters.expert", "letters.chief", "letters.manager")
    )
    data = {"outcome": "approve", "to": "me", "command_id": "1", "revision": ""}
    assert stranger.post(f"/inbox/{task.pk}{tail}", data).status_code == 404
    assert office.waits_at(case) == ["expert_review"]
    assert office.waiting(case).assignee == ""


def test_a_file_of_the_request_is_given_to_who_may_see_the_case(
    office: Office, browser: Browser, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    card = SimpleUploadedFile("card.png", picture(), content_type="image/png")
    ref = store_upload(card, accept=["image/png"], max_bytes=100_000, owner_id=str(office.teacher.pk))
    vehicle = {
        "plate": {"two_digits": "58", "letter": "ط", "three_digits": "714", "region": "21"},
        "vehicle_card": ref,
    }
    offering = office.offering(form_key="vehicle_sticker", letter_key="letters/vehicle_sticker")
    case = api.start(
        offering.process_key,
        {**vehicle, "vehicle_model": "پژو ۲۰۷", "color": "white"},
        business_key=offering.code,
        unit="tehran/shahriar",
        by=actor(office.teacher),
    )
    address = f"/inbox/{office.waiting(case).pk}"
    client = browser(office.expert)
    assert f"{address}/files/{ref}" in client.get(address).content.decode()
    answer = client.get(f"{address}/files/{ref}")
    assert b"".join(answer.streaming_content) == picture()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    other = office.waiting(office.request(office.loan))
    assert client.get(f"/inbox/{other.pk}/files/{ref}").status_code == 404


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (10, 90, 100)).save(file, "PNG")
    return file.getvalue()

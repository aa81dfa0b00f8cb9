"""Ordering as a citizen: list, preview, form, check, send, follow (SARA-FORM-06, 10, 17…23, SARA-GEN-01)."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.test import Client

from engine import clock
from engine.models import ProcessInstance
from tests.factories.directory import make_employee
from tests.scenarios.letters.office import Office
from tests.unit.engine.forms.walking import Page, visit
from workflows.catalogue.models import Offering

Browser = Callable[..., Client]
ANSWERS = {"bank_name": "melli", "branch": "میدان شهدا", "amount": "450000000", "instalments": "36"}


def check_page(client: Client, offering: Offering) -> Page:
    """The form filled in, up to the page that shows all answers."""
    page = visit(client, f"/services/{offering.code}/request").press().press(**ANSWERS)
    return page.press(has_guarantor="false")


def test_list_shows_what_the_person_may_order_and_says_why_the_rest_cannot_be_ordered(
    office: Office, browser: Browser
) -> None:
    opens = clock.now() + timedelta(days=3)
    office.offering(title_en="Of another district", unit=office.units["rey"])
    office.offering(title_en="For retired people", audience="retired")
    office.offering(title_en="Switched off", enabled=False)
    office.offering(title_en="Full", total_limit=0)
    office.offering(title_en="Later", opens_at=opens, code="later")
    page = browser(office.teacher).get("/services/").content.decode()
    assert all(title in page for title in ("Bank loan introduction", "Full", "Later"))
    assert not any(title in page for title in ("Of another district", "For retired", "Switched off"))
    refused = browser(office.teacher).get("/services/later").content.decode()
    assert "It cannot be ordered now" in refused
    assert "Begin the request" not in refused


def test_service_of_another_district_does_not_exist(office: Office, browser: Browser) -> None:
    other = office.offering(unit=office.units["rey"])
    client = browser(office.teacher)
    assert client.get(f"/services/{other.code}").status_code == 404
    assert client.get(f"/services/{other.code}/request").status_code == 404


def test_service_is_previewed_with_its_explanation_and_questions_before_it_is_ordered(
    office: Office, browser: Browser
) -> None:
    offering = office.offering(preview_en="Have the invoice of the bank ready.")
    page = browser(office.teacher).get(f"/services/{offering.code}").content.decode()
    assert "Have the invoice of the bank ready." in page
    assert "Two persons: the district expert and the chief manager" in page
    assert re.search(r"<li>Branch[^<]*</li>", page)
    assert not ProcessInstance.objects.exists()


def test_answers_are_shown_changed_and_sent_and_a_tracking_code_is_given(
    office: Office, browser: Browser
) -> None:
    client = browser(office.teacher)
    # Given the form filled in: it is previewed as filled in, and nothing is sent
    checked = check_page(client, office.loan)
    assert ANSWERS["branch"] in checked.text
    assert not ProcessInstance.objects.exists()
    # When one answer is changed, the check page shows the new one
    (change,) = set(re.findall(r'href="([^"]*)#id_branch"', checked.text))
    changed = visit(client, checked_url(checked, change)).press(branch="میدان آزادی")
    assert "میدان آزادی" in changed.text
    # Then sending it starts the case with that answer and shows its tracking code
    done = changed.press("submit")
    case = ProcessInstance.objects.get()
    assert case.values["branch"] == "میدان آزادی"
    assert case.values["amount"] == Decimal(450_000_000)
    assert done.url == f"/services/requests/{case.tracking_code}/submitted"
    assert case.tracking_code in re.sub(r"\D", "", done.text)


def test_back_from_the_submitted_request_leads_there_again(office: Office, browser: Browser) -> None:
    offering, client = office.offering(), browser(office.teacher)
    check_page(client, offering).press(action="submit")
    code = ProcessInstance.objects.get().tracking_code
    back = client.get(f"/services/{offering.code}/request?step=check")
    assert back.headers["Location"] == f"/services/requests/{code}/submitted"
    assert client.get(f"/services/{offering.code}/request").status_code == 200


def test_form_that_cannot_be_sent_is_not_begun(office: Office, browser: Browser) -> None:
    offering = office.offering(total_limit=0)
    begun = browser(office.teacher).get(f"/services/{offering.code}/request")
    assert begun.headers["Location"] == f"/services/{offering.code}"


def checked_url(page: Page, link: str) -> str:
    """A link of the page as an address on this server."""
    link = link.replace("&amp;", "&")
    return link if link.startswith("/") else page.url.partition("?")[0] + link


def test_request_is_its_applicants_own(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    address = f"/services/requests/{case.tracking_code}"
    assert browser(office.teacher).get(address).status_code == 200
    colleague = make_employee(office.units["school-12"])
    assert browser(colleague).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_status_is_shown_without_signing_in_to_who_knows_code_and_four_digits(office: Office) -> None:
    case = office.request(office.loan)
    digits = office.teacher.national_id[-4:]
    wrong = f"{(int(digits) + 1) % 10_000:04d}"
    client = Client()
    found = client.post("/services/track", {"code": case.tracking_code, "digits": digits})
    assert found.status_code == 200
    assert "500" not in re.sub(r"<[^>]+>", "", found.content.decode())  # steps only, no answers
    assert client.post("/services/track", {"code": case.tracking_code, "digits": wrong}).status_code == 404

"""The inbox list: who sees what, filters, search, order, pages, number of queries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engine import api, clock
from portal.inbox.filters import InboxFilters
from portal.inbox.listing import page_of
from tests.factories.directory import make_employee, make_officer
from tests.scenarios.letters.office import Office, actor

Browser = Callable[..., Client]


def codes(client: Client, address: str = "/inbox/") -> list[str]:
    return [row.tracking_code for row in client.get(address).context["rows"]]


def test_an_expert_sees_the_requests_of_the_own_district_only(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    stranger = make_officer(office.units["rey"], "letters.expert")
    assert codes(browser(office.expert)) == [case.tracking_code]
    assert codes(browser(stranger)) == []


def test_a_provincial_expert_sees_the_requests_of_every_district(office: Office, browser: Browser) -> None:
    elsewhere = make_employee(office.units["school-7"])
    wanted = {
        office.request(office.loan).tracking_code,
        office.request(office.loan, by=elsewhere).tracking_code,
    }
    province = browser(make_officer(office.units["tehran"], "letters.expert"))
    assert set(codes(province)) == wanted
    assert len(codes(province, "/inbox/?unit=tehran/rey")) == 1


def test_the_own_request_never_appears(office: Office, browser: Browser) -> None:
    office.request(office.loan, by=office.expert)
    assert codes(browser(office.expert)) == []


def test_the_applicants_correction_leads_to_the_services_room(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    office.decide(case, office.expert, "return", reason="نام شعبه ناقص است")
    [row] = browser(office.teacher).get("/inbox/").context["rows"]
    assert not row.url.startswith("/inbox/")


@pytest.mark.parametrize(
    "typed",
    [
        "كاظمي",
        "کاظمی زهرا",
        "kazemi",
        "{code}",
        "{grouped}",
        "{persian}",
        "{national_id}",
        "{personnel}",
    ],
)
def test_search_finds_a_case_as_people_type_it(office: Office, browser: Browser, typed: str) -> None:
    kazemi = make_employee(
        office.units["school-12"], first_name_fa="زهرا", last_name_fa="کاظمی", last_name_en="Kazemi"
    )
    case = office.request(office.loan, by=kazemi)
    office.request(
        office.loan, by=make_employee(office.units["school-12"], last_name_fa="نوری", last_name_en="Nouri")
    )
    code = case.tracking_code or ""
    text = typed.format(
        code=code,
        grouped=f"{code[:4]}-{code[4:8]} {code[8:]}",
        persian=code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        national_id=kazemi.national_id,
        personnel=kazemi.employment.personnel_number,
    )
    assert [
        row.tracking_code for row in browser(office.expert).get("/inbox/", {"q": text}).context["rows"]
    ] == [code]


def test_search_for_something_else_finds_nothing(office: Office, browser: Browser) -> None:
    office.request(office.loan)
    answer = browser(office.expert).get("/inbox/", {"q": "ناصری"})
    assert answer.context["rows"] == []
    assert "Nothing fits these filters" in answer.content.decode()


def test_filters_narrow_by_service_and_step(office: Office, browser: Browser) -> None:
    loan, sticker = office.request(office.loan), office.request(office.sticker)
    client = browser(office.expert)
    assert codes(client, f"/inbox/?service={office.sticker.code}") == [sticker.tracking_code]
    assert codes(client, "/inbox/?step=letter_issuance:chief_review") == []
    assert set(codes(client, "/inbox/?step=letter_issuance:expert_review")) == {
        loan.tracking_code,
        sticker.tracking_code,
    }


def test_tabs_count_mine_unclaimed_and_overdue(office: Office, browser: Browser) -> None:
    with clock.travel(clock.now() - timedelta(days=20)):
        office.request(office.loan)
    claimed = office.request(office.loan)
    api.claim(office.waiting(claimed).pk, by=actor(office.expert))
    client = browser(office.expert)
    counts = [tab["count"] for tab in client.get("/inbox/").context["tabs"]]
    assert counts == [2, 1, 1, 1]
    assert codes(client, "/inbox/?view=mine") == [claimed.tracking_code]
    assert codes(client, "/inbox/?view=overdue") != [claimed.tracking_code]


def test_the_most_urgent_comes_first_and_the_order_can_be_turned(office: Office, browser: Browser) -> None:
    late = office.request(office.loan)
    with clock.travel(clock.now() - timedelta(days=9)):
        urgent = office.request(office.loan)
    client = browser(office.expert)
    assert codes(client) == [urgent.tracking_code, late.tracking_code]
    assert codes(client, "/inbox/?sort=-due") == [late.tracking_code, urgent.tracking_code]


@pytest.mark.parametrize("sort", ["due", "-due", "waiting", "-waiting"])
def test_pages_follow_one_another_without_gap_or_repetition(office: Office, sort: str) -> None:
    for _number in range(5):
        office.request(office.loan)
    person, filters = str(office.expert.pk), InboxFilters(sort=sort)
    first = page_of(person, filters, size=2)
    second = page_of(person, filters, after=first.next, size=2)
    third = page_of(person, filters, after=second.next, size=2)
    ids = [task.pk for page in (first, second, third) for task in page.tasks]
    assert len(ids) == len(set(ids)) == 5
    assert (first.previous, third.next) == ("", "")
    back = page_of(person, filters, before=second.previous, size=2)
    assert [task.pk for task in back.tasks] == ids[:2]
    assert not back.previous
    assert back.next


def test_a_cursor_that_was_tampered_with_shows_the_first_page(office: Office, browser: Browser) -> None:
    case = office.request(office.loan)
    assert codes(browser(office.expert), "/inbox/?after=%D9%86%D8%A7x") == [case.tracking_code]


def test_the_number_of_queries_does_not_grow_with_the_rows(office: Office, browser: Browser) -> None:
    client = browser(office.expert)
    office.request(office.loan)
    client.get("/inbox/")
    counts = []
    for more in (0, 6):
        for _number in range(more):
            office.request(office.sticker, by=make_employee(office.units["school-12"]))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/inbox/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_is_not_signed_in_is_sent_to_sign_in(db: None) -> None:
    assert "login" in Client().get("/inbox/").headers["Location"]


def test_a_page_that_colleagues_have_emptied_leads_back_to_the_list(office: Office, browser: Browser) -> None:
    cases, client = [office.request(office.loan) for _number in range(2)], browser(office.expert)
    after = page_of(str(office.expert.pk), InboxFilters(sort="waiting"), size=1).next
    for case in cases:
        office.decide(case, office.expert2, "approve")
    answer = client.get(f"/inbox/?sort=waiting&after={after}")
    assert answer.headers["Location"] == "/inbox/?sort=waiting"


@pytest.mark.parametrize(("language", "words"), [("en", "over 1"), ("fa", "بیش از ۱")])
def test_beyond_a_thousand_nobody_counts(
    office: Office, browser: Browser, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setattr("portal.inbox.facets.MOST", 1)
    client = browser(office.expert, language)
    office.request(office.loan)
    assert words not in client.get("/inbox/").content.decode()
    office.request(office.loan)
    assert words in client.get("/inbox/").content.decode()


def test_the_filters_offer_what_waits_for_the_person(office: Office, browser: Browser) -> None:
    office.request(office.loan)
    office.request(office.sticker, by=make_employee(office.units["school-7"]))
    choices = browser(office.expert).get("/inbox/").context["choices"]
    assert [code for code, _title in choices.services] == [office.loan.code]
    assert "letter_issuance:expert_review" in dict(choices.steps)
    assert "letter_issuance:chief_review" not in dict(choices.steps)
    assert "tehran/shahriar" in dict(choices.units)
    assert "tehran/rey" not in dict(choices.units)
    province = browser(make_officer(office.units["tehran"], "letters.expert"))
    assert {"tehran/shahriar", "tehran/rey"} <= set(dict(province.get("/inbox/").context["choices"].units))


def test_a_filter_that_is_not_offered_stays_to_be_seen(office: Office, browser: Browser) -> None:
    office.request(office.loan)
    page = browser(office.expert).get("/inbox/?service=no_such_service").content.decode()
    assert '<option value="no_such_service" selected>As in the link: nothing waits there now</option>' in page

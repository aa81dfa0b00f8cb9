"""The case page tells who did what with which data, why, and who read it; it never shows raw ids."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from engine import queries
from engine.models import ProcessInstance
from portal.audit.gateway_words import reading_of
from tests.scenarios.letters.office import LOAN, Office
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.models import Person


@pytest.fixture
def case(office: Office) -> ProcessInstance:
    """Submitted, returned, corrected, approved by expert and chief."""
    made = office.request(office.loan)
    office.decide(made, office.expert, "return", reason="مبلغ را اصلاح کنید")
    office.decide(made, office.teacher, "resubmit", **LOAN | {"branch": "شعبه ونک"})
    office.decide(made, office.expert2, "approve")
    office.decide(made, office.chief, "approve")
    return made


def page_of(auditor: Person, case: ProcessInstance, language: str = "en") -> str:
    return signed_in(auditor, language).get(reverse("audit:case", args=[case.tracking_code])).text


def visible(html: str) -> str:
    """What a reader sees: without tags, attributes and FEEL texts."""
    without_code = re.sub(r'<bdi dir="ltr" class="code">.*?</bdi>', "", html, flags=re.S)
    return re.sub(r"<[^>]*>", " ", without_code)


def test_who_did_what_is_told_by_name_and_step(
    auditor: Person, office: Office, case: ProcessInstance
) -> None:
    text = visible(page_of(auditor, case))
    for person in (office.teacher, office.expert, office.expert2, office.chief):
        assert person.full_name("en") in text
    for told in (
        "Returned for correction",
        "Review by the district expert",
        "Approved",
        "in a test",
        "letter number",
    ):
        assert told in text


@pytest.mark.parametrize("language", ["fa", "en"])
def test_no_raw_id_is_shown(auditor: Person, case: ProcessInstance, language: str) -> None:
    text = visible(page_of(auditor, case, language))
    process = queries.process_of(case)
    shown = [name for name in (*process.nodes, *process.flows) if "_" in name and name in text]
    assert shown == []
    assert not re.search(r"\b(letter_issuance|offering\.|applicant\.|TokenMoved|NodeEntered)", text)


def test_data_before_and_after_read_as_the_form_has_them(auditor: Person, case: ProcessInstance) -> None:
    html = page_of(auditor, case)
    assert re.search(r"<del>مرکزی</del>.*?<ins>شعبه ونک</ins>", html, re.S)
    assert "<ins>500,000,000 rial</ins>" in html
    assert "<ins>Bank Melli Iran</ins>" in html
    assert "۵۰۰٬۰۰۰٬۰۰۰" in page_of(auditor, case, "fa")


def test_gateway_says_why_it_went_that_way(auditor: Person, case: ProcessInstance) -> None:
    text = visible(page_of(auditor, case))
    assert "Why: at “One or two approval steps?” on to Approval by the chief manager" in text
    assert "Approval steps is “2”" in text or "Service · Approval steps is “2”" in text


def test_condition_is_read_in_words_where_it_is_simple() -> None:
    with override("en"):
        assert reading_of('outcome = "approve"') == "Decision is “Approve”"
        assert reading_of("count(family) > 3 and x") == ""


def test_reading_is_itself_recorded_and_shown(auditor: Person, case: ProcessInstance) -> None:
    page_of(auditor, case)
    text = visible(page_of(auditor, case))
    assert f"{auditor.full_name('en')}" in text
    assert "in the audit room" in text
    assert case.accesses.filter(person=str(auditor.pk), screen="audit:case").count() == 2


def test_diagram_gets_the_path_and_the_file_of_the_version(auditor: Person, case: ProcessInstance) -> None:
    client = signed_in(auditor)
    page = client.get(reverse("audit:case", args=[case.tracking_code]))
    assert "chief_approves" in page.context["diagram"]["path"]
    xml = client.get(reverse("audit:diagram", args=[case.tracking_code]))
    assert (xml.headers["Content-Type"], xml.text) == ("application/xml", case.definition.xml)


def test_pages_hold_no_inline_script_or_style_and_have_help(auditor: Person, case: ProcessInstance) -> None:
    client = signed_in(auditor)
    for address in (
        reverse("audit:home"),
        reverse("audit:overview"),
        reverse("audit:case", args=[case.tracking_code]),
        reverse("audit:settings"),
        reverse("audit:incidents"),
    ):
        html = client.get(address).text
        assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son\w+=", html), address
        assert 'class="help"' in html, address


def test_the_diagram_names_every_step_and_way_in_english(auditor: Person, case: ProcessInstance) -> None:
    process = queries.process_of(case)
    names = json.loads(unescape(re.search(r'data-names="([^"]*)"', page_of(auditor, case))[1]))
    drawn = {item.id for item in (*process.nodes.values(), *process.flows.values()) if item.name}
    assert names.keys() == drawn
    assert (names["expert_review"], names["chief_returns"]) == (
        "Review by the district expert",
        "back to the expert",
    )
    assert not any(re.search("[\u0600-\u06ff]", name) for name in names.values())
    assert 'data-names="{}"' in page_of(auditor, case, "fa")

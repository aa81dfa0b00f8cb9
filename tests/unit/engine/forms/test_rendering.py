"""What a page of fields looks like to a browser and to a screen reader."""

import re
from typing import Any

import html5lib
import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from engine.forms import FieldError, FormContext
from engine.forms.assessment import assess
from engine.forms.field_view import draw_errors, draw_page
from tests.unit.engine.forms.gallery import gallery
from tests.unit.engine.forms.walking import visit

FORM = gallery()
ROWS = {"rows": [{"who": "A"}, {"who": "B"}]}


def drawn(locale: str, errors: tuple[FieldError, ...] = (), raw: dict[str, Any] | None = None) -> Any:
    context = FormContext("7", locale=locale, values={"ceilings": [3]}, prefill={"unit": "Danesh"})
    page, answers = FORM.pages[0], ROWS if raw is None else raw
    with override(locale):
        items = draw_page(FORM, page, answers, assess(FORM, {"all": answers}, context), errors, context)
        links = draw_errors(FORM, errors, context)
        html = render_to_string("engine/forms/page.html", {"items": items, "errors": links})
    return html5lib.parse(html, namespaceHTMLElements=False)


def ids(tree: Any) -> list[str]:
    return [node.get("id") for node in tree.iter() if node.get("id")]


def controls(tree: Any) -> list[Any]:
    found = [node for node in tree.iter() if node.tag in ("input", "select", "textarea")]
    return [node for node in found if node.get("type") != "hidden"]


@pytest.mark.parametrize("locale", ["fa", "en"])
def test_every_control_has_a_name_for_a_screen_reader(locale: str) -> None:
    tree = drawn(locale)
    labelled = {label.get("for") for label in tree.iter("label")}
    inside = {id(node) for label in tree.iter("label") for node in label.iter()}
    for node in controls(tree):
        assert node.get("aria-label") or node.get("id") in labelled or id(node) in inside, node.attrib


def test_ids_are_unique_and_every_reference_leads_somewhere() -> None:
    errors = (
        FieldError("age", "number-form"),
        FieldError("plate", "required"),
        FieldError("rows[1].who", "required"),
    )
    tree = drawn("fa", errors)
    found = ids(tree)
    assert len(found) == len(set(found))
    for node in tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            assert set((node.get(attribute) or "").split()) <= set(found), node.attrib
    targets = [link.get("href")[1:] for link in tree.iter("a") if link.get("href", "").startswith("#")]
    assert len(targets) == 3 and set(targets) <= set(found)


def test_an_error_in_a_row_names_the_row_in_the_summary() -> None:
    tree = drawn("en", (FieldError("rows[1].who", "required"),))
    (link,) = [node for node in tree.iter("a") if node.get("href") == "#id_rows-1-who"]
    assert "".join(link.itertext()).startswith("Rows 2: ")


def test_errors_take_the_focus_and_mark_their_control() -> None:
    tree = drawn("fa", (FieldError("age", "number-form"),))
    (summary,) = [node for node in tree.iter("div") if node.get("class") == "error-summary"]
    assert (
        summary.get("role") == "alert" and summary.get("tabindex") == "-1" and "autofocus" in summary.attrib
    )
    (age,) = [node for node in controls(tree) if node.get("name") == "age"]
    assert age.get("aria-invalid") == "true" and "id_age_error" in age.get("aria-describedby")


@pytest.mark.parametrize("name", ["age", "amount", "day", "national_id", "mobile"])
def test_numbers_and_codes_are_left_to_right_with_the_right_keyboard(name: str) -> None:
    (node,) = [node for node in controls(drawn("fa")) if node.get("name") == name]
    assert node.get("dir") == "ltr" and node.get("inputmode") in ("numeric", "decimal", "tel")


def test_autocomplete_is_offered_where_the_form_asks() -> None:
    (node,) = [node for node in controls(drawn("fa")) if node.get("name") == "name"]
    assert node.get("autocomplete") == "name"


def test_the_enter_key_continues_and_removes_nothing() -> None:
    buttons = [node for node in drawn("fa").iter("button") if node.get("type") == "submit"]
    assert buttons[0].get("value") == "next"


def test_computed_and_read_only_values_are_shown_without_inputs() -> None:
    tree = drawn("en", raw={"amount": "1000", **ROWS})
    text = "".join(tree.itertext())
    assert "3,000" in text and "Danesh" in text
    assert not {"total", "unit"} & {node.get("name") for node in tree.iter()}


def test_markup_in_answers_is_escaped() -> None:
    tree = drawn("en", raw={"name": '"><script>alert(1)</script>', "story": "</textarea><script>x</script>"})
    assert not list(tree.iter("script"))


def test_a_full_group_offers_no_further_row() -> None:
    values = {
        node.get("value")
        for node in drawn("en", raw={"rows": [{"who": str(n)} for n in range(3)]}).iter("button")
    }
    assert "add:rows" not in values and "remove:rows:2" in values


def test_choices_that_decide_other_fields_are_live_and_typed_ones_are_not(browser: Client) -> None:
    page = (
        visit(browser, "/order/bank_loan/")
        .press()
        .press(bank_name="melli", branch="آزادی", amount="50000000", instalments="12")
    )
    live = {node.get("name") for node in page.tree.iter() if node.get("data-live") is not None}
    assert live == {"has_guarantor"}
    assert re.search(r'hx-target="#form-page"', page.text) and 'id="form-page"' in page.text


def test_a_refused_page_posts_to_its_own_address_without_fragment(browser: Client) -> None:
    page = visit(browser, "/order/bank_loan/?step=applicant")
    assert page.tree.find(".//form").get("action") == "/order/bank_loan/?step=applicant"

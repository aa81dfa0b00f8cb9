"""The shipped forms of the letter service, walked through in the browser and checked as data."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from engine import clock
from engine.errors import FormInvalid, NotFound
from engine.forms import FormContext, display_values, get_form, render_answers, typed, validate
from engine.forms.library import load_form, shipped_forms
from engine.forms.reader import meta_schema
from engine.models import Artifact, StoredFile
from tests.factories.directory import make_relative
from tests.unit.engine.forms.pictures import PDF, png, upload
from tests.unit.engine.forms.walking import Page, visit

NOW = datetime(2026, 4, 4, 8, tzinfo=UTC)
SHIPPED = shipped_forms()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_form_is_sound_and_named_as_its_file(path: Any) -> None:
    from jsonschema import Draft202012Validator

    source = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(meta_schema())
    Draft202012Validator(meta_schema()).validate(source)
    assert load_form(path.read_text(encoding="utf-8")).key == path.stem == source["key"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_form_has_the_same_texts_in_both_languages(path: Any) -> None:
    words = json.loads(path.read_text(encoding="utf-8"))["i18n"]
    assert set(words["fa"]) == set(words["en"])


@pytest.mark.django_db
def test_a_form_is_found_by_its_key_with_or_without_domain() -> None:
    assert get_form("bank_loan").key == get_form("letters/bank_loan").key == "bank_loan"
    for key in ("nothing", "training/bank_loan", "../secrets"):
        with pytest.raises(NotFound):
            get_form(key)


@pytest.mark.django_db
def test_a_deployed_version_goes_before_the_file_and_old_versions_stay() -> None:
    source = json.loads(next(path for path in SHIPPED if path.stem == "review").read_text(encoding="utf-8"))
    for version, title in ((1, "یک"), (2, "دو")):
        source["i18n"]["fa"]["title"] = title
        Artifact.objects.create(
            kind="form", key="review", version=version, sha256=str(version), content=json.dumps(source)
        )
    assert get_form("review").text("title", "fa") == "دو"
    assert get_form("review", 1).text("title", "fa") == "یک"
    with pytest.raises(NotFound):
        get_form("review", 3)


def loan(**changes: Any) -> dict[str, Any]:
    data = {
        "bank_name": "melli",
        "branch": "آزادی",
        "amount": "500000000",
        "instalments": 60,
        "has_guarantor": False,
    }
    return {**data, **changes}


@pytest.mark.parametrize(
    ("changes", "values", "wrong"),
    [
        ({"amount": "5000000"}, {}, "amount"),
        ({"amount": "90000000000"}, {}, "amount"),
        ({}, {"ceilings": [400000000]}, "amount"),
        ({"instalments": 3}, {}, "instalments"),
        ({"has_guarantor": True}, {}, "guarantor_name"),
        ({"bank_name": "swiss"}, {}, "bank_name"),
    ],
)
@pytest.mark.django_db
def test_a_loan_that_cannot_be_is_refused(
    changes: dict[str, Any], values: dict[str, Any], wrong: str
) -> None:
    context = FormContext("0", values=values)
    with pytest.raises(FormInvalid) as refused:
        validate(get_form("bank_loan"), loan(**changes), context=context)
    assert wrong in refused.value.errors


@pytest.mark.django_db
def test_a_loan_within_its_ceiling_is_accepted() -> None:
    clean = validate(
        get_form("bank_loan"), loan(), context=FormContext("0", values={"ceilings": [500000000]})
    )
    assert clean.data["amount"] == "500000000"


@pytest.mark.parametrize(("outcome", "is_needed"), [("reject", True), ("return", True), ("approve", False)])
@pytest.mark.django_db
def test_a_reason_is_needed_to_reject_or_return(outcome: str, is_needed: bool) -> None:
    form, context = get_form("letters/review"), FormContext("0", values={"outcome": outcome})
    if is_needed:
        with pytest.raises(FormInvalid) as refused:
            validate(form, {"note": "x"}, context=context)
        assert set(refused.value.errors) == {"reason"}
    assert validate(form, {"reason": "مدارک ناقص است"}, context=context).data == {"reason": "مدارک ناقص است"}


def stay(browser: Client, **changes: str) -> Page:
    page = visit(browser, "/order/accommodation/").press()
    return page.press(**{"centre": "ramsar", "from_date": "۱۴۰۵/۰۱/۲۰", "to_date": "2026-04-12", **changes})


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"from_date": "1404/01/20", "to_date": "1404/01/22"}, {"id_from_date"}),
        ({"to_date": "1405/01/20"}, {"id_to_date"}),
        ({"to_date": "1405/02/20"}, {"id_to_date"}),
        ({"from_date": "1405/12/01", "to_date": "1405/12/03"}, {"id_from_date"}),
        ({"from_date": "1405/01/32"}, {"id_from_date"}),
        ({"from_date": "5/1/20"}, {"id_from_date"}),
        ({"from_date": "", "to_date": ""}, {"id_from_date", "id_to_date"}),
    ],
)
def test_dates_that_cannot_be_are_refused_in_either_calendar(
    browser: Client, changes: dict[str, str], wrong: set[str]
) -> None:
    with clock.travel(NOW):
        assert set(stay(browser, **changes).errors()) == wrong


def test_a_stay_with_family_rows_added_and_removed_by_plain_submits(browser: Client, orders: Any) -> None:
    with clock.travel(NOW):
        page = stay(browser)
        page = page.press("add:family").press(
            "add:family", family__0__full_name="رضا رضايي", family__0__relation="spouse"
        )
        assert page.fields()["family-0-full_name"] == ["رضا رضايي"] and page.fields()["family-row"] == [
            "0",
            "1",
        ]
        page = page.press("add:family", family__1__full_name="سارا رضایی")
        page = page.press("remove:family:1")
        assert page.fields()["family-row"] == ["0", "1"] and page.fields()["family-1-full_name"] == [""]
        page = page.press("add:family", family__1__full_name="سارا").press("remove:family:1")
        assert page.fields()["family-0-full_name"] == ["رضا رضايي"] and page.fields()[
            "family-1-full_name"
        ] == [""]
        refused = page.press(family__0__national_id="1234567890")
        assert set(refused.errors()) == {"id_family-0-national_id"}
        checked = refused.press(family__0__national_id="۰۴۹۹۳۷۰۸۹۹")
        assert "۳" in checked.text and "همسر" in checked.text
        checked.press("submit")
    clean, values, _ = orders.submitted[0]
    assert clean.data["family"] == [
        {"full_name": "رضا رضایی", "relation": "spouse", "national_id": "0499370899"}
    ]
    assert clean.data["nights"] == 3 and clean.data["guests"] == 2 and clean.data["from_date"] == "2026-04-09"
    assert values["nights"] == Decimal(3)


def test_the_family_on_record_is_offered_first_and_may_be_cut(
    browser: Client, orders: Any, teacher: Any
) -> None:
    from tests.factories.directory import UnitFactory, make_employee

    make_relative(teacher, make_employee(UnitFactory(), first_name_fa="رضا", last_name_fa="رضایی"))
    with clock.travel(NOW):
        page = stay(browser)
        assert page.fields()["family-0-full_name"] == ["رضا رضایی"]
        page.press("remove:family:0").press().press("submit")
    assert (
        orders.submitted[0][0].data.get("family") in (None, []) and orders.submitted[0][0].data["guests"] == 1
    )


@pytest.mark.parametrize("same", ["own", "twice"])
def test_companions_are_other_people(browser: Client, teacher: Any, same: str) -> None:
    with clock.travel(NOW):
        page = stay(browser).press("add:family").press("add:family", family__0__full_name="سارا رضایی")
        ids = ["0499370899", teacher.national_id if same == "own" else "0499370899"]
        typed_ = {f"family__{n}__national_id": code for n, code in enumerate(ids)}
        typed_ |= {f"family__{n}__relation": "child" for n in (0, 1)}
        page = page.press(family__1__full_name="دانا رضایی", **typed_)
    assert set(page.errors()) == {"id_family-1-national_id" if same == "own" else "id_family"}


PLATE = {"plate__two_digits": "۱۲", "plate__letter": "ب", "plate__three_digits": "۳۴۵", "plate__region": "۶۷"}
CAR = {**PLATE, "vehicle_model": "پژو ۲۰۶", "color": "white"}


def test_a_sticker_with_plate_and_a_file_kept_across_a_refused_page(browser: Client, orders: Any) -> None:
    page = visit(browser, "/order/vehicle_sticker/").press()
    refused = page.press(**{**CAR, "plate__region": "6"}, vehicle_card=png())
    assert set(refused.errors()) == {"id_plate"} and "card.png" in refused.text
    checked = refused.press(plate__region="67")
    assert "card.png" in checked.text and "سفید" in checked.text
    checked.press("submit")
    data = orders.submitted[0][0].data
    assert data["plate"] == {"two_digits": "12", "letter": "ب", "three_digits": "345", "region": "67"}
    assert StoredFile.objects.get(ref=data["vehicle_card"]).attached_at is not None


@pytest.mark.parametrize(
    "file",
    [("a.png", b"MZ" + b"\x00" * 99), ("a.pdf", PDF + b"x" * 5_000_000), ("a.txt", b"text")],
    ids=lambda file: file[0],
)
def test_a_bad_file_is_refused_in_clear_words_and_the_rest_stays(
    browser: Client, file: tuple[str, bytes]
) -> None:
    page = visit(browser, "/order/vehicle_sticker/").press()
    refused = page.press(**CAR, vehicle_card=upload(*file))
    assert set(refused.errors()) == {"id_vehicle_card"} and "a." in refused.errors()["id_vehicle_card"]
    assert refused.fields()["vehicle_model"] == ["پژو ۲۰۶"] and not StoredFile.objects.exists()


def test_a_foreign_file_reference_in_a_forged_post_is_refused(
    browser: Client, teacher: Any, media: Any
) -> None:
    from engine.forms.uploads import store_upload

    ref = store_upload(png(), accept=["image/png"], max_bytes=9999, owner_id="somebody else")
    page = visit(browser, "/order/vehicle_sticker/").press()
    refused = page.press(**CAR, vehicle_card__ref=ref)
    assert set(refused.errors()) == {"id_vehicle_card"} and "card.png" not in refused.text


def test_a_file_may_be_replaced_or_removed(browser: Client, orders: Any) -> None:
    page = visit(browser, "/order/vehicle_sticker/").press()
    page.press(**CAR, vehicle_card=png("first.png"))
    page = visit(browser, "/order/vehicle_sticker/?step=vehicle")
    assert "second.png" in page.press(vehicle_card=png("second.png")).text
    page = visit(browser, "/order/vehicle_sticker/?step=vehicle")
    removed = page.press(vehicle_card__remove=page.fields()["vehicle_card-ref"])
    assert set(removed.errors()) == {"id_vehicle_card"}


def test_a_sports_discount_offers_the_ceilings_of_its_offering(browser: Client, orders: Any) -> None:
    page = visit(browser, "/order/sports_discount/").press()
    assert "۳ ماه" in page.text and "۶ ماه" in page.text
    forged = page.press(sport="yoga", centre="استخر شهید شیرودی", ceiling_months="12", consent="true")
    assert set(forged.errors()) == {"id_ceiling_months"}
    missing = forged.press(ceiling_months="6", without=("consent",))
    assert set(missing.errors()) == {"id_consent"}
    missing.press(consent="true", ceiling_months="6").press("submit")
    assert orders.submitted[0][1]["ceiling_months"] == Decimal(6)


@pytest.mark.django_db
def test_options_are_shown_by_their_names_in_each_language() -> None:
    form = get_form("accommodation")
    data = {
        "centre": "ramsar",
        "from_date": "2026-04-09",
        "family": [{"full_name": "سارا", "relation": "child"}],
    }
    fa, en = display_values(form, data, "fa"), display_values(form, data, "en", "gregorian")
    assert fa["centre"] == "مرکز رفاهی فرهنگیان رامسر" and fa["from_date"] == "۲۰ فروردین ۱۴۰۵"
    assert en["family"][0]["relation"] == "Child" and en["from_date"] == "9 April 2026" and en["nights"] == ""


@pytest.mark.django_db
def test_submitted_answers_are_rendered_for_reading_and_escaped() -> None:
    form = get_form("bank_loan")
    html = render_answers(form, loan(branch="<b>x</b>"), "en", "gregorian")
    assert (
        "Bank Melli Iran" in html
        and "&lt;b&gt;" in html
        and "<b>x" not in html
        and "fifty million toman" in html
    )
    assert "Guarantor" in html and "guarantor_name" not in html


@pytest.mark.django_db
def test_a_files_link_leads_where_the_reader_says(media: Any) -> None:
    from engine.forms.uploads import StoredFiles, store_upload

    ref = store_upload(png(), accept=["image/png"], max_bytes=9999, owner_id="7")
    html = render_answers(
        get_form("vehicle_sticker"),
        {"vehicle_card": ref},
        "fa",
        "jalali",
        files=StoredFiles(None),
        file_url="/case/5/file/REF/",
    )
    assert f'href="/case/5/file/{ref}/"' in html


@pytest.mark.django_db
def test_values_of_every_shipped_form_enter_feel() -> None:
    for path in SHIPPED:
        form = get_form(path.stem)
        assert set(typed(form, {})) == set(form.schema["properties"])

"""What may be ordered, its form, ordering it once, and every way to send it wrongly."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from engine import clock
from engine.models import ProcessInstance, StoredFile
from tests.factories.directory import make_employee
from tests.scenarios.letters.office import Office
from tests.unit.engine.forms.pictures import png
from tests.unit.portal.api.calling import LOAN, Caller, is_problem


def order(caller: Caller, office: Office, key: str | None = None, **changes: Any) -> Any:
    return caller.post(f"/services/{office.loan.code}/requests", {"data": {**LOAN, **changes}}, key=key)


def test_services_say_what_can_be_ordered_and_why_not(office: Office, teacher: Caller) -> None:
    ended = office.offering(closes_at=clock.now() - timedelta(days=1))
    items = {item["key"]: item for item in teacher.get("/services").json()["items"]}
    assert items[office.loan.code]["can_order"] is True
    assert items[office.loan.code]["title"] == "Bank loan introduction"
    assert items[ended.code]["can_order"] is False
    assert items[ended.code]["refusal"]["code"] == "ended"
    assert "ended on" in items[ended.code]["refusal"]["detail"]


def test_the_form_is_given_as_stored_with_what_is_known(office: Office, teacher: Caller) -> None:
    found = teacher.get(f"/services/{office.loan.code}/form").json()
    assert found["form"]["schema"]["properties"]["amount"]["format"] == "decimal"
    assert {"ui", "i18n", "logic"} <= set(found["form"])
    assert "زهرا" in json.dumps(found["known"], ensure_ascii=False)


def test_the_choices_of_the_service_come_with_the_form(office: Office, teacher: Caller) -> None:
    sport = office.offering(form_key="sports_discount", ceilings=[6, 12])
    found = teacher.get(f"/services/{sport.code}/form").json()
    assert found["options"] == {"ceiling_months": [6, 12]}
    data = {"sport": "yoga", "centre": "باشگاه معلم", "consent": True, "ceiling_months": 7}
    refused = teacher.post(f"/services/{sport.code}/requests", {"data": data})
    assert is_problem(refused, 422, "form-invalid")
    assert refused.json()["errors"][0]["pointer"] == "#/data/ceiling_months"
    data["ceiling_months"] = 12
    assert teacher.post(f"/services/{sport.code}/requests", {"data": data}).status_code == 201


def test_an_order_starts_the_case_as_the_screen_does(office: Office, teacher: Caller) -> None:
    answer = order(teacher, office)
    assert answer.status_code == 201
    case = ProcessInstance.objects.get(pk=answer.json()["id"])
    assert answer.json() == {"id": case.pk, "tracking_code": case.tracking_code, "state": "in-progress"}
    assert case.started_by == str(office.teacher.pk)
    assert case.values["amount"] == 500_000_000
    assert office.waits_at(case) == ["expert_review"]


def test_texts_are_stored_as_the_screens_store_them(office: Office, teacher: Caller) -> None:
    answer = order(teacher, office, branch="مركزي ")
    assert ProcessInstance.objects.get(pk=answer.json()["id"]).values["branch"] == "مرکزی"


def test_a_repeated_key_gives_the_same_answer_and_one_case(office: Office, teacher: Caller) -> None:
    first, second = order(teacher, office, key="k"), order(teacher, office, key="k")
    assert (second.status_code, second.json()) == (201, first.json())
    assert ProcessInstance.objects.count() == 1


def test_a_key_serves_one_call_only(office: Office, teacher: Caller) -> None:
    order(teacher, office, key="k")
    assert is_problem(order(teacher, office, key="k", branch="دیگر"), 422, "idempotency-key-reused")
    assert ProcessInstance.objects.count() == 1


def test_a_refused_call_leaves_the_key_free(office: Office, teacher: Caller) -> None:
    assert is_problem(order(teacher, office, key="k", amount="-1"), 422, "form-invalid")
    assert order(teacher, office, key="k").status_code == 201


def test_a_call_whose_answer_was_lost_is_not_carried_out_again(office: Office, teacher: Caller) -> None:
    from portal.api.models import ApiCall

    office.loan.per_person_limit = 1
    office.loan.save()
    first = order(teacher, office, key="k")
    ApiCall.objects.all().delete()
    assert order(teacher, office, key="k").json() == first.json()
    assert ProcessInstance.objects.count() == 1


def test_two_people_may_choose_the_same_key(office: Office, teacher: Caller) -> None:
    colleague = Caller.of(make_employee(office.units["school-12"]))
    codes = {order(caller, office, key="k").json()["tracking_code"] for caller in (teacher, colleague)}
    assert len(codes) == 2


def test_without_a_key_nothing_is_ordered(office: Office, teacher: Caller) -> None:
    assert is_problem(order(teacher, office, key=""), 400, "idempotency-key-missing")
    assert not ProcessInstance.objects.exists()


def test_the_errors_of_a_form_point_into_the_body(office: Office, teacher: Caller) -> None:
    answer = order(teacher, office, amount="much", bank_name=None, surprise=1)
    assert is_problem(answer, 422, "form-invalid")
    errors = {error["pointer"]: error for error in answer.json()["errors"]}
    assert set(errors) == {"#/data/amount", "#/data/bank_name", "#/data/surprise"}
    assert errors["#/data/surprise"]["code"] == "key-unknown"
    assert "“" in errors["#/data/amount"]["detail"]


def test_errors_are_told_in_the_language_asked_for(office: Office) -> None:
    persian = order(Caller.of(office.teacher, "fa"), office, amount="x").json()
    english = order(Caller.of(office.teacher, "en"), office, amount="x").json()
    assert persian["detail"] != english["detail"]
    assert any("آ" <= letter <= "ی" for letter in persian["detail"] + persian["title"])


def test_without_wish_the_persons_own_language_is_spoken(office: Office) -> None:
    caller = Caller.of(office.teacher, "de")
    assert any("آ" <= letter <= "ی" for letter in caller.get("/tasks/1").json()["detail"])


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b'{"data": NaN}',
        b'{"data": {"a": "\\ud800"}}',
        b'{"data": {"a": "\\u0000"}}',
        b"[" * 99999,
    ],
)
def test_what_is_no_json_is_said_to_be_none(office: Office, teacher: Caller, body: bytes) -> None:
    assert is_problem(teacher.post(f"/services/{office.loan.code}/requests", body), 400, "malformed-json")


@pytest.mark.parametrize("body", [b"[]", b"1", b"{}", b'{"data": []}', b'{"data": "x"}', b"null", b""])
def test_values_of_the_wrong_kind_are_named(office: Office, teacher: Caller, body: bytes) -> None:
    answer = teacher.post(f"/services/{office.loan.code}/requests", body)
    assert is_problem(answer, 422, "request-invalid")
    assert answer.json()["errors"]


ODD = [[], {}, [1], {"a": 1}, True, 1.5, -1, 10**40, "", "ـ", [[]], {"a": {"b": []}}, "x" * 5000]


@pytest.mark.parametrize("name", ["bank_name", "branch", "amount", "instalments", "has_guarantor"])
def test_no_value_of_any_field_is_a_fault_of_the_server(office: Office, teacher: Caller, name: str) -> None:
    for value in ODD:
        answer = order(teacher, office, **{name: value})
        assert answer.status_code in (201, 422), (value, answer.json())


def test_a_closed_service_is_refused_with_its_reason(office: Office, teacher: Caller) -> None:
    office.loan.closes_at = clock.now() - timedelta(days=1)
    office.loan.save()
    answer = order(teacher, office)
    assert is_problem(answer, 422, "start-refused")
    assert "ended on" in answer.json()["detail"]


def test_the_limit_per_person_holds(office: Office, teacher: Caller) -> None:
    office.loan.per_person_limit = 1
    office.loan.save()
    order(teacher, office)
    assert is_problem(order(teacher, office), 422, "start-refused")


def test_a_service_of_another_district_does_not_exist(office: Office) -> None:
    office.loan.unit = office.units["shahriar"]
    office.loan.save()
    outsider = Caller.of(make_employee(office.units["school-7"]))
    key = office.loan.code
    assert key not in str(outsider.get("/services").json())
    assert is_problem(outsider.get(f"/services/{key}/form"), 404, "not-found")
    assert is_problem(order(outsider, office), 404, "not-found")


def upload(caller: Caller, service: str, field: str, content: bytes, name: str = "card.png") -> Any:
    file = SimpleUploadedFile(name, content)
    address = f"/api/v1/services/{service}/files/{field}"
    return caller.client.post(address, {"file": file}, headers=caller.headers())


@pytest.fixture
def sticker(office: Office, settings: Any, tmp_path: Any) -> str:
    settings.MEDIA_ROOT = tmp_path
    return office.offering(form_key="vehicle_sticker").code


def file_field(caller: Caller, service: str) -> str:
    form = caller.get(f"/services/{service}/form").json()["form"]
    items = [item for page in form["ui"]["pages"] for item in page["items"]]
    return str(next(item["field"] for item in items if item.get("widget") == "file"))


def test_a_file_is_uploaded_for_a_field_and_known_by_its_reference(
    office: Office, teacher: Caller, sticker: str
) -> None:
    answer = upload(teacher, sticker, file_field(teacher, sticker), png().read())
    assert answer.status_code == 201
    assert StoredFile.objects.get(ref=answer.json()["ref"]).owner_id == str(office.teacher.pk)


def test_a_disguised_file_is_refused_in_words(office: Office, teacher: Caller, sticker: str) -> None:
    answer = upload(teacher, sticker, file_field(teacher, sticker), b"MZ this is a program")
    assert is_problem(answer, 422, "file-invalid")
    assert answer.json()["errors"][0]["code"].startswith("file-")


def test_a_broken_upload_is_the_callers_fault(office: Office, teacher: Caller, sticker: str) -> None:
    address = f"/api/v1/services/{sticker}/files/{file_field(teacher, sticker)}"
    kind = "multipart/form-data"
    answer = teacher.client.post(address, b"x", content_type=kind, headers=teacher.headers())
    assert is_problem(answer, 400, "malformed-request")
    assert is_problem(teacher.post(f"/services/{sticker}/files/x", {}), 415, "media-type")


def test_only_a_file_field_takes_files(office: Office, teacher: Caller, sticker: str) -> None:
    assert is_problem(upload(teacher, sticker, "plate", png().read()), 404, "not-found")
    assert is_problem(upload(teacher, "nothing", "card", png().read()), 404, "not-found")

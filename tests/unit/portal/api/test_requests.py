"""Requests: the applicant reads steps, the office reads people, nobody else reads anything."""

from engine import api
from engine.models import AccessLog
from tests.factories.directory import make_officer
from tests.scenarios.letters.office import Office
from tests.unit.portal.api.calling import Caller, is_problem

RETURN = {"reason": "مدرک ناقص است", "note": "فقط برای همکاران"}


def test_the_own_requests_are_listed_newest_first_page_by_page(office: Office, teacher: Caller) -> None:
    codes = [office.request(office.loan).tracking_code for _case in range(3)][::-1]
    first = teacher.get("/requests", limit=2).json()
    second = teacher.get("/requests", limit=2, after=first["next"]).json()
    assert [item["tracking_code"] for item in first["items"] + second["items"]] == codes
    assert second["next"] is None


def test_colleagues_requests_are_not_in_the_list(office: Office, expert: Caller) -> None:
    office.request(office.loan)
    assert expert.get("/requests").json() == {"items": [], "next": None}


def test_the_applicant_reads_reasons_but_neither_names_nor_internal_notes(
    office: Office, teacher: Caller
) -> None:
    case = office.request(office.loan)
    office.decide(case, office.expert, "return", **RETURN)
    answer = teacher.get(f"/requests/{case.tracking_code}")
    found = answer.json()
    assert found["state"] == "returned"
    assert found["task_id"] == office.waiting(case).pk
    assert found["answers"]["amount"] == "500000000"
    assert any(item["note"] == RETURN["reason"] for item in found["history"])
    assert RETURN["note"] not in answer.text
    assert {item["by"] for item in found["history"]} == {""}
    assert not AccessLog.objects.exists()


def test_the_office_reads_names_and_notes_and_its_reading_is_logged(office: Office, chief: Caller) -> None:
    case = office.request(office.loan)
    office.decide(case, office.expert, "return", **RETURN)
    found = chief.get(f"/requests/{case.tracking_code}").json()
    assert office.expert.full_name("en") in {item["by"] for item in found["history"]}
    assert AccessLog.objects.get().screen == "api:request"


def test_a_tracking_code_may_be_typed_with_spaces_and_persian_digits(office: Office, teacher: Caller) -> None:
    code = office.request(office.loan).tracking_code or ""
    typed = f"{code[:4]} {code[4:8]} {code[8:]}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert teacher.get(f"/requests/{typed}").json()["tracking_code"] == code


def test_each_end_of_a_request_has_its_word(office: Office, teacher: Caller) -> None:
    def state() -> str:
        api.run_due_jobs()
        return str(teacher.get(f"/requests/{case.tracking_code}").json()["state"])

    case = office.request(office.sticker)
    assert state() == "in-progress"
    office.decide(case, office.expert, "approve")
    assert state() == "issued"
    case = office.request(office.sticker)
    office.decide(case, office.expert, "reject", reason="شرایط را ندارد")
    assert state() == "rejected"
    case = office.request(office.sticker)
    office.decide(case, office.expert, "return", **RETURN)
    office.decide(case, office.teacher, "withdraw")
    assert state() == "withdrawn"


def test_unknown_and_foreign_codes_are_the_same_404(
    office: Office, teacher: Caller, stranger: Caller
) -> None:
    case = office.request(office.loan)
    foreign = stranger.get(f"/requests/{case.tracking_code}")
    unknown = stranger.get("/requests/000000000000")
    assert is_problem(foreign, 404, "not-found")
    assert foreign.json() == unknown.json()
    assert is_problem(teacher.get("/requests/abc"), 404, "not-found")


def test_an_auditor_above_reads_the_history(office: Office) -> None:
    case = office.request(office.loan)
    auditor = Caller.of(make_officer(office.units["tehran"], "audit.auditor"))
    assert auditor.get(f"/requests/{case.tracking_code}").status_code == 200

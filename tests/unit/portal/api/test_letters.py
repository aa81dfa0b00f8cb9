"""Letters: own and office, the paper, and checking one without signing in."""

from typing import Any

import pytest

from portal.letters.models import LetterLookup
from tests.factories.directory import make_employee
from tests.scenarios.letters.office import Office, actor
from tests.unit.portal.api.calling import Caller, is_problem
from workflows.letters.life_cycle import void
from workflows.letters.models import Letter
from workflows.letters.printing import letter_url


@pytest.fixture
def letter(office: Office) -> Letter:
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    return office.letter(case)


def token_of(letter: Letter) -> str:
    return letter_url(letter).rsplit("/", 1)[1]


def test_the_holder_lists_and_downloads_the_own_letter(
    office: Office, teacher: Caller, letter: Letter
) -> None:
    [item] = teacher.get("/letters").json()["items"]
    assert (item["number"], item["state"]) == (letter.number, "valid")
    answer = teacher.get(f"/letters/{letter.tracking_code}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_office_sees_the_letters_in_its_reach(office: Office, expert: Caller, letter: Letter) -> None:
    assert expert.get("/letters").json()["items"] == []
    assert [item["number"] for item in expert.get("/letters", scope="office").json()["items"]] == [
        letter.number
    ]
    assert expert.get(f"/letters/{letter.tracking_code}.pdf").status_code == 200


def test_filters_of_the_letters(office: Office, expert: Caller, letter: Letter) -> None:
    def count(**query: str) -> int:
        return len(expert.get("/letters", scope="office", **query).json()["items"])

    assert count(q=letter.tracking_code) == count(state="valid") == count(since="1400/01/01") == 1
    assert count(state="void") == count(q="هیچ") == count(until="2000-01-01") == 0
    answer = expert.get("/letters", scope="office", since="1404/13/40")
    assert is_problem(answer, 422, "request-invalid")
    assert answer.json()["errors"][0]["pointer"] == "?since"


def test_letters_are_paged(office: Office, teacher: Caller, letter: Letter) -> None:
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    first = teacher.get("/letters", limit=1).json()
    second = teacher.get("/letters", limit=1, after=first["next"]).json()
    assert [item["number"] for item in first["items"] + second["items"]] == [
        office.letter(case).number,
        letter.number,
    ]
    assert second["next"] is None


def test_nobody_else_has_the_letter(office: Office, stranger: Caller, letter: Letter) -> None:
    colleague = Caller.of(make_employee(office.units["school-12"]))
    for caller in (stranger, colleague):
        assert caller.get("/letters", scope="office").json()["items"] == []
        assert is_problem(caller.get(f"/letters/{letter.tracking_code}.pdf"), 404, "not-found")


def test_no_letter_before_the_approval(office: Office, teacher: Caller) -> None:
    case = office.request(office.sticker)
    assert is_problem(teacher.get(f"/letters/{case.tracking_code}.pdf"), 404, "not-found")


def test_anybody_checks_a_letter_and_reads_no_full_name(office: Office, letter: Letter) -> None:
    found = Caller().get(f"/verify/{token_of(letter)}").json()
    assert (found["number"], found["state"]) == (letter.number, "valid")
    assert "Karimi" not in found["holder"]
    assert "•••" in found["holder"]
    assert LetterLookup.objects.get().letter == letter


def test_a_void_letter_is_told_to_be_void(office: Office, letter: Letter) -> None:
    void(letter.pk, by=actor(office.manager), reason="صدور اشتباه")
    found = Caller().get(f"/verify/{token_of(letter)}").json()
    assert found["state"] == "void"
    assert found["voided_at"]


@pytest.mark.parametrize("change", [lambda token: token[:-2], lambda token: token[::-1], lambda token: "x"])
def test_a_tampered_token_is_no_letter(office: Office, letter: Letter, change: Any) -> None:
    assert is_problem(Caller().get(f"/verify/{change(token_of(letter))}"), 404, "not-found")
    assert LetterLookup.objects.get().result == "unknown"


def test_checking_is_slowed_down(office: Office, letter: Letter) -> None:
    answers = [Caller().get("/verify/x") for _visit in range(61)]
    assert is_problem(answers[-1], 429, "too-many-calls")

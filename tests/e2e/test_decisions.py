"""Decisions that go back, come twice, come late, or meet another: one is recorded, the others are told."""

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.office import Look, choose, decide, open_case, order_loan
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
RECORD = ".decision form .actions button"


@pytest.fixture(scope="module")
def decisions(server: Server) -> "Decisions":
    return Decisions(server)


class Decisions:
    """What the history of a case has recorded, read from the server's data."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def of(self, code: str) -> list[str]:
        """User name of each who completed a user task of the case, in order."""
        return self.server.python(
            "from engine.models import UserTask\n"
            "from workflows.directory.models import Person\n"
            f"done = UserTask.objects.filter(instance__tracking_code='{code}', state='completed').order_by('id')\n"
            "print(*[Person.objects.get(pk=task.completed_by).username for task in done])"
        ).split()


@pytest.mark.parametrize(("language", "width"), [("fa", 390), ("en", 1280)])
def test_returned_request_is_corrected_by_the_applicant_and_sent_again(
    visit: Visit, language: str, width: int
) -> None:
    teacher, expert = visit("teacher", language, width), visit("expert", language, width)
    code = order_loan(teacher)
    decide(expert, code, "return", reason="نام شعبه را کامل بنویسید.")
    teacher.open("/services/")
    teacher.judge("services-returned")
    teacher.page.click(f"a[href$='/services/requests/{code}'] >> nth=0")
    assert "نام شعبه را کامل بنویسید." in teacher.text()
    teacher.judge("request-returned")
    teacher.page.click("a[href*='/services/tasks/']")
    correct_branch(teacher, "میدان ونک")
    open_case(expert, code)
    assert "میدان ونک" in expert.text()
    expert.judge("case-corrected")


def correct_branch(teacher: Visitor, branch: str) -> None:
    """The form opens with what was sent; one answer is changed from the check page."""
    look = Look(teacher, "correction")
    look("check")
    assert "میدان شهدا" in teacher.text()
    teacher.page.click("a[href*='step=loan'][href$='#id_branch']")
    assert teacher.page.input_value("[name=amount]").replace("٬", "").replace(",", "")
    teacher.page.fill("[name=branch]", branch)
    look("loan")
    teacher.page.click(".actions button[value=next]")
    teacher.page.click("button[value=submit]")
    teacher.page.wait_for_selector(".messages .alert--success")


def test_double_click_on_the_button_records_one_decision(visit: Visit, decisions: Decisions) -> None:
    code = order_loan(visit("teacher"))
    expert = visit("expert")
    open_case(expert, code)
    choose(expert, "approve")
    expert.page.dblclick(RECORD)
    expert.page.wait_for_selector(".messages .alert--success")
    assert decisions.of(code) == ["expert"]


def test_same_decision_sent_twice_without_javascript_is_recorded_once_and_answered_the_same(
    visit: Visit, decisions: Decisions
) -> None:
    code = order_loan(visit("teacher"))
    expert = visit("expert", javascript=False)
    open_case(expert, code)
    choose(expert, "approve")
    form = expert.page.locator(".decision form").first
    fields = {name: form.locator(f"[name={name}]").first.input_value() for name in FIELDS}
    target = expert.url + str(form.get_attribute("action"))
    sent = {**fields, "outcome": "approve"}
    answers = [
        expert.context.request.post(target, form=sent, headers={"Referer": expert.page.url}, max_redirects=0)
        for _ in range(2)
    ]
    assert [answer.status for answer in answers] == [302, 302]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert decisions.of(code) == ["expert"]


FIELDS = ("csrfmiddlewaretoken", "command_id", "revision", "seen")


def test_after_the_back_button_a_second_decision_is_refused_and_told(
    visit: Visit, decisions: Decisions
) -> None:
    code = order_loan(visit("teacher"))
    expert = visit("expert", "en")
    decide(expert, code, "approve")
    expert.page.go_back()
    if expert.has("[name=outcome][value=reject]"):
        choose(expert, "reject", reason="Changed my mind.")
        expert.page.click(RECORD)
    expert.page.wait_for_load_state()
    expert.judge("back-button")
    assert not expert.has("[name=outcome]")
    assert decisions.of(code) == ["expert"]


@pytest.mark.parametrize(("language", "width"), [("fa", 390), ("en", 1280)])
def test_of_two_officers_one_decides_and_the_other_is_told_who_and_keeps_the_text(
    visit: Visit, decisions: Decisions, language: str, width: int
) -> None:
    code = order_loan(visit("teacher", language, width))
    first, second = visit("expert", language, width), visit("expert2", language, width)
    open_case(first, code)
    open_case(second, code)
    choose(second, "reject", reason="مدارک کامل نیست.")
    choose(first, "approve")
    first.page.click(RECORD)
    first.page.wait_for_selector(".messages .alert--success")
    second.page.click(RECORD)
    second.page.wait_for_load_state()
    second.judge("conflict")
    told = second.text()
    assert ("Karimi" if language == "en" else "کریمی") in told
    assert "مدارک کامل نیست." in told
    assert decisions.of(code) == ["expert"]


def test_one_person_cannot_approve_both_steps(visit: Visit, server: Server, decisions: Decisions) -> None:
    server.python(
        "from workflows.directory.models import Person, RoleHolding, Unit\n"
        "from engine import clock\n"
        "RoleHolding.objects.get_or_create(person=Person.objects.get(username='expert2'), role='letters.chief',"
        " unit=Unit.objects.get(code='shahriar'), defaults={'granted_at': clock.now()})"
    )
    code = order_loan(visit("teacher"))
    both = visit("expert2", "en")
    decide(both, code, "approve")
    open_case(both, code)
    both.judge("four-eyes")
    assert not both.has("[name=outcome]")
    assert "already decided an earlier step" in both.text()
    decide(visit("chief"), code, "approve")
    assert decisions.of(code) == ["expert2", "chief"]

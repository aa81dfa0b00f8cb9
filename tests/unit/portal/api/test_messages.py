"""Messages of other systems: who may send them, once for each key, with exact numbers."""

from decimal import Decimal
from typing import Any

import pytest

from engine import api
from engine.models import BufferedMessage, ProcessInstance
from tests.factories.directory import make_officer
from tests.integration import event_processes as bpmn
from tests.scenarios.letters.office import Office
from tests.unit.portal.api.calling import Caller, is_problem


@pytest.fixture
def system(office: Office) -> Caller:
    """Another system, known at the top of the organisation."""
    return Caller.of(make_officer(office.units["tehran"], "integration.worker"))


def send(caller: Caller, key: str | None = None, **more: Any) -> Any:
    body = {"name": "paid", "correlation_key": "7", "variables": {"amount": 12.5, "paid": True}, **more}
    return caller.post("/messages", body, key=key)


def test_message_reaches_the_case_that_waits_for_it(office: Office, system: Caller) -> None:
    api.deploy(bpmn.AWAITS_PAID)
    case = api.start("awaits_paid", {"order": "7"}, unit="tehran").pk
    answer = send(system)
    assert (answer.status_code, answer.json()) == (202, {"name": "paid"})
    api.run_due_jobs()
    assert api.instance_state(case) == "completed"
    assert api.instance_variables(case) == {"order": "7", "amount": Decimal("12.5"), "paid": True}


def test_message_sent_again_with_its_key_is_one_message(office: Office, system: Caller) -> None:
    assert send(system, "once").status_code == send(system, "once").status_code == 202
    assert BufferedMessage.objects.count() == 1
    assert is_problem(send(system, "once", name="other"), 422, "idempotency-key-reused")


def test_message_begins_a_case_in_a_unit_within_reach(office: Office, system: Caller) -> None:
    api.deploy(bpmn.BEGUN_BY_ORDER)
    inside = office.units["rey"].path
    assert send(system, name="ordered", unit=inside).status_code == 202
    api.run_due_jobs()
    assert ProcessInstance.objects.get().unit_path == inside
    assert is_problem(send(system, name="ordered", unit="elsewhere"), 422, "request-invalid")


def test_without_the_role_at_the_top_there_is_no_such_address(office: Office, expert: Caller) -> None:
    district = Caller.of(make_officer(office.units["rey"], "integration.worker"))
    for caller in (expert, district):
        assert is_problem(send(caller), 404, "not-found")
    assert not BufferedMessage.objects.exists()


def test_value_that_cannot_be_kept_is_refused(office: Office, system: Caller) -> None:
    assert is_problem(send(system, variables={"amount": {"$number": "much"}}), 422, "request-invalid")
    assert is_problem(send(system, seconds_to_live=0), 422, "request-invalid")

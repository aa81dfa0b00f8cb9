"""Messages find whoever waits for them after a migration, and only those."""

from typing import Any

import pytest

from engine import api
from engine.history.verification import verify
from engine.models import EventSubscription, ProcessInstance
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.migration.versions import OPERATOR, assert_whole
from tests.integration.processes import HEAD
from tests.integration.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 60


def paying(node: str = "wait", message: str = "paid") -> str:
    """start → wait for the message of the bill's number → end."""
    return (
        HEAD
        + f"""
<message id="m" name="{message}"><extensionElements><kartabl:subscription correlationKey="=bill"/>
  </extensionElements></message>
<process id="paying" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="{node}"/>
  <receiveTask id="{node}" messageRef="m"/>
  <sequenceFlow id="f2" sourceRef="{node}" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
    )


def started() -> ProcessInstance:
    api.deploy(paying())
    return api.start("paying", {"bill": "b7"}, unit=UNIT, by=TEACHER)


def waits() -> list[tuple[str, str, str | None]]:
    return list(EventSubscription.objects.values_list("trigger", "name", "key"))


def send(message: str) -> None:
    api.correlate(message, correlation_key="b7")
    api.run_due_jobs()


def test_who_waits_is_found_under_the_new_name_of_the_node(office: Any) -> None:
    case = started()
    api.deploy(paying("await_payment"))
    migration = api.migrate(
        api.plan_migration("paying:1", "paying:2", {"wait": "await_payment"}), by=OPERATOR
    )
    assert waits() == [("await_payment", "paid", "b7")]
    assert_whole(case)
    api.undo(migration.pk, by=OPERATOR)
    assert waits() == [("wait", "paid", "b7")]
    api.migrate(api.plan_migration("paying:1", "paying:2", {"wait": "await_payment"}), by=OPERATOR)
    send("paid")
    assert api.instance_state(case.pk) == "completed"
    assert_whole(case)


def test_another_message_is_waited_for_from_now_on_also_one_that_was_there_before(office: Any) -> None:
    case = started()
    send("settled")
    api.deploy(paying(message="settled"))
    api.migrate(api.plan_migration("paying:1", "paying:2"), by=OPERATOR)
    assert waits() == [("wait", "settled", "b7")]
    api.run_due_jobs()
    assert api.instance_state(case.pk) == "completed"
    assert_whole(case)


def test_the_old_message_leads_nowhere_any_more(office: Any) -> None:
    case = started()
    api.deploy(paying(message="settled"))
    api.migrate(api.plan_migration("paying:1", "paying:2"), by=OPERATOR)
    send("paid")
    assert api.instance_state(case.pk) == "active"
    send("settled")
    assert api.instance_state(case.pk) == "completed"


def test_a_message_that_comes_during_the_migration_is_not_lost(office: Any) -> None:
    api.deploy(paying())
    bills = [f"b{number}" for number in range(ROUNDS)]
    cases = [api.start("paying", {"bill": bill}, unit=UNIT, by=TEACHER) for bill in bills]
    api.deploy(paying("await_payment"))
    for bill, case in zip(bills, cases, strict=True):
        plan = api.plan_migration("paying:1", "paying:2", {"wait": "await_payment"}, instances=[case.pk])
        api.correlate("paid", correlation_key=bill)
        outcome = at_once(api.run_due_jobs, lambda plan=plan: api.migrate(plan, by=OPERATOR))
        assert outcome == {"done": 2}
        api.run_due_jobs()
        assert api.instance_state(case.pk) == "completed"
        assert_whole(case)
    assert verify().faults == []

"""Cases inside of sub-processes, loops and called processes go over, in the store as in the runtime."""

from typing import Any

import pytest

from engine import api
from engine.actor import Actor
from engine.history.verification import verify
from engine.models import InboxEntry, ProcessInstance, UserTask
from engine.store.replaying import replay_case
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.migration.versions import OPERATOR, assert_whole, fresh
from tests.integration.processes import HEAD

pytestmark = pytest.mark.django_db


def scoped(task: str = "vote", box: str = "board", called: str = "") -> str:
    """start → sub-process: one vote for each member, then a call when there is one → end."""
    call = (
        f"""<callActivity id="call" calledElement="{called}"/>
      <sequenceFlow id="i3" sourceRef="call" targetRef="in_end"/>"""
        if called
        else ""
    )
    return (
        HEAD
        + f"""
<process id="scoped" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="{box}"/>
  <subProcess id="{box}">
    <startEvent id="in_start"/>
    <sequenceFlow id="i1" sourceRef="in_start" targetRef="{task}"/>
    <userTask id="{task}" kartabl:role="expert">
      <multiInstanceLoopCharacteristics kartabl:collection="=members" kartabl:elementVariable="member"
        kartabl:outputCollection="votes" kartabl:outputElement="=vote"/>
    </userTask>
    <sequenceFlow id="i2" sourceRef="{task}" targetRef="{"call" if called else "in_end"}"/>
    {call}
    <endEvent id="in_end"/>
  </subProcess>
  <sequenceFlow id="f2" sourceRef="{box}" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
    )


CALLED = (
    HEAD
    + """
<process id="inner" isExecutable="true">
  <startEvent id="inner_start"/>
  <sequenceFlow id="c1" sourceRef="inner_start" targetRef="{0}"/>
  <userTask id="{0}" kartabl:role="expert"/>
  <sequenceFlow id="c2" sourceRef="{0}" targetRef="inner_end"/>
  <endEvent id="inner_end"/>
</process></definitions>"""
)


def started(xml: str, members: str = "abc") -> ProcessInstance:
    api.deploy(xml)
    return api.start("scoped", {"members": [*members]}, unit=UNIT, by=TEACHER)


def open_tasks(case: ProcessInstance) -> list[UserTask]:
    return list(UserTask.objects.filter(instance=case, state="open").order_by("pk"))


def vote(case: ProcessInstance, value: str) -> None:
    api.complete(open_tasks(case)[0].pk, {"vote": value}, by=Actor("expert"))


def test_instances_of_a_loop_inside_a_sub_process_go_over_and_give_their_results(office: Any) -> None:
    case = started(scoped())
    vote(case, "yes")
    ids = [task.pk for task in open_tasks(case)]
    api.deploy(scoped("ballot", "council"))
    plan = api.plan_migration("scoped:1", "scoped:2", {"vote": "ballot", "board": "council"})
    assert plan.counts["safe"] == 1
    migration = api.migrate(plan, by=OPERATOR)
    assert [(task.pk, task.node) for task in open_tasks(case)] == [(pk, "ballot") for pk in ids]
    assert InboxEntry.objects.filter(user_task_id__in=ids).exists()
    assert_whole(case)
    api.undo(migration.pk, by=OPERATOR)
    assert {task.node for task in open_tasks(case)} == {"vote"}
    assert_whole(case)
    api.migrate(plan, by=OPERATOR)
    for value in ("no", "yes"):
        vote(case, value)
    assert api.instance_state(case.pk) == "completed"
    assert api.instance_variables(case.pk)["votes"] == ["yes", "no", "yes"]
    assert replay_case(fresh(case)).status == "completed"
    assert verify().faults == []


def test_a_case_inside_of_a_called_process_goes_over_and_the_call_ends_in_its_own_version(
    office: Any,
) -> None:
    api.deploy(CALLED.format("ask"))
    case = started(scoped(called="inner"))
    for value in ("yes", "no", "yes"):
        vote(case, value)
    api.deploy(CALLED.format("ask_again"))
    api.deploy(scoped(box="council", called="inner"))
    plan = api.plan_migration("scoped:1", "scoped:2", {"board": "council"})
    assert [reason.code for each in plan.safe() for reason in each.reasons] == ["called-process-stays"]
    api.migrate(plan, by=OPERATOR)
    assert [task.node for task in open_tasks(case)] == ["inner/ask"]
    assert_whole(case)
    api.complete(open_tasks(case)[0].pk, {}, by=Actor("expert"))
    assert api.instance_state(case.pk) == "completed"
    assert_whole(case)


def test_a_large_loop_whose_instances_are_stored_apart_goes_over_whole(office: Any) -> None:
    members = "abcdefghijklmnopqrstuvwxyz"
    case = started(scoped(), members)
    vote(case, "yes")
    api.deploy(scoped("ballot", "council"))
    plan = api.plan_migration("scoped:1", "scoped:2", {"board": "council"})
    choices = [reason for judgement in plan.needs_a_choice() for reason in judgement.reasons]
    assert [(reason.code, reason.node) for reason in choices] == [("node-missing", "vote")]
    plan = api.plan_migration("scoped:1", "scoped:2", {"vote": "ballot", "board": "council"})
    migration = api.migrate(plan, by=OPERATOR)
    assert {task.node for task in open_tasks(case)} == {"ballot"}
    assert_whole(case)
    api.undo(migration.pk, by=OPERATOR)
    assert {task.node for task in open_tasks(case)} == {"vote"}
    assert_whole(case)
    api.migrate(plan, by=OPERATOR)
    for _ in members[1:]:
        vote(case, "no")
    assert api.instance_state(case.pk) == "completed"
    assert api.instance_variables(case.pk)["votes"] == ["yes", *["no"] * (len(members) - 1)]
    assert_whole(case)

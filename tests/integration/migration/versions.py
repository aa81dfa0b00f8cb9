"""Versions of one process, deployed: what changes between them is given."""

from typing import Any

from engine import api
from engine.actor import Actor
from engine.models import ProcessDefinition, ProcessInstance, UserTask
from engine.store import scope_states
from engine.store.inspection import inspect
from engine.store.replaying import replay_case
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.processes import HEAD

OPERATOR = Actor("operator")
OLD, NEW = "leave:1", "leave:2"
LATE = """
  <boundaryEvent id="{0}" attachedToRef="{1}" cancelActivity="true">
    <timerEventDefinition><timeDuration>{2}</timeDuration></timerEventDefinition></boundaryEvent>
  <sequenceFlow id="f_{0}" sourceRef="{0}" targetRef="overdue"/>"""


def leave(
    *,
    first: str = "review",
    role: str = "expert",
    more: str = "",
    late: tuple[str, str] | None = ("late", "PT1H"),
    second: str = "sign",
) -> str:
    """start → ``first`` (``role``, timer ``late``) → ``second`` (chief, another person) → end."""
    timer = LATE.format(late[0], first, late[1]) if late else ""
    overdue = '<endEvent id="overdue"/>' if late else ""
    return (
        HEAD
        + f"""
<process id="leave" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="{first}"/>
  <userTask id="{first}" kartabl:role="{role}" kartabl:distinctFrom="start" {more}/>{timer}
  <sequenceFlow id="f2" sourceRef="{first}" targetRef="{second}"/>
  <userTask id="{second}" kartabl:role="chief" kartabl:distinctFrom="{first}"/>
  <sequenceFlow id="f3" sourceRef="{second}" targetRef="end"/>
  <endEvent id="end"/>{overdue}
</process></definitions>"""
    )


def deployed(*versions: str) -> list[ProcessDefinition]:
    return [api.deploy(xml) for xml in versions]


def begun(version: str, count: int = 1) -> list[ProcessInstance]:
    """Cases that run in this version: deploy it, start them, then deploy the next one."""
    definition = api.deploy(version)
    return [api.start(definition.key, {"amount": 5}, unit=UNIT, by=TEACHER) for _ in range(count)]


def task_of(case: ProcessInstance) -> UserTask:
    return UserTask.objects.get(instance=case, state="open")


def complete(case: ProcessInstance, by: str, **data: Any) -> None:
    api.complete(task_of(case).pk, data, by=Actor(by))


def fresh(case: ProcessInstance) -> ProcessInstance:
    return ProcessInstance.objects.select_related("definition").get(pk=case.pk)


def assert_whole(case: ProcessInstance) -> None:
    """The history alone leads to the stored state, nobody waits for nothing and no row for nobody."""
    stored = fresh(case)
    replayed = replay_case(stored)
    assert replayed == scope_states.of_token(stored, None)
    faults = inspect().faults
    assert faults == []

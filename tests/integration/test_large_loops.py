"""Large multi-instance activities: each instance is stored apart, and nothing shows it (BPMN 10.3.8; decision 0115)."""

from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import api, json_text, queries
from engine.actor import Actor
from engine.errors import FourEyesViolation
from engine.history.verification import verify
from engine.models import ProcessInstance, ScopeState, UserTask
from engine.runtime import encode_state
from engine.store.inspection import inspect
from engine.store.replaying import replay_case
from engine.store.scope_states import of_token
from tests.integration.conftest import EXPERT, TEACHER, UNIT
from tests.integration.processes import HEAD

pytestmark = pytest.mark.django_db
SCHOOLS = 60


def process(key: str, inner: str, *, condition: str = "") -> str:
    loop = (
        '<multiInstanceLoopCharacteristics kartabl:collection="=schools" kartabl:elementVariable="school"'
        f' kartabl:outputCollection="answers" kartabl:outputElement="=answer">{condition}'
        "</multiInstanceLoopCharacteristics>"
    )
    return f"""{HEAD}<signal id="stop" name="stop"/>
<process id="{key}" isExecutable="true"><startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>{inner.format(loop=loop)}
  <boundaryEvent id="stopped" attachedToRef="ask"><signalEventDefinition signalRef="stop"/></boundaryEvent>
  <sequenceFlow id="f2" sourceRef="ask" targetRef="end"/><endEvent id="end"/>
  <sequenceFlow id="f3" sourceRef="stopped" targetRef="early"/><endEvent id="early"/>
</process></definitions>"""


TASKS = '<userTask id="ask" kartabl:role="expert">{loop}</userTask>'
PARTS = """<subProcess id="ask">{loop}<startEvent id="s"/><sequenceFlow id="i1" sourceRef="s" targetRef="first"/>
  <userTask id="first" kartabl:role="expert"/><sequenceFlow id="i2" sourceRef="first" targetRef="second"/>
  <userTask id="second" kartabl:role="expert"/><sequenceFlow id="i3" sourceRef="second" targetRef="e"/>
  <endEvent id="e"/></subProcess>"""


def begin(xml: str, key: str) -> ProcessInstance:
    api.deploy(xml)
    schools = [f"school {number}" for number in range(1, SCHOOLS + 1)]
    return api.start(key, {"schools": schools}, unit=UNIT, by=TEACHER)


def open_tasks(case: ProcessInstance, node: str) -> list[int]:
    return list(
        UserTask.objects.filter(instance=case, node=node, state="open")
        .order_by("token")
        .values_list("pk", flat=True)
    )


def answer(task: int) -> dict[str, Any]:
    """What this school says: its own name, which only its own instance knows."""
    return {"answer": queries.user_task(task, by=EXPERT.id).variables["school"]}


def assert_sound(case: ProcessInstance) -> None:
    case.refresh_from_db()
    assert inspect().faults == []
    assert verify().faults == []
    assert replay_case(case) == of_token(case, None)


def test_answers_come_in_any_order_and_are_collected_in_theirs(office: Any) -> None:
    case = begin(process("survey", TASKS), "survey")
    assert ScopeState.objects.count() == SCHOOLS
    tasks = open_tasks(case, "ask")
    Random(7).shuffle(tasks)
    for task in tasks[:-1]:
        api.complete(task, answer(task), by=EXPERT)
    assert_sound(case)
    done = api.complete(tasks[-1], answer(tasks[-1]), by=EXPERT)
    assert done.state == "completed"
    assert api.instance_variables(case.pk)["answers"] == [f"school {n}" for n in range(1, SCHOOLS + 1)]
    assert not ScopeState.objects.exists()
    assert_sound(case)


def test_one_answer_reads_and_writes_its_own_part_and_not_the_others(office: Any) -> None:
    case = begin(process("survey", TASKS), "survey")
    before = len(json_text.dumps(encode_state(of_token(case, None))))
    task = open_tasks(case, "ask")[30]
    with CaptureQueriesContext(
        connection,
    ) as captured:
        api.complete(task, {"answer": 1}, by=EXPERT)
    written = [each["sql"] for each in captured if "engine_process_instance SET" in each["sql"]]
    assert len(written[0]) < before / 4
    parts = [each["sql"] for each in captured if "engine_scope_state" in each["sql"]]
    assert len(parts) == 2
    assert " AND scope = " in parts[0]


def test_tokens_inside_an_instance_are_found_again(office: Any) -> None:
    case = begin(process("visits", PARTS), "visits")
    for node in ("first", "second"):
        for task in open_tasks(case, node):
            api.complete(task, answer(task), by=EXPERT)
    assert api.instance_state(case.pk) == "completed"
    assert_sound(case)


def test_a_signal_takes_all_of_them_away(office: Any) -> None:
    case = begin(process("visits", PARTS), "visits")
    for task in open_tasks(case, "first")[:10]:
        api.complete(task, answer(task), by=EXPERT)
    api.broadcast("stop")
    api.run_due_jobs()
    assert api.instance_state(case.pk) == "completed"
    assert not UserTask.objects.filter(instance=case, state="open").exists()
    assert not ScopeState.objects.exists()
    assert_sound(case)


def test_a_completion_condition_ends_the_rest(office: Any) -> None:
    condition = "<completionCondition>numberOfCompletedInstances >= 3</completionCondition>"
    case = begin(process("survey", TASKS, condition=condition), "survey")
    for task in open_tasks(case, "ask")[:3]:
        api.complete(task, answer(task), by=EXPERT)
    assert api.instance_state(case.pk) == "completed"
    answers = api.instance_variables(case.pk)["answers"]
    assert answers[:4] == ["school 1", "school 2", "school 3", None]
    assert not ScopeState.objects.exists()
    assert_sound(case)


def test_a_case_with_many_instances_can_be_cancelled(office: Any) -> None:
    case = begin(process("survey", TASKS), "survey")
    api.cancel(case.pk, by=EXPERT, reason="mistake")
    assert not ScopeState.objects.exists()
    assert not UserTask.objects.filter(instance=case, state="open").exists()
    assert_sound(case)


def test_who_did_one_of_the_instances_is_excluded_from_the_step_that_needs_another(office: Any) -> None:
    office.give("second", "expert", UNIT)
    office.give("expert", "chief", UNIT)
    office.give("third", "chief", UNIT)
    signed = (
        process("signed", TASKS)
        .replace('targetRef="end"', 'targetRef="sign"')
        .replace(
            '<endEvent id="end"/>',
            '<userTask id="sign" kartabl:role="chief" kartabl:distinctFrom="ask"/>'
            '<sequenceFlow id="f4" sourceRef="sign" targetRef="end"/><endEvent id="end"/>',
        )
    )
    case = begin(signed, "signed")
    for number, task in enumerate(open_tasks(case, "ask")):
        api.complete(task, {"answer": 1}, by=EXPERT if number == 0 else Actor("second"))
    (sign,) = open_tasks(case, "sign")
    with pytest.raises(FourEyesViolation):
        api.complete(sign, {}, by=EXPERT)
    assert api.complete(sign, {}, by=Actor("third")).state == "completed"

"""A dry run of a deployment tells all errors and warnings and stores nothing; the command prints the warnings."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from engine import api
from engine.models import Artifact, Deployment, ProcessDefinition
from tests.integration.processes import HEAD

pytestmark = pytest.mark.django_db

BESIDE = (
    HEAD
    + """
<process id="beside" isExecutable="true" kartabl:starterRoles="teacher">
  <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="fork"/>
  <parallelGateway id="fork"/>
  <sequenceFlow id="f2" sourceRef="fork" targetRef="one"/><sequenceFlow id="f3" sourceRef="fork" targetRef="two"/>
  <userTask id="one" kartabl:role="clerk" kartabl:formKey="opinion"/>
  <userTask id="two" kartabl:role="auditor" kartabl:formKey="opinion"/>
  <sequenceFlow id="f4" sourceRef="one" targetRef="join"/><sequenceFlow id="f5" sourceRef="two" targetRef="join"/>
  <parallelGateway id="join"/>
  <sequenceFlow id="f6" sourceRef="join" targetRef="end"/><endEvent id="end"/>
</process></definitions>"""
)
Told = list[tuple[str, str, str]]


def told(xml: str, *artifacts: tuple[str, str, str]) -> Told:
    return [(each.severity, each.element_id, each.rule) for each in api.check(xml, artifacts=artifacts)]


def test_of_a_file_that_cannot_be_read_the_errors_are_told() -> None:
    assert {severity for severity, *_ in told(BESIDE.replace('id="end"', 'id="fork"'))} == {"error"}


def test_what_is_missing_is_an_error_and_what_is_doubtful_a_warning(organisation: Any) -> None:
    organisation.give("7", "clerk", "tehran")
    assert told(BESIDE) == [
        ("error", "one", "unknown-form"),
        ("error", "two", "unknown-form"),
        ("warning", "beside", "role-unknown"),
        ("warning", "two", "role-unknown"),
    ]
    organisation.give("7", "auditor", "tehran")
    organisation.give("7", "teacher", "tehran")
    assert {severity for severity, *_ in told(BESIDE)} == {"error"}


def test_a_start_timer_that_cannot_be_computed_is_an_error() -> None:
    timer = "<timerEventDefinition><timeDuration>=nothing</timeDuration></timerEventDefinition>"
    xml = BESIDE.replace('<startEvent id="start"/>', f'<startEvent id="start">{timer}</startEvent>')
    assert ("error", "start", "timer-invalid") in told(xml.replace(' kartabl:formKey="opinion"', ""))


def test_nothing_is_stored() -> None:
    assert told(BESIDE.replace(' kartabl:formKey="opinion"', "")) == []
    for model in (ProcessDefinition, Deployment, Artifact):
        assert not model.objects.exists()


def test_fields_that_two_people_fill_at_the_same_time_are_told(settings: Any) -> None:
    form = next(Path(settings.KARTABL_FORM_DEFINITIONS).glob("*/review.json")).read_text(encoding="utf-8")
    fields = set(json.loads(form)["schema"]["properties"])
    found = api.check(BESIDE.replace("opinion", "review"), artifacts=[("form", "review", form)])
    assert {problem.rule for problem in found} == {"concurrent-write"}
    assert {problem.params["variable"] for problem in found} <= fields


def test_the_command_prints_warnings_with_place_and_rule(settings: Any, tmp_path: Path) -> None:
    folder = tmp_path / "workflows" / "own" / "services"
    folder.mkdir(parents=True)
    merged = BESIDE.replace('<parallelGateway id="join"/>', '<task id="join"/>')
    process = merged.replace(' kartabl:formKey="opinion"', "")
    (tmp_path / "own.bpmn").write_text(process, encoding="utf-8")
    bundle = {"key": "own", "process": "own.bpmn", "forms": [], "decisions": [], "letters": []}
    (folder / "own.json").write_text(json.dumps(bundle), encoding="utf-8")
    settings.BASE_DIR = tmp_path
    out, err = StringIO(), StringIO()
    call_command("deploy_definitions", stdout=out, stderr=err)
    assert "own: version 1" in out.getvalue()
    assert "own: warning [multiple-merge] join:" in err.getvalue()
    assert "done once for each" in err.getvalue()

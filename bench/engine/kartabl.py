"""Kartabl with everything on: authorisation, validation of six form fields, history, inbox."""

import json
import os
from collections.abc import Callable
from typing import Any

FORM = {
    "$format": "kartabl-form/1",
    "key": "bench_form",
    "defaultLocale": "en",
    "schema": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "required": ["amount", "bank"],
        "properties": {
            "amount": {"type": "integer", "minimum": 1},
            "bank": {"enum": ["melli", "sepah"]},
            "branch": {"type": "string", "maxLength": 40},
            "since": {"type": "string", "format": "date"},
            "purpose": {"type": "string", "maxLength": 200},
            "instalments": {"type": "integer", "maximum": 60},
        },
    },
    "ui": {
        "pages": [
            {
                "id": "one",
                "items": [
                    {"field": name}
                    for name in ("amount", "bank", "branch", "since", "purpose", "instalments")
                ],
            }
        ]
    },
    "logic": [],
    "i18n": {
        language: {
            "title": "Request",
            "page.one": "Request",
            "option.bank.melli": "Melli",
            "option.bank.sepah": "Sepah",
            **{
                f"field.{name}": name
                for name in ("amount", "bank", "branch", "since", "purpose", "instalments")
            },
        }
        for language in ("en", "fa")
    },
}
DATA = {
    "amount": 5,
    "bank": "melli",
    "branch": "Shahriar",
    "since": "2025-01-01",
    "purpose": "house",
    "instalments": 12,
}
PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:kartabl="urn:kartabl:bpmn:1" targetNamespace="urn:bench" id="d">
<process id="bench" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="fill"/>
  <userTask id="fill" kartabl:role="expert" kartabl:formKey="bench_form"/>
  <sequenceFlow id="f2" sourceRef="fill" targetRef="choice"/>
  <exclusiveGateway id="choice" default="f4"/>
  <sequenceFlow id="f3" sourceRef="choice" targetRef="approve">
    <conditionExpression>amount &gt; 1</conditionExpression></sequenceFlow>
  <sequenceFlow id="f4" sourceRef="choice" targetRef="end"/>
  <userTask id="approve" kartabl:role="chief" kartabl:distinctFrom="fill"/>
  <sequenceFlow id="f5" sourceRef="approve" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
UNIT = "tehran/shahriar"


def prepare(folder: str) -> Callable[[int], None]:
    """Migrate, deploy; the function that runs one instance from start to end."""
    os.environ["BENCH_FOLDER"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.engine.kartabl_settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from engine import api
    from engine.actor import Actor
    from engine.plugins import directory

    directory.register(Office())
    api.deploy(PROCESS, artifacts=[("form", "bench_form", json.dumps(FORM))])
    clerk, chief = Actor("clerk"), Actor("chief")

    def waiting(instance: Any) -> int:
        sql = "SELECT id FROM engine_user_task WHERE instance_id = ? AND state = 'open'"
        return int(connection.connection.execute(sql, [instance.pk]).fetchone()[0])

    mark = 0

    def run_one(number: int) -> None:
        nonlocal mark
        mark += 1
        started = api.start("bench", {}, unit=UNIT, by=clerk, command_id=f"s{mark}")
        api.complete(waiting(started), dict(DATA), by=clerk, command_id=f"a{mark}")
        ended = api.complete(waiting(started), {}, by=chief, command_id=f"b{mark}")
        assert ended.state == "completed"

    return run_one


class Office:
    """A district with a clerk and a chief."""

    ROLES = {"clerk": ("expert", UNIT), "chief": ("chief", UNIT)}

    def holdings(self, person_id: str) -> frozenset[tuple[str, str]]:
        return frozenset({self.ROLES[person_id]})

    def holders(self, role: str, unit_path: str) -> list[str]:
        return [person for person, held in self.ROLES.items() if held == (role, unit_path)]

    def is_related(self, person_a: str, person_b: str) -> bool:
        return person_a == person_b

    def time_zone(self, unit_path: str) -> str:
        return "Asia/Tehran"

    def display_name(self, person_id: str) -> str:
        return person_id

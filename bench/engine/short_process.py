"""The short process: start, user task with a form of six fields, gateway, user task, end."""

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

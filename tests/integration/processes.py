"""Small processes for the tests of commands, store, history and jobs."""

import json

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:kartabl="urn:kartabl:bpmn:1" targetNamespace="urn:kartabl:test" id="d">"""

TWO_STEPS = (
    HEAD
    + """
<process id="two_steps" name="Two steps" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="review"/>
  <userTask id="review" name="Review" kartabl:role="expert" kartabl:distinctFrom="start"
            kartabl:notRelatedTo="start" kartabl:outcomes="approve reject"/>
  <sequenceFlow id="f2" sourceRef="review" targetRef="decided"/>
  <exclusiveGateway id="decided" default="f_reject"/>
  <sequenceFlow id="f_approve" sourceRef="decided" targetRef="sign">
    <conditionExpression>outcome = "approve"</conditionExpression></sequenceFlow>
  <sequenceFlow id="f_reject" sourceRef="decided" targetRef="end"/>
  <userTask id="sign" name="Sign" kartabl:role="chief" kartabl:distinctFrom="review start"
            kartabl:notRelatedTo="start"/>
  <sequenceFlow id="f3" sourceRef="sign" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
)

PARALLEL = (
    HEAD
    + """
<process id="parallel" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="split"/>
  <parallelGateway id="split"/>
  <sequenceFlow id="f2" sourceRef="split" targetRef="left"/>
  <sequenceFlow id="f3" sourceRef="split" targetRef="right"/>
  <userTask id="left" kartabl:role="expert"/>
  <userTask id="right" kartabl:role="expert"/>
  <sequenceFlow id="f4" sourceRef="left" targetRef="join"/>
  <sequenceFlow id="f5" sourceRef="right" targetRef="join"/>
  <parallelGateway id="join"/>
  <sequenceFlow id="f6" sourceRef="join" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
)

TIMER = (
    HEAD
    + """
<process id="timer" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="wait"/>
  <userTask id="wait" kartabl:role="expert"/>
  <boundaryEvent id="late" attachedToRef="wait" cancelActivity="true">
    <timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
  <sequenceFlow id="f2" sourceRef="wait" targetRef="done"/>
  <endEvent id="done"/>
  <sequenceFlow id="f3" sourceRef="late" targetRef="note"/>
  <scriptTask id="note" scriptFormat="feel" kartabl:resultVariable="was_late"><script>true</script></scriptTask>
  <sequenceFlow id="f4" sourceRef="note" targetRef="overdue"/>
  <endEvent id="overdue"/>
</process></definitions>"""
)

SERVICE = (
    HEAD
    + """
<process id="service" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="reckon"/>
  <serviceTask id="reckon" kartabl:calculator="test.double" kartabl:resultVariable="doubled"/>
  <sequenceFlow id="f2" sourceRef="reckon" targetRef="tell"/>
  <sendTask id="tell" kartabl:connector="test.tell" kartabl:retries="3"/>
  <sequenceFlow id="f3" sourceRef="tell" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
)

# the starter fills a form, gets it back, sends it again or withdraws; "plain" is a step without outcomes
CORRECTION = (
    HEAD
    + """
<process id="correction" isExecutable="true">
  <startEvent id="start" kartabl:formKey="wish"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="correct"/>
  <userTask id="correct" kartabl:assignee="teacher" kartabl:formKey="wish" kartabl:outcomes="resubmit withdraw"/>
  <sequenceFlow id="f2" sourceRef="correct" targetRef="plain"/>
  <userTask id="plain" kartabl:assignee="teacher" kartabl:formKey="wish"/>
  <sequenceFlow id="f3" sourceRef="plain" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
)

WISH_FORM = json.dumps(
    {
        "$format": "kartabl-form/1",
        "key": "wish",
        "defaultLocale": "en",
        "schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": False,
            "properties": {"wish": {"type": "string", "maxLength": 50}},
        },
        "ui": {"pages": [{"id": "one", "items": [{"field": "wish", "widget": "text"}]}]},
        "logic": [],
        "i18n": {
            locale: {"title": "Wish", "page.one": "Wish", "field.wish": "Wish"} for locale in ("fa", "en")
        },
    }
)

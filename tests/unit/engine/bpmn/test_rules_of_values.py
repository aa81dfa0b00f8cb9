"""Rules about what tasks, attributes and expressions say: faulty values are refused, never guessed."""

import pytest

from tests.unit.engine.bpmn.drawing import between, rules_of, script, user

IO = "<extensionElements><kartabl:ioMapping>{}</kartabl:ioMapping></extensionElements>"

REFUSED = {
    "public": (between('<task id="x"/>', attributes='processType="Public"'), ("p", "public-executable")),
    "no token to begin with": (between('<task id="x" startQuantity="0"/>'), ("x", "value-invalid")),
    "tokens beyond counting": (
        between(f'<task id="x" startQuantity="{"9" * 5000}"/>'),
        ("x", "value-invalid"),
    ),
    "half a token": (between('<task id="x" completionQuantity="0.5"/>'), ("x", "value-invalid")),
    "script without language": (
        between(script("x", "1").replace('scriptFormat="feel"', "")),
        ("x", "script-format"),
    ),
    "foreign script": (between(script("x", "1").replace('"feel"', '"groovy"')), ("x", "script-format")),
    "empty script": (between(script("x", "")), ("x", "expression-empty")),
    "script that is no FEEL": (between(script("x", "1 +")), ("x", "feel-syntax")),
    "condition that is no FEEL": (
        between('<exclusiveGateway id="x" default="x_e"/><task id="y"/>', ("x>y", "a >"), "y>e"),
        ("x_y", "feel-syntax"),
    ),
    "empty condition": (
        between('<exclusiveGateway id="x" default="x_e"/><task id="y"/>', ("x>y", " "), "y>e"),
        ("x_y", "expression-empty"),
    ),
    "no plug-in": (between('<serviceTask id="x"/>'), ("x", "plug-in-missing")),
    "two plug-ins": (
        between('<serviceTask id="x" kartabl:calculator="c" kartabl:connector="d"/>'),
        ("x", "contradictory-attributes"),
    ),
    "retries without effect": (
        between('<serviceTask id="x" kartabl:calculator="c" kartabl:retries="2"/>'),
        ("x", "attribute-without-effect"),
    ),
    "retries as a word": (
        between('<serviceTask id="x" kartabl:connector="c" kartabl:retries="two"/>'),
        ("x", "value-invalid"),
    ),
    "no decision": (between('<businessRuleTask id="x"/>'), ("x", "plug-in-missing")),
    "nobody": (between(user("x", "")), ("x", "nobody-assigned")),
    "empty role": (between(user("x", 'kartabl:role=""')), ("x", "value-empty")),
    "calendar without due": (
        between(user("x", 'kartabl:role="r" kartabl:calendar="o"')),
        ("x", "attribute-without-effect"),
    ),
    "due as words": (between(user("x", 'kartabl:role="r" kartabl:due="soon"')), ("x", "value-invalid")),
    "due that is no FEEL": (between(user("x", 'kartabl:role="r" kartabl:due="=1 +"')), ("x", "feel-syntax")),
    "result variable as FEEL": (between(script("x", "1", "=a")), ("x", "feel-not-allowed")),
    "result variable that is no name": (between(script("x", "1", "a-b(c)")), ("x", "value-invalid")),
    "mapping without source": (
        between("<task id='x'>" + IO.format('<kartabl:output target="a"/>') + "</task>"),
        ("x", "mapping-incomplete"),
    ),
    "inputs of a user task": (
        between(user("x", inside=IO.format("<kartabl:input source='=a' target='b'/>"))),
        ("x", "unsupported-element"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_faulty_value_is_refused(name):
    xml, expected = REFUSED[name]
    assert expected in rules_of(xml)

"""The quick validator never accepts what the thorough one refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.errors import DefinitionError
from engine.forms import FormDefinition
from engine.forms.formats import FORMAT_CHECKER, SchemaJudge

FORMS = sorted(Path("form_definitions").rglob("*.json"))
TEXTS = """5|5.0|1e3|12|99|123|۵|2024-02-30|2024-02-29|2024-01-01T10:00:00Z|12:30|0499370899|09121234567|a@b.ir|الف"""
NEAR = st.sampled_from([*TEXTS.split("|"), "", " ", "a", "12\n", "x" * 32, "x" * 300])
VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, width=32)
    | NEAR
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NEAR | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def both(schema: dict[str, Any], data: dict[str, Any]) -> None:
    if not list(SchemaJudge(schema).errors(data)):
        thorough = Draft202012Validator(schema, format_checker=FORMAT_CHECKER)
        assert [error.message for error in thorough.iter_errors(data)] == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_shipped_forms_are_judged_alike(path: Path, data: st.DataObject) -> None:
    schema = FormDefinition.load(json.loads(path.read_text(encoding="utf-8"))).schema
    answers = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(schema["properties"], VALUE)))
    both({**schema, "required": []}, answers)


@settings(max_examples=300, deadline=None)
@given(
    rule=st.sampled_from(
        [{"type": "string", "format": name} for name in FORMAT_CHECKER.checkers]
        + [{"type": "integer"}, {"type": "integer", "minimum": 3}]
        + [{"type": "string", "minLength": 2, "maxLength": 3}, {"enum": [1, "1", None]}, {"const": 0}]
        + [{"type": "string", "pattern": pattern} for pattern in ("^[0-9]{2}$", "^[الف-ی ]+$", "^a|b$")]
        + [{"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}]
    ),
    value=VALUE,
)
def test_every_rule_a_field_may_have_is_judged_alike(rule: dict[str, Any], value: Any) -> None:
    both({"type": "object", "properties": {"field": rule}}, {"field": value})


FORM = json.loads(FORMS[0].read_text(encoding="utf-8"))


def problems_with(fragment: dict[str, Any]) -> list[str]:
    """The rule ids of what is wrong with a form whose first field has this fragment as well."""
    schema = FORM["schema"]
    name = next(iter(schema["properties"]))
    properties = {**schema["properties"], name: {**schema["properties"][name], **fragment}}
    try:
        FormDefinition.load({**FORM, "schema": {**schema, "properties": properties}})
    except DefinitionError as refused:
        return [problem.rule for problem in refused.problems]
    return []


@pytest.mark.parametrize("pattern", [r"^\D+$", r"\w", r"a\s", r"^\\\d$", r"\bx"])
def test_a_pattern_that_the_validators_read_differently_is_refused(pattern: str) -> None:
    assert "pattern-ambiguous" in problems_with({"pattern": pattern})


@pytest.mark.parametrize("pattern", ["^[0-9]{2}$", r"^\\d$", r"^\.$"])
def test_a_plain_pattern_is_accepted(pattern: str) -> None:
    assert problems_with({"pattern": pattern}) == []


@pytest.mark.parametrize("reference", ["http://127.0.0.1:9/secret", "file:///etc/hostname", "other.json"])
def test_a_schema_refers_to_nothing_outside(reference: str) -> None:
    assert "schema-invalid" in problems_with({"$ref": reference})

"""The loader reports every problem of a stored form at once."""

from typing import Any

import pytest

from engine.errors import DefinitionError
from engine.forms import FormDefinition
from tests.unit.engine.forms.gallery import gallery, gallery_source, texts, two_fields

TEXT = {"type": "string"}
SHOWN = {"type": "string", "readOnly": True}


def rules_of(source: dict[str, Any]) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        FormDefinition.load(source)
    return [problem.rule for problem in refused.value.problems]


def test_a_form_with_every_field_type_loads_and_its_pin_is_stable() -> None:
    assert gallery().pin == gallery().pin
    other = gallery_source()
    other["i18n"]["fa"]["title"] = "Other"
    assert FormDefinition.load(other).pin != gallery().pin


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"$format": "kartabl-form/9"}, "format-const"),
        ({"unknown": 1}, "format-additionalProperties"),
        ({"key": "Not A Key"}, "format-pattern"),
        ({"ui": {"pages": []}}, "format-minItems"),
        ({"logic": [{"target": "a"}]}, "format-anyOf"),
        ({"logic": [{"target": "a", "valid": "true"}]}, "format-anyOf"),
    ],
)
def test_a_source_of_another_shape_is_refused(change: dict[str, Any], rule: str) -> None:
    assert rule in rules_of(two_fields(TEXT, TEXT, **change))


@pytest.mark.parametrize(
    ("logic", "rule"),
    [
        ([{"target": "a", "visible": "b ="}], "feel-syntax"),
        ([{"target": "a", "visible": 'c = "x"'}], "name-unknown"),
        ([{"target": "c", "visible": "true"}], "target-unknown"),
        ([{"target": "a[].x", "visible": "true"}], "target-unknown"),
        ([{"target": "a", "visible": "false", "required": "true"}], "never-visible"),
        ([{"target": "a", "visible": 'b = "x"'}, {"target": "b", "visible": 'a = "x"'}], "logic-cycle"),
        ([{"target": "a", "value": "1"}], "computed-editable"),
        ([{"target": "a", "valid": "true", "message": "absent"}], "text-missing"),
    ],
)
def test_logic_that_cannot_work_is_refused(logic: list[dict[str, Any]], rule: str) -> None:
    assert rule in rules_of(two_fields(TEXT, TEXT, logic))


def test_computed_fields_that_wait_for_one_another_are_named() -> None:
    logic = [{"target": "a", "value": "b"}, {"target": "b", "value": "a"}]
    with pytest.raises(DefinitionError) as refused:
        FormDefinition.load(two_fields(SHOWN, SHOWN, logic))
    problem = refused.value.problems[0]
    assert problem.rule == "logic-cycle" and set(problem.params["fields"]) == {"a", "b"}


def test_a_required_field_that_may_be_hidden_is_refused() -> None:
    source = two_fields(TEXT, TEXT, [{"target": "a", "visible": 'b = "x"'}])
    source["schema"]["required"] = ["a"]
    assert "required-but-hidden" in rules_of(source)


@pytest.mark.parametrize(
    ("items", "rule"),
    [
        ([{"field": "a"}, {"field": "c"}], "field-unknown"),
        ([{"field": "a"}, {"field": "a"}, {"field": "b"}], "field-twice"),
        ([{"field": "a"}], "field-unused"),
        ([{"field": "a", "widget": "crystal_ball"}, {"field": "b"}], "widget-unknown"),
        ([{"field": "a", "widget": "date"}, {"field": "b"}], "widget-schema"),
        ([{"field": "a", "widget": "radio"}, {"field": "b"}], "widget-schema"),
        ([{"field": "a", "widget": "file"}, {"field": "b"}], "widget-schema"),
        ([{"field": "a", "widget": "select", "optionsFrom": "nowhere"}, {"field": "b"}], "options-unknown"),
        ([{"widget": "date"}, {"field": "a"}, {"field": "b"}], "field-missing"),
        ([{"widget": "heading", "text": "absent"}, {"field": "a"}, {"field": "b"}], "text-missing"),
        (
            [
                {"widget": "lookup", "lookup": {"registry": "r", "fill": {"zzz": "x"}}},
                {"field": "a"},
                {"field": "b"},
            ],
            "lookup-target",
        ),
        (
            [
                {"field": "a", "widget": "lookup", "lookup": {"registry": "r", "fill": {"b": "x"}}},
                {"field": "b"},
            ],
            "lookup-key",
        ),
    ],
)
def test_pages_that_do_not_fit_the_schema_are_refused(items: list[dict[str, Any]], rule: str) -> None:
    assert rule in rules_of(two_fields(TEXT, TEXT, ui={"pages": [{"id": "p", "items": items}]}))


def test_missing_translations_are_named_with_their_language() -> None:
    source = gallery_source()
    del source["i18n"]["en"]["field.rows.who"], source["i18n"]["fa"]["option.marital.single"]
    with pytest.raises(DefinitionError) as refused:
        FormDefinition.load(source)
    missing = {(problem.element_id, problem.params["locale"]) for problem in refused.value.problems}
    assert missing == {("field.rows.who", "en"), ("option.marital.single", "fa")}


def test_all_problems_are_told_at_once() -> None:
    logic = [{"target": "c", "visible": "true"}, {"target": "a", "visible": "b ="}]
    source = two_fields(TEXT, TEXT, logic, i18n={"fa": {}, "en": {}})
    found = rules_of(source)
    assert {"target-unknown", "feel-syntax", "text-missing"} <= set(found)


def test_a_schema_that_is_no_json_schema_is_refused() -> None:
    assert "schema-invalid" in rules_of(two_fields({"type": "nonsense"}, TEXT))


def test_fields_come_after_those_their_logic_reads() -> None:
    source = two_fields(SHOWN, SHOWN, [{"target": "a", "value": "b"}, {"target": "b", "value": '"x"'}])
    assert FormDefinition.load(source).order == ("b", "a")


def test_an_option_pattern_stands_for_every_option() -> None:
    words = {key: text for key, text in texts().items() if not key.startswith("option.city.")}
    source = gallery_source(i18n={"fa": {**words, "option.city.*": "{value}"}, "en": texts()})
    assert FormDefinition.load(source)

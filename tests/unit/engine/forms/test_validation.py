"""The server decides: logic, schema, options, files; forged data are harmless."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.errors import FormInvalid
from engine.forms import FormContext, FormDefinition, error_text, typed, validate
from engine.forms.form_context import FileFacts
from engine.plugins import LookupContext, lookup
from engine.plugins.lookups import lookups
from tests.unit.engine.forms.gallery import gallery, two_fields

FORM = gallery()


class OwnFiles:
    def facts(self, ref: str) -> FileFacts | None:
        return FileFacts(ref, "a.pdf", "application/pdf", 1) if ref == "m" * 40 else None


def context(**changes: Any) -> FormContext:
    defaults: dict[str, Any] = {"locale": "en", "values": {"ceilings": [3, 6]}, "files": OwnFiles()}
    return FormContext("7", now=datetime(2026, 4, 4, 12, tzinfo=UTC), **{**defaults, **changes})


def codes(data: dict[str, Any], form: FormDefinition = FORM, **changes: Any) -> dict[str, str]:
    with pytest.raises(FormInvalid) as refused:
        validate(form, data, context=context(**changes))
    return {path: errors[0].code for path, errors in refused.value.errors.items()}


def test_computed_values_are_recomputed_and_never_believed() -> None:
    clean = validate(
        FORM, {"amount": "100", "total": "1", "rows": [{"who": "A"}, {"who": "B"}]}, context=context()
    )
    assert clean.data["total"] == "300"


def test_read_only_values_come_from_the_server_alone() -> None:
    assert "unit" not in validate(FORM, {"unit": "forged"}, context=context()).data
    known = context(prefill={"unit": "tehran/shahriar"})
    assert validate(FORM, {"unit": "forged"}, context=known).data["unit"] == "tehran/shahriar"


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"stranger": 1}, {"stranger": "key-unknown"}),
        ({"rows": [{"who": "A", "evil": 1}]}, {"rows[0].evil": "key-unknown"}),
        ({"age": "25"}, {"age": "value-form"}),
        ({"age": 12}, {"age": "number-minimum"}),
        ({"name": "x" * 21}, {"name": "too-long"}),
        ({"day": "1404/08/30"}, {"day": "date-form"}),
        ({"day": "2026-02-30"}, {"day": "date-form"}),
        ({"amount": "1e5"}, {"amount": "number-form"}),
        ({"amount": "NaN"}, {"amount": "number-form"}),
        ({"amount": 5}, {"amount": "value-form"}),
        ({"marital": "x"}, {"marital": "choice-unknown"}),
        ({"months": 12}, {"months": "choice-unknown"}),
        ({"consent": False}, {"consent": "choice-unknown"}),
        ({"national_id": "0499370898"}, {"national_id": "national-id-check"}),
        ({"mobile": "123"}, {"mobile": "mobile-form"}),
        ({"plate": {"two_digits": "12"}}, {"plate": "value-form"}),
        ({"plate": "12ب34567"}, {"plate": "value-form"}),
        ({"photo": "o" * 40}, {"photo": "file-unknown"}),
        ({"photo": "../../etc/passwd"}, {"photo": "file-unknown"}),
        ({"papers": ["m" * 40] * 3}, {"papers": "rows-many"}),
        ({"rows": [{}]}, {"rows[0].who": "required"}),
        ({"rows": "text"}, {"rows": "value-form"}),
        ({"rows": ["text"]}, {"rows": "value-form"}),
        ({"rows": [{"who": str(n)} for n in range(4)]}, {"rows": "rows-many"}),
    ],
)
def test_data_that_do_not_fit_are_refused_where_they_are_wrong(
    data: dict[str, Any], errors: dict[str, str]
) -> None:
    assert codes(data) == errors


def test_own_files_are_accepted_and_nobody_elses() -> None:
    assert validate(FORM, {"photo": "m" * 40}, context=context()).data["photo"] == "m" * 40
    assert codes({"photo": "m" * 40}, files=FormContext("7").files) == {"photo": "file-unknown"}


def test_row_rules_are_judged_in_their_row() -> None:
    rows = [{"who": "A", "age": 12}, {"who": "B", "age": 40, "school": "left over"}]
    assert codes({"rows": rows}) == {"rows[0].school": "required"}
    rows[0]["school"] = "Danesh"
    clean = validate(FORM, {"rows": rows}, context=context())
    assert clean.data["rows"] == [{"who": "A", "age": 12, "school": "Danesh"}, {"who": "B", "age": 40}]
    assert clean.hidden == {"rows[1].school"}


def test_a_broken_rule_has_the_words_of_the_form() -> None:
    with pytest.raises(FormInvalid) as refused:
        validate(FORM, {"rows": [{"who": "A", "age": 101}]}, context=context())
    (error,) = refused.value.errors["rows"]
    assert error_text(error, FORM, context()) == "Too old"


YES_NO = {"type": "boolean"}
TEXT = {"type": "string"}


def test_hidden_fields_are_removed_and_count_as_unanswered_for_others() -> None:
    logic = [
        {"target": "b", "visible": "a", "required": "a"},
        {"target": "c", "value": 'if b = null then "none" else b'},
    ]
    source = two_fields(YES_NO, TEXT, logic)
    source["schema"]["properties"]["c"] = {"type": "string", "readOnly": True}
    source["ui"]["pages"][0]["items"].append({"field": "c"})
    for texts in source["i18n"].values():
        texts["field.c"] = "C"
    form = FormDefinition.load(source)
    assert validate(form, {"a": False, "b": "kept"}, context=context()).data == {"a": False, "c": "none"}
    assert validate(form, {"a": True, "b": "kept"}, context=context()).data["c"] == "kept"
    assert codes({"a": True}, form) == {"b": "required"}


def test_a_rule_that_waits_for_another_answer_is_silent() -> None:
    day = {"type": "string", "format": "date"}
    form = FormDefinition.load(two_fields(day, day, [{"target": "b", "valid": "b > a", "message": "m"}]))
    assert validate(form, {"b": "2026-01-01"}, context=context()).data == {"b": "2026-01-01"}
    assert codes({"a": "2026-01-02", "b": "2026-01-01"}, form) == {"b": "rule"}


def test_today_is_the_readers_day_not_that_of_utc(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tehran"
    day = {"type": "string", "format": "date"}
    form = FormDefinition.load(
        two_fields(day, TEXT, [{"target": "a", "valid": "a >= today()", "message": "m"}])
    )
    late = datetime(2026, 4, 4, 21, 0, tzinfo=UTC)
    asked = FormContext("7", now=late)
    assert validate(form, {"a": "2026-04-05"}, context=asked)
    with pytest.raises(FormInvalid):
        validate(form, {"a": "2026-04-04"}, context=asked)


def test_typed_values_are_feel_values_and_every_field_is_there() -> None:
    data = {"age": 25, "amount": "100", "day": "2026-04-04", "agrees": True, "rows": [{"who": "A", "age": 3}]}
    values = typed(FORM, data)
    assert (
        values["age"] == Decimal(25)
        and values["amount"] == Decimal(100)
        and values["day"] == date(2026, 4, 4)
    )
    assert values["rows"] == [{"who": "A", "age": Decimal(3), "school": None}]
    assert values["agrees"] is True and values["name"] is None and set(values) == set(FORM.fields)


@pytest.fixture
def registry() -> Iterator[list[str]]:
    """A registry that answers any key, as a careless one might; and the keys it was asked."""
    asked: list[str] = []

    @lookup("test.people")
    def people(key: str, asker: LookupContext) -> dict[str, Any] | None:
        asked.append(key)
        own = {"code": "100", "full_name": "Maryam"}
        return {"": own, "100": own, "200": {"code": "100", "full_name": "Maryam"}}.get(key)

    yield asked
    lookups._plugins.pop("test.people")


def lookup_form(**field: Any) -> FormDefinition:
    item = {
        "widget": "lookup",
        "lookup": {"registry": "test.people", "fill": {"b": "full_name"}, **field.pop("more", {})},
        **field,
    }
    ui = {
        "pages": [
            {"id": "p", "items": [item, *([] if "field" in item else [{"field": "a"}]), {"field": "b"}]}
        ]
    }
    return FormDefinition.load(two_fields(TEXT, {"type": "string", "readOnly": True}, ui=ui))


def test_the_own_record_fills_read_only_fields(registry: list[str]) -> None:
    assert validate(lookup_form(), {"b": "forged"}, context=context()).data == {"b": "Maryam"}


def test_a_typed_key_fills_only_when_the_record_is_that_of_the_key(registry: list[str]) -> None:
    form = lookup_form(field="a", more={"key": "code"})
    assert validate(form, {"a": "100"}, context=context()).data == {"a": "100", "b": "Maryam"}
    assert validate(form, {"a": "200"}, context=context()).data == {"a": "200"}
    assert validate(form, {"a": "300"}, context=context()).data == {"a": "300"}


def test_every_error_has_words_in_both_languages() -> None:
    from engine.forms.errors import FieldError
    from engine.forms.messages import _TEXTS

    for locale in ("fa", "en"):
        for code in _TEXTS:
            error = FieldError(
                "amount", code, {"limit": 5, "name": "a.pdf", "accepted": ["image/png"], "parts": ["letter"]}
            )
            text = error_text(error, FORM, context(locale=locale))
            assert text and "%(" not in text
            rest = text.replace("a.pdf", "").replace("Amount", "").replace("amount", "").replace("PNG", "")
            assert locale == "en" or not re.search("[A-Za-z]", rest), text

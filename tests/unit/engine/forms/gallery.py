"""A small form with every field type, for tests."""

import copy
from typing import Any

from engine.forms import FormDefinition

PLATE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["two_digits", "letter", "three_digits", "region"],
    "properties": {
        "two_digits": {"type": "string", "pattern": "^[1-9][0-9]$"},
        "letter": {"type": "string"},
        "three_digits": {"type": "string", "pattern": "^[1-9][0-9]{2}$"},
        "region": {"type": "string", "pattern": "^[1-9][0-9]$"},
    },
}
PROPERTIES: dict[str, Any] = {
    "name": {"type": "string", "maxLength": 20},
    "story": {"type": "string", "maxLength": 200},
    "age": {"type": "integer", "minimum": 18, "maximum": 99},
    "weight": {"type": "string", "format": "decimal"},
    "amount": {"type": "string", "format": "decimal"},
    "day": {"type": "string", "format": "date"},
    "marital": {"enum": ["single", "married"]},
    "city": {"enum": ["tehran", "shiraz", "tabriz"]},
    "agrees": {"type": "boolean"},
    "consent": {"const": True},
    "national_id": {"type": "string", "format": "ir-national-id"},
    "mobile": {"type": "string", "format": "ir-mobile"},
    "plate": PLATE,
    "photo": {"type": "string", "format": "file-ref"},
    "papers": {"type": "array", "maxItems": 2, "items": {"type": "string", "format": "file-ref"}},
    "months": {"type": "integer"},
    "rows": {
        "type": "array",
        "maxItems": 3,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["who"],
            "properties": {
                "who": {"type": "string", "maxLength": 20},
                "age": {"type": "integer"},
                "school": {"type": "string"},
            },
        },
    },
    "total": {"type": "string", "format": "decimal", "readOnly": True},
    "unit": {"type": "string", "readOnly": True},
}
FILES = {"accept": ["application/pdf", "image/png"], "maxBytes": 2000}
ITEMS: list[dict[str, Any]] = [
    {"widget": "heading", "text": "intro"},
    {"field": "name", "widget": "text", "autocomplete": "name"},
    {"field": "story", "widget": "longtext"},
    {"field": "age", "widget": "integer"},
    {"field": "weight", "widget": "decimal"},
    {"field": "amount", "widget": "money", "currency": "IRR"},
    {"field": "day", "widget": "date"},
    {"field": "marital", "widget": "radio"},
    {"field": "city", "widget": "select"},
    {"field": "agrees", "widget": "yesno"},
    {"field": "consent", "widget": "consent"},
    {"field": "national_id", "widget": "national_id"},
    {"field": "mobile", "widget": "mobile"},
    {"field": "plate", "widget": "plate"},
    {"field": "photo", "widget": "file", **FILES},
    {"field": "papers", "widget": "file", **FILES},
    {"field": "months", "widget": "radio", "optionsFrom": "ceilings"},
    {"field": "rows", "widget": "repeat", "items": [{"field": "who"}, {"field": "age"}, {"field": "school"}]},
    {"field": "total"},
    {"field": "unit"},
]
LOGIC: list[dict[str, Any]] = [
    {"target": "total", "value": "if amount = null then null else amount * (1 + count(rows))"},
    {"target": "rows[].school", "visible": "age < 18", "required": "age < 18"},
    {"target": "rows", "valid": "count(rows[age > 100]) = 0", "message": "too_old"},
]


def texts() -> dict[str, str]:
    """A text for everything; the words are the keys."""
    found = {
        "title": "Gallery",
        "page.all": "All fields",
        "text.intro": "Introduction",
        "message.too_old": "Too old",
    }
    for name, schema in PROPERTIES.items():
        found[f"field.{name}"] = name.title()
        for option in schema.get("enum", ()):
            found[f"option.{name}.{option}"] = option.title()
    found["option.months.*"] = "{value} months"
    return {**found, "field.rows.who": "Who", "field.rows.age": "Age of child", "field.rows.school": "School"}


def gallery_source(**changes: Any) -> dict[str, Any]:
    """The stored form; ``changes`` replace whole parts."""
    source = {
        "$format": "kartabl-form/1",
        "key": "gallery",
        "defaultLocale": "fa",
        "context": ["ceilings"],
        "schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": False,
            "properties": PROPERTIES,
        },
        "ui": {"pages": [{"id": "all", "items": ITEMS}]},
        "logic": LOGIC,
        "i18n": {"fa": texts(), "en": texts()},
    }
    return {**copy.deepcopy(source), **changes}


def gallery() -> FormDefinition:
    return FormDefinition.load(gallery_source())


def two_fields(
    first: dict[str, Any], second: dict[str, Any], logic: list[dict[str, Any]] | None = None, **changes: Any
) -> dict[str, Any]:
    """A stored form of the fields ``a`` and ``b`` on one page."""
    words = {"title": "T", "page.p": "P", "field.a": "A", "field.b": "B", "message.m": "M"}
    source: dict[str, Any] = {
        "$format": "kartabl-form/1",
        "key": "two",
        "defaultLocale": "en",
        "schema": {"type": "object", "additionalProperties": False, "properties": {"a": first, "b": second}},
        "ui": {"pages": [{"id": "p", "items": [{"field": "a"}, {"field": "b"}]}]},
        "logic": logic or [],
        "i18n": {"fa": words, "en": words},
    }
    return {**source, **changes}

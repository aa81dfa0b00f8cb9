"""Reads the stored format into a FormDefinition and reports every problem at once."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import rfc8785
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from engine.errors import DefinitionError, FeelError, Problem
from engine.feel import Expression, compile_expression
from engine.forms.definition_checks import check_definition
from engine.forms.dependencies import row_orders_of, sort_fields
from engine.forms.form_definition import FieldDefinition, FormDefinition, Page, RecordLookup, Rule, TextBlock
from engine.forms.formats import SchemaJudge

_EXPRESSIONS = ("visible", "required", "value", "valid")
_ITEM_KEYS = ("field", "widget", "items")
_AMBIGUOUS = re.compile(r"(?<!\\)(?:\\\\)*(\\[dDwWsSbB])")
_WIDGETS_BY_FORMAT = {"date": "date", "decimal": "decimal", "file-ref": "file"}
_WIDGETS_BY_TYPE = {"boolean": "yesno", "integer": "integer", "array": "repeat"}


@cache
def meta_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the stored format."""
    text = files("engine.forms").joinpath("kartabl-form-1.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def read_form(source: Mapping[str, Any], locales: tuple[str, ...]) -> FormDefinition:
    """The form of a stored source. Raises DefinitionError with all problems."""
    problems = list(_shape_problems(source))
    if problems:
        raise DefinitionError(problems)
    rules, rule_problems = _rules(source)
    definition = _assemble(source, rules)
    problems = [*rule_problems, *check_definition(definition, source, locales)]
    definition, cycles = sort_fields(definition)
    problems += cycles
    if problems:
        raise DefinitionError(problems)
    return replace(definition, row_orders=row_orders_of(definition))


def _shape_problems(source: Mapping[str, Any]) -> Iterator[Problem]:
    for error in sorted(
        Draft202012Validator(meta_schema()).iter_errors(source), key=lambda found: found.json_path
    ):
        yield Problem(error.json_path, f"format-{error.validator}", error.message)
    schema = source.get("schema")
    if isinstance(schema, dict):
        yield from _pattern_problems(schema, "$.schema")
        try:
            Draft202012Validator.check_schema(schema)
            SchemaJudge(schema)
        except SchemaError as error:
            yield Problem(f"$.schema{error.json_path[1:]}", "schema-invalid", error.message)
        except ValueError as error:  # a pattern that only one of the two validators understands
            yield Problem("$.schema", "schema-invalid", str(error))


def _pattern_problems(part: Any, place: str) -> Iterator[Problem]:
    """What one validator takes for ASCII and the other for all of Unicode."""
    if isinstance(part, list):
        for number, item in enumerate(part):
            yield from _pattern_problems(item, f"{place}[{number}]")
    if not isinstance(part, dict):
        return
    pattern = part.get("pattern")
    if isinstance(pattern, str) and (found := _AMBIGUOUS.search(pattern)):
        words = f'"{found[1]}" means different characters in different places; name them, as in [0-9۰-۹].'
        yield Problem(f"{place}.pattern", "pattern-ambiguous", words, params={"found": found[1]})
    for name, item in part.items():
        yield from _pattern_problems(item, f"{place}.{name}")


def _rules(source: Mapping[str, Any]) -> tuple[dict[str, tuple[Rule, ...]], list[Problem]]:
    rules: dict[str, tuple[Rule, ...]] = {}
    problems: list[Problem] = []
    names = _all_names(source)
    for number, entry in enumerate(source.get("logic", ())):
        compiled: dict[str, Expression] = {}
        for part in _EXPRESSIONS:
            if part not in entry:
                continue
            try:
                compiled[part] = compile_expression(entry[part], names)
            except FeelError as error:
                place = f"logic[{number}].{part} ({entry['target']})"
                problems.append(Problem(place, "feel-syntax", str(error), params={"target": entry["target"]}))
        rule = Rule(target=entry["target"], message=entry.get("message", ""), **compiled)
        rules[rule.target] = (*rules.get(rule.target, ()), rule)
    return rules, problems


def _all_names(source: Mapping[str, Any]) -> tuple[str, ...]:
    properties = source["schema"]["properties"]
    inner = [name for one in properties.values() for name in one.get("items", {}).get("properties", {})]
    return tuple(dict.fromkeys([*properties, *inner, *source.get("context", ())]))


def _assemble(source: Mapping[str, Any], rules: Mapping[str, tuple[Rule, ...]]) -> FormDefinition:
    schema = source["schema"]
    pages = tuple(
        Page(page["id"], tuple(item for entry in page["items"] for item in _items(entry, schema)))
        for page in source["ui"]["pages"]
    )
    fields = {field.name: field for page in pages for field in page.fields}
    for name, fragment in schema["properties"].items():
        if name not in fields and fragment.get("readOnly"):
            fields[name] = _field({"field": name}, schema, prefix="")
    return FormDefinition(
        key=source["key"],
        pin=hashlib.sha256(rfc8785.dumps(dict(source))).hexdigest(),
        default_locale=source["defaultLocale"],
        schema=MappingProxyType(schema),
        pages=pages,
        fields=MappingProxyType(fields),
        rules=MappingProxyType(dict(rules)),
        lookups=tuple(_lookups(source)),
        context_names=tuple(source.get("context", ())),
        order=tuple(fields),
        row_orders=MappingProxyType({}),
        texts=MappingProxyType(
            {locale: MappingProxyType(dict(texts)) for locale, texts in source["i18n"].items()}
        ),
        source=source,
        judge=SchemaJudge(schema),
    )


def _items(entry: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[FieldDefinition | TextBlock]:
    if "field" in entry:
        if entry["field"] in schema["properties"]:
            yield _field(entry, schema, prefix="")
    elif entry["widget"] in ("heading", "explanation"):
        yield TextBlock(entry["widget"], entry.get("text", ""))


def _field(entry: Mapping[str, Any], schema: Mapping[str, Any], *, prefix: str) -> FieldDefinition:
    name = entry["field"]
    fragment = schema["properties"][name]
    path = f"{prefix}{name}"
    inner = fragment.get("items", {})
    children = tuple(
        _field(child, inner, prefix=f"{path}[].")
        for child in entry.get("items", ())
        if child.get("field") in inner.get("properties", {})
    )
    return FieldDefinition(
        name=name,
        path=path,
        widget=entry.get("widget") or _default_widget(fragment),
        schema=MappingProxyType(fragment),
        required=name in schema.get("required", ()),
        settings=MappingProxyType({key: value for key, value in entry.items() if key not in _ITEM_KEYS}),
        children=children,
    )


def _default_widget(fragment: Mapping[str, Any]) -> str:
    if fragment.get("readOnly"):
        return "computed"
    if "enum" in fragment:
        return "radio" if len(fragment["enum"]) <= 5 else "select"
    by_format = _WIDGETS_BY_FORMAT.get(fragment.get("format", ""))
    return by_format or _WIDGETS_BY_TYPE.get(fragment.get("type", ""), "text")


def _lookups(source: Mapping[str, Any]) -> Iterator[RecordLookup]:
    for page in source["ui"]["pages"]:
        for entry in page["items"]:
            if lookup := entry.get("lookup"):
                yield RecordLookup(
                    registry=lookup["registry"],
                    key_field=entry.get("field"),
                    key=lookup.get("key", ""),
                    fill=MappingProxyType(lookup["fill"]),
                )

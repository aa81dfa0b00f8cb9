"""What the shape of the stored format cannot say: names, widgets, logic and texts that do not fit."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.errors import Problem
from engine.feel import Expression
from engine.forms.fields import field_type, is_field_type
from engine.forms.form_definition import FieldDefinition, FormDefinition, Rule, TextBlock, text_path

_SHOWN_OPTIONS = ("select", "radio")


def check_definition(
    form: FormDefinition, source: Mapping[str, Any], locales: tuple[str, ...]
) -> Iterator[Problem]:
    """Every problem of an assembled form, except cycles."""
    yield from _check_pages(source)
    for field in _all_fields(form):
        yield from _check_field(form, field)
    yield from _check_unreachable(form)
    yield from _check_lookups(form)
    for rules in form.rules.values():
        for rule in rules:
            yield from _check_rule(form, rule)
    yield from _check_texts(form, locales)


def _all_fields(form: FormDefinition) -> Iterator[FieldDefinition]:
    for field in form.fields.values():
        yield field
        yield from field.children


def _check_pages(source: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    pages = source["ui"]["pages"]
    for page_id in {page["id"] for page in pages if [one["id"] for one in pages].count(page["id"]) > 1}:
        yield Problem(page_id, "page-twice", f'two pages have the id "{page_id}"')
    for page in pages:
        for entry in page["items"]:
            yield from _check_entry(entry, source["schema"], f"page {page['id']}", seen)


def _check_entry(
    entry: Mapping[str, Any], schema: Mapping[str, Any], place: str, seen: set[str]
) -> Iterator[Problem]:
    name = entry.get("field")
    if name is None:
        if entry["widget"] not in ("heading", "explanation", "lookup"):
            yield Problem(place, "field-missing", f'the widget "{entry["widget"]}" needs a field')
        return
    if name not in schema.get("properties", {}):
        yield Problem(f"{place}: {name}", "field-unknown", f'the schema has no property "{name}"')
        return
    if name in seen:
        yield Problem(f"{place}: {name}", "field-twice", f'"{name}" is shown twice')
    seen.add(name)
    inner_seen: set[str] = set()
    for child in entry.get("items", ()):
        inner = schema["properties"][name].get("items", {})
        yield from _check_entry(child, inner, f"{place}: {name}[]", inner_seen)


def _check_field(form: FormDefinition, field: FieldDefinition) -> Iterator[Problem]:
    widget = "text" if field.widget == "lookup" else field.widget
    if not is_field_type(widget):
        yield Problem(field.path, "widget-unknown", f'there is no widget "{field.widget}"')
        return
    for words in field_type(widget).problems(field):
        yield Problem(field.path, "widget-schema", words)
    source = field.settings.get("optionsFrom")
    if source and source not in form.context_names:
        yield Problem(field.path, "options-unknown", f'"{source}" is not listed under "context"')
    has_visible = any(rule.visible for rule in form.rules_of(field.path))
    if field.required and has_visible:
        words = "schema.required lists a field that may be hidden; give it a required rule instead"
        yield Problem(field.path, "required-but-hidden", words)


def _check_unreachable(form: FormDefinition) -> Iterator[Problem]:
    for name, fragment in form.schema["properties"].items():
        computed = any(rule.value for rule in form.rules_of(name))
        filled = any(name in lookup.fill for lookup in form.lookups)
        on_page = any(name == field.name for page in form.pages for field in page.fields)
        if not (on_page or computed or filled):
            yield Problem(name, "field-unused", f'"{name}" is on no page and nothing computes it')
        if computed and not fragment.get("readOnly"):
            yield Problem(name, "computed-editable", f'"{name}" is computed and must be readOnly')
    for name in form.schema.get("required", ()):
        if name not in form.schema["properties"]:
            yield Problem(name, "required-unknown", f'schema.required lists "{name}", which is no property')


def _check_lookups(form: FormDefinition) -> Iterator[Problem]:
    for lookup in form.lookups:
        place = lookup.key_field or lookup.registry
        for target in lookup.fill:
            if target not in form.schema["properties"]:
                yield Problem(place, "lookup-target", f'the look-up fills "{target}", which is no property')
        if lookup.key_field and not lookup.key:
            yield Problem(
                place, "lookup-key", "a look-up by a typed key needs the name of the key in the record"
            )


def _check_rule(form: FormDefinition, rule: Rule) -> Iterator[Problem]:
    group_name, _, inner = rule.target.partition("[].")
    group = form.fields.get(group_name)
    if group_name not in form.schema["properties"] or (
        inner and (group is None or inner not in {child.name for child in group.children})
    ):
        yield Problem(rule.target, "target-unknown", f'there is no field "{rule.target}"')
        return
    row_names = {child.name for child in group.children} if group is not None and inner else set()
    for part, expression in rule.expressions():
        for name in sorted(expression.free_names - _names(form) - row_names):
            yield Problem(rule.target, "name-unknown", f'the {part} rule reads "{name}", which is no field')
    if rule.visible is not None and _is_never(rule.visible):
        words = "the field can never be visible"
        if any(other.required for other in form.rules_of(rule.target)):
            words = "the field is required but can never be visible"
        yield Problem(rule.target, "never-visible", words)


def _names(form: FormDefinition) -> set[str]:
    """Fields, names of the context, and fields of rows (readable inside a filter)."""
    inner = {child.name for field in form.fields.values() for child in field.children}
    return {*form.schema["properties"], *form.context_names, *inner}


def _is_never(expression: Expression) -> bool:
    return not expression.free_names and expression.evaluate({}) is not True


def _check_texts(form: FormDefinition, locales: tuple[str, ...]) -> Iterator[Problem]:
    needed = sorted(set(_needed_texts(form)))
    for locale in dict.fromkeys((*locales, form.default_locale)):
        texts = form.texts.get(locale, {})
        for key in needed:
            pattern = key.rpartition(".")[0] + ".*"
            if key not in texts and not (key.startswith("option.") and pattern in texts):
                yield Problem(
                    key, "text-missing", f'the text "{key}" is missing in {locale}', params={"locale": locale}
                )


def _needed_texts(form: FormDefinition) -> Iterator[str]:
    yield "title"
    for page in form.pages:
        yield f"page.{page.id}"
        yield from (f"text.{item.key}" for item in page.items if isinstance(item, TextBlock))
    for field in _all_fields(form):
        path = text_path(field.path)
        yield f"field.{path}"
        if field.widget in _SHOWN_OPTIONS or (field.widget == "computed" and field.options):
            yield from (f"option.{path}.{value}" for value in field.options)
        if "optionsFrom" in field.settings:
            yield f"option.{path}.*"
    for rules in form.rules.values():
        yield from (f"message.{rule.message}" for rule in rules if rule.message)

"""The server decides: which fields are seen, what computed and read-only fields hold, what is required.

Fields are taken in the form's order, so each sees the decided values of those its rules read;
a hidden field is absent (null) for the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localtime

from engine.feel import Expression
from engine.forms.errors import FieldError
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FieldDefinition, FormDefinition, Rule
from engine.forms.lookups import server_values
from engine.forms.typed_values import neutral_value, typed_value


@dataclass(slots=True)
class Resolved:
    """Decided data. hidden, required: paths such as ``family[0].relation``; scope: FEEL values."""

    data: dict[str, Any] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    scope: dict[str, Any] = field(default_factory=dict)
    read_only: Mapping[str, Any] = field(default_factory=dict)


def resolve(form: FormDefinition, data: Mapping[str, Any], context: FormContext) -> Resolved:
    """Neutral answers (perhaps incomplete) as the server sees them. Extra keys are left out."""
    scope = {name: context.values.get(name) for name in form.context_names}
    scope.update(dict.fromkeys(form.schema["properties"]))
    resolved = Resolved(scope=scope, read_only=server_values(form, data, context))
    for name in form.order:
        _decide(form, form.fields[name], data.get(name), resolved, context)
    for name in form.order:
        if name not in resolved.hidden and _is_required(form, form.fields[name], scope, context):
            resolved.required.add(name)
    return resolved


def failed_rules(form: FormDefinition, resolved: Resolved, context: FormContext) -> list[FieldError]:
    """The ``valid`` rules that the decided data break."""
    found = []
    for name in form.order:
        value, rules = resolved.data.get(name), form.rules.get(name)
        if rules and value is not None:
            found += _broken(rules, name, resolved.scope, context)
        if form.fields[name].children:
            found += _failed_in_rows(form, form.fields[name], value, resolved, context)
    return found


def _decide(
    form: FormDefinition, field_: FieldDefinition, given: Any, resolved: Resolved, context: FormContext
) -> None:
    name, rules = field_.name, form.rules.get(field_.path, ())
    if rules and not is_visible(rules, resolved.scope, context):
        resolved.hidden.add(name)
        return
    value = _value(field_, rules, given, resolved.scope, context, resolved.read_only.get(name))
    if field_.children and isinstance(value, list):
        value = [_row(form, field_, row, number, resolved, context) for number, row in enumerate(value)]
    if value is not None:
        resolved.data[name] = value
        resolved.scope[name] = typed_value(value, field_.schema)


def _value(
    field_: FieldDefinition,
    rules: tuple[Rule, ...],
    given: Any,
    scope: Mapping[str, Any],
    context: FormContext,
    known: Any,
) -> Any:
    for rule in rules:
        if rule.value is not None:
            return neutral_value(_evaluate(rule.value, scope, context), field_.schema)
    return known if field_.read_only else given


def _row(
    form: FormDefinition,
    group: FieldDefinition,
    row: Any,
    number: int,
    resolved: Resolved,
    context: FormContext,
) -> Any:
    if not isinstance(row, dict):
        return row
    children = {child.name: child for child in group.children}
    scope = {**resolved.scope, **dict.fromkeys(children)}
    decided: dict[str, Any] = {}
    for name in form.row_orders[group.name]:
        child = children[name]
        rules, place = form.rules_of(child.path), f"{group.name}[{number}].{name}"
        if not is_visible(rules, scope, context):
            resolved.hidden.add(place)
            continue
        value = _value(child, rules, row.get(name), scope, context, None)
        if value is not None:
            decided[name] = value
            scope[name] = typed_value(value, child.schema)
    for child in group.children:
        place = f"{group.name}[{number}].{child.name}"
        if place not in resolved.hidden and _is_required(form, child, scope, context):
            resolved.required.add(place)
    return decided


def _failed_in_rows(
    form: FormDefinition, group: FieldDefinition, rows: Any, resolved: Resolved, context: FormContext
) -> list[FieldError]:
    if not isinstance(rows, list):
        return []
    found = []
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            continue
        inner = {child.name: typed_value(row.get(child.name), child.schema) for child in group.children}
        scope = {**resolved.scope, **inner}
        for child in group.children:
            if inner[child.name] is not None:
                place = f"{group.name}[{number}].{child.name}"
                found += _broken(form.rules_of(child.path), place, scope, context)
    return found


def _broken(
    rules: tuple[Rule, ...], path: str, scope: Mapping[str, Any], context: FormContext
) -> list[FieldError]:
    return [
        FieldError(path, "rule", message=rule.message)
        for rule in rules
        if rule.valid is not None and not _holds(rule.valid, scope, context)
    ]


def _holds(expression: Expression, scope: Mapping[str, Any], context: FormContext) -> bool:
    """A rule that waits for an unanswered field holds: that field has its own message."""
    result = _evaluate(expression, scope, context)
    waits = any(name in scope and scope[name] is None for name in expression.free_names)
    return result is True or (result is None and waits)


def is_visible(rules: tuple[Rule, ...], scope: Mapping[str, Any], context: FormContext) -> bool:
    """Whether every ``visible`` rule is true."""
    return all(_evaluate(rule.visible, scope, context) is True for rule in rules if rule.visible is not None)


def _is_required(
    form: FormDefinition, field_: FieldDefinition, scope: Mapping[str, Any], context: FormContext
) -> bool:
    rules = form.rules.get(field_.path)
    if field_.required or not rules:
        return field_.required
    return any(
        _evaluate(rule.required, scope, context) is True for rule in rules if rule.required is not None
    )


def _evaluate(expression: Expression, scope: Mapping[str, Any], context: FormContext) -> Any:
    return expression.evaluate(scope, now=localtime(context.now))

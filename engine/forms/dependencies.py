"""Which field's logic reads which other, and the order in which the server decides them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

from engine.errors import Problem
from engine.feel import Expression
from engine.forms.form_definition import FieldDefinition, FormDefinition, Rule


def sort_fields(form: FormDefinition) -> tuple[FormDefinition, list[Problem]]:
    """The form with ``order`` set, and a problem if fields wait for one another."""
    graph = {name: _reads(form, field) for name, field in form.fields.items()}
    for lookup in form.lookups:
        for target in lookup.fill:
            if lookup.key_field and target in graph:
                graph[target] = graph[target] | {lookup.key_field}
    try:
        order = _stable_order(graph)
    except CycleError as error:
        return form, [_cycle(error)]
    problems = []
    for field in form.fields.values():
        try:
            _row_order(form, field)
        except CycleError as error:
            problems.append(_cycle(error))
    return replace(form, order=order), problems


def row_orders_of(form: FormDefinition) -> Mapping[str, tuple[str, ...]]:
    """The order of the fields of a row, by repeating group."""
    return MappingProxyType(
        {name: _row_order(form, field) for name, field in form.fields.items() if field.children}
    )


def deciding_names(rules: Iterable[Rule]) -> frozenset[str]:
    """The names that decide whether a field is seen and what it computes."""
    read: set[str] = set()
    for rule in rules:
        for expression in (rule.visible, rule.value):
            if expression is not None:
                read |= expression.free_names
    return frozenset(read)


def names_read(form: FormDefinition) -> frozenset[str]:
    """Every field name that some visible, required or computed rule reads: a change may alter the page."""
    rules = [rule for group in form.rules.values() for rule in group]
    asked: list[Expression | None] = [
        part for rule in rules for part in (rule.visible, rule.required, rule.value)
    ]
    return frozenset(name for part in asked if part is not None for name in part.free_names)


def _reads(form: FormDefinition, field: FieldDefinition) -> set[str]:
    read = set(deciding_names(form.rules_of(field.path)))
    inner = {child.name for child in field.children}
    for child in field.children:
        read |= deciding_names(form.rules_of(child.path)) - inner
    groups = {child.name: group.name for group in form.fields.values() for child in group.children}
    through = {groups[name] for name in read if name in groups and name not in form.fields}
    return {name for name in read | through if name in form.fields}


def _row_order(form: FormDefinition, field: FieldDefinition) -> tuple[str, ...]:
    inner = {child.name for child in field.children}
    return _stable_order(
        {child.name: deciding_names(form.rules_of(child.path)) & inner for child in field.children}
    )


def _stable_order(graph: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    return tuple(TopologicalSorter(graph).static_order())


def _cycle(error: CycleError) -> Problem:
    names: list[str] = error.args[1]
    chain = " → ".join(names)
    return Problem(
        names[0], "logic-cycle", f"these fields wait for one another: {chain}", params={"fields": names}
    )

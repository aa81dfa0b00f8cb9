"""What the server itself knows of a form's fields: prefilled values and records of registries.

A registry that is not public answers only with the asker's own record, whatever key was typed.
"""

from collections.abc import Mapping
from typing import Any

from engine.forms.form_context import FormContext
from engine.forms.form_definition import FormDefinition, RecordLookup
from engine.forms.normalise import clean_code
from engine.plugins import LookupContext, get_lookup


def server_values(form: FormDefinition, data: Mapping[str, Any], context: FormContext) -> dict[str, Any]:
    """Neutral values by field name: the prefill, over it what the look-ups found."""
    values = {name: value for name, value in context.prefill.items() if name in form.fields}
    for lookup in form.lookups:
        record = find_record(lookup, data, context)
        for target, source in lookup.fill.items():
            found = record.get(source)
            if found not in (None, ""):
                values[target] = _fitting(form, target, found)
            elif form.schema["properties"][target].get("readOnly"):
                values.pop(target, None)
    return values


def find_record(lookup: RecordLookup, data: Mapping[str, Any], context: FormContext) -> Mapping[str, Any]:
    """The record that a look-up finds; empty when there is none for this asker."""
    if lookup.key_field is None:
        return _ask(lookup.registry, "", context)
    typed = clean_code(str(data.get(lookup.key_field) or ""))
    if not typed:
        return {}
    record = _ask(lookup.registry, typed, context)
    is_public = get_lookup(lookup.registry).public
    if not is_public and clean_code(str(record.get(lookup.key, ""))) != typed:
        return {}
    return record


def _ask(registry: str, key: str, context: FormContext) -> Mapping[str, Any]:
    if (registry, key) not in context.records:
        asker = LookupContext(person_id=context.person_id, unit=context.unit)
        context.records[registry, key] = get_lookup(registry).function(key, asker) or {}
    return context.records[registry, key]


def _fitting(form: FormDefinition, name: str, found: Any) -> Any:
    """Rows cut to the columns that the form has."""
    columns = {child.name for child in form.fields[name].children}
    if not (columns and isinstance(found, list)):
        return found
    return [{key: value for key, value in row.items() if key in columns and value} for row in found]

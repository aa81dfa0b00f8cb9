"""Judges what a person sends with a start or a user task by the pinned form: the server decides.

Hidden fields are dropped, read-only and computed ones set again, unknown keys refused (forms.md).
"""

from collections.abc import Mapping
from typing import Any

from engine.actor import Actor
from engine.forms import FormContext, FormDefinition, get_form, typed, validate
from engine.forms.typed_values import neutral_value
from engine.forms.uploads import StoredFiles
from engine.store import definitions

OUTCOME = "outcome"
WITHDRAW = "withdraw"


def accepted(
    form_key: str, sha256: str, data: Mapping[str, Any], *, by: Actor, unit: str, variables: Mapping[str, Any]
) -> dict[str, Any]:
    """The data (FEEL values) as the form accepts them. Raises FormInvalid, NotFound.

    sha256: of the process definition, whose deployment pins the form. variables: what the names
    under the form's ``context`` mean. ``outcome`` is the button pressed, no field.
    """
    form = definitions.pinned_form(sha256, form_key) or get_form(form_key)
    context = FormContext(
        person_id=by.id,
        unit=unit,
        values={name: {**variables, **data}.get(name) for name in form.context_names},
        files=StoredFiles(by.id),
    )
    clean = validate(form, _neutral(form, data), context=context)
    values = typed(form, clean.data)
    return {**values, OUTCOME: data[OUTCOME]} if OUTCOME in data else values


def _neutral(form: FormDefinition, data: Mapping[str, Any]) -> dict[str, Any]:
    properties = form.schema["properties"]
    return {
        name: neutral_value(value, properties.get(name, {}))
        for name, value in data.items()
        if value is not None and (name != OUTCOME or name in properties)
    }

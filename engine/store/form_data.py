"""Judges what a person sends with a start or a user task by the pinned form: the server decides.

Hidden fields are dropped, read-only and computed ones set again, unknown keys refused (forms.md):
so nobody overwrites a variable that the form does not ask for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.forms import FormContext, FormDefinition, get_form, typed, validate
from engine.forms.typed_values import neutral_value
from engine.forms.uploads import StoredFiles
from engine.store import definitions

OUTCOME = "outcome"
WITHDRAW = "withdraw"


def accepted(
    form_key: str,
    sha256: str,
    data: Mapping[str, Any],
    *,
    by: Actor,
    unit: str,
    variables: Mapping[str, Any],
    outcomes: Sequence[str] = (),
) -> dict[str, Any]:
    """The data (FEEL values) as the form accepts them. Raises FormInvalid, NotFound.

    sha256: of the process definition, whose deployment pins the form. variables: what the names
    under the form's ``context`` mean. outcomes: the buttons; the one pressed is no field of the form.
    """
    form = definitions.pinned_form(sha256, form_key) or get_form(form_key)
    chosen = {OUTCOME: data[OUTCOME]} if outcomes and OUTCOME in data else {}
    known = {**variables, **chosen}
    context = FormContext(
        person_id=by.id,
        unit=unit,
        values={name: known.get(name) for name in form.context_names},
        files=StoredFiles(by.id),
    )
    answers = {name: value for name, value in data.items() if name not in chosen}
    clean = validate(form, _neutral(form, answers), context=context)
    return {**typed(form, clean.data), **chosen}


def _neutral(form: FormDefinition, data: Mapping[str, Any]) -> dict[str, Any]:
    properties = form.schema["properties"]
    return {
        name: neutral_value(value, properties.get(name, {}))
        for name, value in data.items()
        if value is not None
    }

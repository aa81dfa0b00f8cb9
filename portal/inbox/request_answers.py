"""The request as the applicant filled it in: form and neutral data, read back from the case's variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from engine import clock, queries
from engine.errors import EngineError
from engine.forms import FormDefinition, render_answers
from engine.forms.typed_values import neutral_value
from engine.forms.uploads import StoredFiles
from portal.formatting.reader import calendar, language


@dataclass(frozen=True, slots=True)
class RequestAnswers:
    """The start form of a case and its answers."""

    form: FormDefinition
    data: dict[str, Any]

    @property
    def file_refs(self) -> frozenset[str]:
        """References of every file in the answers, those in repeating groups too."""
        return frozenset(_refs(self.form.fields, self.data))

    def html(self, task_id: int) -> SafeString:
        """The answers in the reader's language and calendar, files as links into the case."""
        return render_answers(
            self.form,
            self.data,
            language(),
            calendar(),
            files=StoredFiles(None),
            file_url=reverse("inbox:file", args=[task_id, "REF"]),
        )


def request_answers(instance: Any, variables: Mapping[str, Any]) -> RequestAnswers | None:
    """None for a process that starts without a form, or whose form is not to be had any more.

    What the form took from the applicant's own record is left out: the page shows that record itself.
    """
    key = _form_key(queries.process_of(instance), variables)
    if not key:
        return None
    try:
        form = queries.form_of(instance, key)
    except EngineError:
        return None
    properties = form.schema["properties"]
    looked_up = {name for lookup in form.lookups if lookup.key_field is None for name in lookup.fill}
    data = {
        name: neutral_value(variables[name], properties[name])
        for name, field in form.fields.items()
        if variables.get(name) is not None and not (name in looked_up and field.read_only)
    }
    return RequestAnswers(form, data)


def _form_key(process: Any, variables: Mapping[str, Any]) -> str:
    for node_id in process.start_nodes:
        attribute = getattr(process.nodes[node_id], "form_key", None)
        key = attribute.evaluate(variables, clock.now()) if attribute else None
        if isinstance(key, str) and key:
            return key
    return ""


def _refs(fields: Any, data: Mapping[str, Any]) -> Any:
    for name, field in fields.items():
        value = data.get(name)
        if field.children:
            children = {child.name: child for child in field.children}
            for row in value or ():
                yield from _refs(children, row)
        elif field.widget == "file" and value:
            yield from value if isinstance(value, list) else [value]

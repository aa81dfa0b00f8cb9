"""The files among the answers of a form: who submits the answers keeps them as long as the case."""

from collections.abc import Mapping
from typing import Any

from engine.forms.form_definition import FormDefinition
from engine.forms.uploads import attach_files
from engine.forms.validation import each_value


def attach_answers(form: FormDefinition, data: Mapping[str, Any]) -> None:
    """Mark the files of submitted answers as taken by a case."""
    found = (value for _path, field, value in each_value(form, data) if field.widget == "file")
    attach_files(ref for value in found for ref in (value if isinstance(value, list) else [value]))

"""Forms: their stored format, field types, logic, validation; the wizard is ``engine.forms.wizard``."""

from engine.forms.answers import parse_answers, raw_answers
from engine.forms.errors import FieldError
from engine.forms.form_context import FileFacts, FormContext
from engine.forms.form_definition import FieldDefinition, FormDefinition
from engine.forms.library import get_form
from engine.forms.messages import error_text
from engine.forms.presentation import AnswerLine, display_values, list_answers, render_answers
from engine.forms.typed_values import typed
from engine.forms.validation import CleanData, validate

__all__ = [
    "AnswerLine",
    "CleanData",
    "FieldDefinition",
    "FieldError",
    "FileFacts",
    "FormContext",
    "FormDefinition",
    "display_values",
    "error_text",
    "get_form",
    "list_answers",
    "parse_answers",
    "raw_answers",
    "render_answers",
    "typed",
    "validate",
]

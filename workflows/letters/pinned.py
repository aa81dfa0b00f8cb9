"""Form and letter template of a case: as deployed with its process, whatever has been changed since."""

from engine.documents import LetterTemplate, compile_template, load_template
from engine.forms import FormDefinition, get_form
from engine.forms.library import load_form
from engine.plugins import CalculatorContext


def letter_template(key: str, context: CalculatorContext) -> LetterTemplate:
    """``<domain>/<key>`` with its letterhead; both from their files when the deployment pins neither."""
    body = context.artifact("letter", key.rpartition("/")[2])
    letterhead = context.artifact("letter", "letterhead")
    if body is None or letterhead is None:
        return load_template(key)
    return compile_template(body, letterhead, key=key)


def request_form(key: str, context: CalculatorContext) -> FormDefinition:
    """The form that the case was requested with."""
    text = context.artifact("form", key)
    return get_form(key) if text is None else load_form(text)

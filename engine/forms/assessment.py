"""All answers given so far, taken together: what they say, what is hidden, what is still wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.forms.answers import parse_answers
from engine.forms.errors import FieldError
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FormDefinition, Page
from engine.forms.logic import Resolved, resolve
from engine.forms.validation import check_resolved


@dataclass(frozen=True, slots=True)
class Assessment:
    """given: neutral answers as read; resolved: as the server decides them; errors: of all pages."""

    given: dict[str, Any]
    resolved: Resolved
    errors: tuple[FieldError, ...]

    def errors_of(self, page: Page) -> list[FieldError]:
        """The errors of the fields of a page, in the order of the page."""
        order: dict[str, int] = {}
        for field in page.fields:
            for path in (field.path, *(child.path for child in field.children)):
                order[path] = len(order)
        own = [error for error in self.errors if _top(error.path) in order]
        return sorted(own, key=lambda error: _place(error.path, order))

    def is_shown(self, page: Page) -> bool:
        """A page whose fields are all hidden is left out."""
        return not page.fields or any(field.name not in self.resolved.hidden for field in page.fields)


def assess(
    form: FormDefinition, raw_pages: Mapping[str, Mapping[str, Any]], context: FormContext
) -> Assessment:
    """Assess the raw answers of all pages (page id → raw answers)."""
    given: dict[str, Any] = {}
    unread: list[FieldError] = []
    for page in form.pages:
        data, errors = parse_answers(form, page.fields, raw_pages.get(page.id, {}), context)
        given.update(data)
        unread += errors
    resolved = resolve(form, given, context)
    unread = [
        error
        for error in unread
        if error.path not in resolved.hidden and _top(error.path) not in resolved.hidden
    ]
    told = {error.path for error in unread}
    rest = [error for error in check_resolved(form, resolved, context) if error.path not in told]
    return Assessment(given, resolved, (*unread, *rest))


def _place(path: str, order: Mapping[str, int]) -> tuple[int, int, int]:
    """Field by field, in a repeating group row by row."""
    name, bracket, rest = path.partition("[")
    number, _, inner = rest.partition("].")
    row = int(number.rstrip("]")) if bracket else -1
    return order[name], row, order.get(f"{name}[].{inner}", 0)


def _top(path: str) -> str:
    return path.partition("[")[0]

"""The decision form of a user task: outcomes, the fields of its form, what a post says, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.utils.translation import gettext as _

from engine import queries
from engine.errors import NotFound
from engine.forms import FormContext, FormDefinition, typed
from engine.forms.assessment import Assessment, assess
from engine.forms.field_view import ErrorLink, draw_errors, draw_page
from engine.forms.posted import PostedPage, read_page
from engine.queries import UserTaskView
from portal.formatting.reader import calendar, language

COMMAND_ID_LENGTH = 64


@dataclass
class DecisionForm:
    """``raw``: the raw answers by page; ``command_id`` makes a second click harmless.

    ``seen``: number of the last history entry the reader was shown.
    """

    task: UserTaskView
    person_id: str
    seen: int = 0
    outcome: str = ""
    raw: dict[str, dict[str, Any]] = field(default_factory=dict)
    command_id: str = field(default_factory=lambda: str(uuid4()))
    is_bound: bool = False

    @classmethod
    def posted(cls, request: HttpRequest, task: UserTaskView) -> "DecisionForm":
        """What the reader sent; an outcome that is not offered counts as none."""
        person_id, outcome = str(request.user.pk), request.POST.get("outcome", "")
        found = cls(task, person_id, seen=_number(request.POST.get("seen", "")), is_bound=True)
        found.outcome = outcome if outcome in task.outcomes else ""
        found.command_id = request.POST.get("command_id", "")[:COMMAND_ID_LENGTH] or found.command_id
        if form := found.definition:
            posted = PostedPage(request.POST, request.FILES, person_id)
            found.raw = {page.id: read_page(form, page, posted, {}, found.context) for page in form.pages}
        return found

    @cached_property
    def definition(self) -> FormDefinition | None:
        """The form that the user task names, in the version the case runs under."""
        if not self.task.form_key:
            return None
        try:
            return queries.form_of(self.task.instance, self.task.form_key)
        except NotFound:
            return None

    @property
    def context(self) -> FormContext:
        names = self.definition.context_names if self.definition else ()
        values = {**self.task.variables, "outcome": self.outcome}
        return FormContext(
            person_id=self.person_id,
            unit=self.task.unit_path,
            locale=language(),
            calendar=calendar(),
            values={name: values.get(name) for name in names},
        )

    @cached_property
    def assessment(self) -> Assessment | None:
        return assess(self.definition, self.raw, self.context) if self.definition else None

    @property
    def items(self) -> list[Any]:
        """The visible fields of all pages, to be drawn."""
        form, assessment = self.definition, self.assessment
        if form is None or assessment is None:
            return []
        errors = assessment.errors if self.is_bound else ()
        return [
            item
            for page in form.pages
            for item in draw_page(form, page, self.raw.get(page.id, {}), assessment, errors, self.context)
        ]

    @property
    def errors(self) -> list[ErrorLink]:
        """The lines of the error summary; empty before the first post."""
        if not self.is_bound:
            return []
        found = (
            []
            if self.outcome or not self.task.outcomes
            else [ErrorLink(_("Choose a decision."), "id_outcome_0")]
        )
        if self.assessment and self.definition:
            found += draw_errors(self.definition, self.assessment.errors, self.context)
        return found

    @property
    def data(self) -> dict[str, Any]:
        """FEEL values for the engine; asked only of a form without errors."""
        values: dict[str, Any] = {}
        if self.definition and self.assessment:
            values = typed(self.definition, self.assessment.resolved.data)
        return {**values, "outcome": self.outcome} if self.task.outcomes else values

    @property
    def typed_texts(self) -> list[tuple[str, str]]:
        """(label, text) of what was typed, to be kept when the decision comes too late."""
        form = self.definition
        if form is None:
            return []
        answers: Mapping[str, Any] = {
            name: value for page in self.raw.values() for name, value in page.items()
        }
        return [
            (form.label(name, language()), str(value))
            for name, value in answers.items()
            if isinstance(value, str) and value
        ]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0

"""A person's way through a form: what is answered, which steps can be reached, where to go on."""

from collections.abc import Mapping
from typing import Any

from engine.forms.answers import raw_answers
from engine.forms.assessment import assess
from engine.forms.drafts import DraftStorage
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FormDefinition, Page
from engine.forms.lookups import server_values
from engine.forms.posted import without_refused

CHECK = "check"


class Journey:
    """corrected: neutral data of an earlier submission; all its pages then count as answered."""

    def __init__(
        self, form: FormDefinition, context: FormContext, storage: DraftStorage, corrected: Mapping[str, Any]
    ) -> None:
        self.form, self.context, self.storage = form, context, storage
        self._counts_as_answered = bool(corrected)
        self._initial = _initial_pages(form, context, corrected)
        self.assessment = assess(form, self.raw_pages(), context)

    def raw_pages(self) -> dict[str, dict[str, Any]]:
        """Raw answers by page id: the kept ones, for pages never posted those to begin with."""
        return {**self._initial, **self.storage.raw_pages()}

    def keep(self, page_id: str, raw: Mapping[str, Any]) -> None:
        """Keep the answers of a page and judge all anew."""
        self.storage.set_step_data(page_id, without_refused(raw))
        self.storage.current_step = page_id
        self.assessment = assess(self.form, self.raw_pages(), self.context)

    def shown_pages(self) -> list[Page]:
        """The pages that have something to ask."""
        return [page for page in self.form.pages if self.assessment.is_shown(page)]

    def steps(self) -> list[str]:
        """Ids of the shown pages, then the check step."""
        return [*(page.id for page in self.shown_pages()), CHECK]

    def first_incomplete(self) -> Page | None:
        """The first page that was never posted or has errors."""
        answered = self.storage.raw_pages()
        for page in self.shown_pages():
            is_answered = self._counts_as_answered or page.id in answered
            if not is_answered or self.assessment.errors_of(page):
                return page
        return None

    def reachable(self) -> list[str]:
        """Every step up to the first that is not complete; the last is where to go on."""
        steps, incomplete = self.steps(), self.first_incomplete()
        return steps if incomplete is None else steps[: steps.index(incomplete.id) + 1]

    def step_after(self, step: str) -> str:
        steps = self.steps()
        return steps[steps.index(step) + 1] if step in steps[:-1] else CHECK


def _initial_pages(
    form: FormDefinition, context: FormContext, corrected: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    defaults = {name: one.schema["default"] for name, one in form.fields.items() if "default" in one.schema}
    known = corrected or {**defaults, **server_values(form, {}, context)}
    return {page.id: raw_answers(form, page.fields, known, context) for page in form.pages}

"""Form definition → Django form classes, one per page, for the formtools wizard.

The data of such a form are raw answers (``posted.read_page``), not a request: they come the same way
from a post and from a draft.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from engine.forms.assessment import Assessment, assess
from engine.forms.errors import FieldError
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FieldDefinition, FormDefinition, Page
from engine.forms.messages import error_text


class AnswerWidget(forms.Widget):
    """Takes the raw answer as it is; drawing is the business of ``field_view``."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name)


class AnswerField(forms.Field):
    """A field of the definition inside a Django form."""

    widget = AnswerWidget

    def __init__(self, definition: FieldDefinition, **kwargs: Any) -> None:
        self.definition = definition
        super().__init__(required=False, **kwargs)


class PageForm(forms.Form):
    """One page. raw_pages: the raw answers of all pages, for logic that reads across pages."""

    definition: ClassVar[FormDefinition]
    page: ClassVar[Page]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        raw_pages: Mapping[str, Any],
        context: FormContext,
        **kwargs: Any,
    ) -> None:
        self.raw = dict(data) if data is not None else dict(raw_pages.get(self.page.id, {}))
        self.context = context
        self.problems: list[FieldError] = []
        self.assessment: Assessment = assess(self.definition, {**raw_pages, self.page.id: self.raw}, context)
        super().__init__(data=data, **kwargs)

    def full_clean(self) -> None:
        """Errors of this page's fields, by the whole form's logic and schema."""
        self._errors = ErrorDict()
        if not self.is_bound:
            return
        self.problems = self.assessment.errors_of(self.page)
        data = self.assessment.resolved.data
        self.cleaned_data = {name: data[name] for name in self.fields if name in data}
        for problem in self.problems:
            name = problem.path.partition("[")[0]
            text = error_text(problem, self.definition, self.context)
            self.add_error(name, ValidationError(text, code=problem.code, params=problem.params))


def build_form_class(form: FormDefinition, page_id: str) -> type[PageForm]:
    """The Django form class of a page. Raises KeyError for an unknown page."""
    page = form.page(page_id)
    attributes: dict[str, Any] = {field.name: AnswerField(field) for field in page.fields}
    return type(f"{page_id.title()}Form", (PageForm,), {**attributes, "definition": form, "page": page})


class CheckForm(forms.Form):
    """The last step: nothing to fill, only to confirm."""

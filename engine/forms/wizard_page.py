"""What the templates of the wizard get, besides what formtools gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engine.forms.django_form import PageForm
from engine.forms.errors import FieldError
from engine.forms.field_view import draw_errors, draw_page
from engine.forms.journey import CHECK
from engine.forms.logged_out import KeepToken
from engine.forms.numbers import localise_digits
from engine.forms.presentation import AnswerPage, list_answers

if TYPE_CHECKING:
    from engine.forms.wizard import RequestWizard


@dataclass(frozen=True, slots=True)
class Progress:
    """A step in the list of steps. state: ``done``, ``current``, ``coming``; url "" when not reachable."""

    title: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page on the check step with the address that changes it."""

    answers: AnswerPage
    change_url: str


def page_context(wizard: "RequestWizard", form: PageForm, problems: Sequence[FieldError]) -> dict[str, Any]:
    """For a page of fields."""
    definition, context = wizard.definition, wizard.form_context
    return {
        **_common(wizard, form.page.id),
        "step_title": definition.text(f"page.{form.page.id}", context.locale),
        "items": draw_page(definition, form.page, form.raw, form.assessment, problems, context),
        "errors": draw_errors(definition, problems, context),
    }


def check_context(wizard: "RequestWizard") -> dict[str, Any]:
    """For the check step: all answers as the server decided them, each page with its change link."""
    context, data = wizard.form_context, wizard.journey.assessment.resolved.data
    pages = list_answers(wizard.definition, data, context.locale, context.calendar, files=context.files)
    shown = {page.id for page in wizard.definition.pages if wizard.journey.assessment.is_shown(page)}
    return {
        **_common(wizard, CHECK),
        "step_title": _("Check your answers"),
        "checked_pages": [
            CheckedPage(page, wizard.get_step_url(page.id, **{"return": CHECK}))
            for page in pages
            if page.id in shown
        ],
        "submit_text": wizard.submit_text or _("Submit the request"),
    }


def _common(wizard: "RequestWizard", step: str) -> dict[str, Any]:
    locale = wizard.form_context.locale
    draft = wizard.storage.draft
    steps = list(wizard.get_form_list())
    token = KeepToken(draft.person_id, draft.purpose, wizard.definition.key)
    counted = _("Step %(number)s of %(count)s") % {"number": steps.index(step) + 1, "count": len(steps)}
    return {
        "base_template": wizard.base_template,
        "form_title": wizard.definition.text("title", locale),
        "step": step,
        "form_action": wizard.request.get_full_path(),
        "step_count": localise_digits(counted, locale),
        "progress": _progress(wizard, steps, step),
        "back_url": _back_url(wizard, steps, step),
        "draft": draft,
        "keep_token": token.sign(),
        "form_changed": wizard.form_changed,
    }


def _progress(wizard: "RequestWizard", steps: list[str], current: str) -> list[Progress]:
    reachable = wizard.journey.reachable()
    locale = wizard.form_context.locale
    titles = {CHECK: _("Check your answers")}
    done = reachable[:-1]
    return [
        Progress(
            title=titles.get(step) or wizard.definition.text(f"page.{step}", locale),
            state="current" if step == current else "done" if step in done else "coming",
            url=wizard.get_step_url(step) if step in reachable and step != current else "",
        )
        for step in steps
    ]


def _back_url(wizard: "RequestWizard", steps: list[str], step: str) -> str:
    if wizard.request.GET.get("return") == CHECK and step != CHECK:
        return wizard.get_step_url(CHECK)
    number = steps.index(step)
    return wizard.get_step_url(steps[number - 1]) if number else wizard.get_exit_url()

"""The wizard: a form definition as pages, one step each, then check answers and submission.

Complete without JavaScript. Every post is kept in a FormDraft before it is judged, so that nothing
typed is lost: not by a mistake on the page, an expired session, a closed browser or a second one.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View
from formtools.wizard.forms import ManagementForm
from formtools.wizard.views import StepsHelper, WizardView

from engine.errors import EngineError, FormInvalid
from engine.forms.django_form import CheckForm, PageForm, build_form_class
from engine.forms.drafts import DraftStorage, close_draft, lock_draft, open_draft, submitted_draft
from engine.forms.errors import FieldError
from engine.forms.file_answers import attach_answers
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FormDefinition, Page
from engine.forms.journey import CHECK, Journey
from engine.forms.logged_out import KEEP_INPUT, keep_for_owner, read_token
from engine.forms.posted import PostedPage, html_name, read_page
from engine.forms.row_actions import apply_row_action, without_blank_rows
from engine.forms.typed_values import typed
from engine.forms.uploads import StoredFiles
from engine.forms.validation import CleanData, validate
from engine.forms.wizard_page import check_context, page_context
from engine.models import FormDraft

INVALID, REFUSED = 422, 409


class RequestWizard(WizardView):
    """Subclass it in a screen: say which form, for what purpose, and what ``done`` does.

    It asks for login itself, so that a page posted after the session ended is kept; do not put
    LoginRequiredMixin before it.
    """

    template_name = "engine/forms/wizard.html"
    base_template = "engine/forms/bare.html"
    submit_text = ""

    def get_form_definition(self) -> FormDefinition:
        """The form to fill. May raise Http404 when the person may not."""
        raise NotImplementedError

    def get_purpose(self) -> str:
        """What it is filled for: a person has one open draft per purpose."""
        raise NotImplementedError

    def get_form_context(self) -> FormContext:
        """Who fills it; override to give unit, prefill and the values of the form's ``context`` names."""
        user = self.request.user
        return FormContext(
            person_id=str(user.pk),
            locale=get_language() or "fa",
            calendar=getattr(user, "calendar", "") or "jalali",
        )

    def get_initial_data(self) -> Mapping[str, Any]:
        """Neutral data of an earlier submission to correct; all pages then count as answered."""
        return {}

    def done(  # type: ignore[override]
        self, clean: CleanData, values: dict[str, Any], *, draft: FormDraft
    ) -> HttpResponse:
        """Submit, inside the transaction that closes the draft; gives a redirect to the result.

        clean.data are neutral, values FEEL values. ``f"draft:{draft.pk}"`` is a command id that
        stays the same for a repeated click. An EngineError refuses: nothing is lost.
        """
        raise NotImplementedError

    def get_refusal_text(self, error: EngineError) -> str:
        """The words for a refused submission."""
        return str(error)

    def get_saved_url(self) -> str:
        """Where "save and come back later" leads."""
        return str(self.request.path)

    def get_exit_url(self) -> str:
        """Where the back link of the first page leads; "" for none."""
        return ""

    def get_step_url(self, step: str, **query: str) -> str:
        """The address of a step."""
        return f"{self.request.path}?{urlencode({'step': step, **query})}"

    # ---- life of a request -------------------------------------------------------------------

    @classmethod
    def get_initkwargs(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The steps are known per request; formtools wants one when the address is made."""
        found: dict[str, Any] = super().get_initkwargs([(CHECK, CheckForm)], *args, **kwargs)  # type: ignore[no-untyped-call]
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.prefix = "draft"
        if not request.user.is_authenticated or self._is_drawn_for_another():
            return self._keep_and_leave()
        self.definition = self.get_form_definition()
        context = self.get_form_context()
        self.form_context = replace(context, files=StoredFiles(context.person_id))
        self._open_draft()
        if request.method == "POST" and (closed := self._submitted_before()):
            return HttpResponseRedirect(closed.result_url or self.get_saved_url())
        return View.dispatch(self, request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a step that can be reached; without ``step``, the one to go on with."""
        reachable = self.journey.reachable()
        step = request.GET.get("step", reachable[-1])
        if step not in reachable:
            return HttpResponseRedirect(self.get_step_url(reachable[-1]))
        self.storage.current_step = step
        return self._show(step)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was posted, then do what the pressed button says."""
        step = self._posted_step()
        if step == CHECK:
            return self._submit()
        page = next((page for page in self.definition.pages if page.id == step), None)
        if page is None:
            return HttpResponseRedirect(self.get_step_url(self.journey.reachable()[-1]))
        posted = PostedPage(request.POST, request.FILES, self.form_context.person_id)
        raw = read_page(
            self.definition, page, posted, self.journey.raw_pages().get(step, {}), self.form_context
        )
        return self._act(page, posted, raw, request.POST.get("action", "next"))

    def _act(self, page: Page, posted: PostedPage, raw: dict[str, Any], action: str) -> HttpResponse:
        changed = apply_row_action(action, raw, page)
        raw, anchor = changed or (raw, "")
        if action == "next":
            raw = without_blank_rows(raw, page)
        self.journey.keep(page.id, raw)
        if action == "autosave":
            return JsonResponse({"saved": True, "text": _("Your answers are saved.")})
        if action == "save":
            return HttpResponseRedirect(self.get_saved_url())
        if changed:
            return HttpResponseRedirect(f"{self._same_step_url(page.id)}#{anchor}")
        form = self.get_form(page.id, data=raw)  # type: ignore[no-untyped-call]
        if action == "refresh":
            return self._show(page.id, form, template="engine/forms/page.html", problems=())
        if form.is_valid():
            return HttpResponseRedirect(self._next_url(page.id))
        return self._show_invalid(page, form, posted)

    def _show_invalid(self, page: Page, form: PageForm, posted: PostedPage) -> HttpResponse:
        """Questions that have only now become visible are asked, not complained about."""
        complaints = [
            problem
            for problem in form.problems
            if problem.code != "required" or posted.is_shown(html_name(problem.path))
        ]
        return self._show(page.id, form, problems=tuple(complaints), revealed=not complaints, status=INVALID)

    # ---- submission --------------------------------------------------------------------------

    def _submit(self) -> HttpResponse:
        """Give the answers to ``done`` exactly once."""
        if self.journey.first_incomplete() is not None:
            return HttpResponseRedirect(self.get_step_url(self.journey.reachable()[-1]))
        if self.storage.draft.pk is None:
            self.storage.keep(self.journey.raw_pages(), current=CHECK)
        elif self.request.POST.get("_revision") != str(self.storage.draft.revision):
            return self._show(CHECK, changed_elsewhere=True, status=REFUSED)
        try:
            return self._submit_locked()
        except FormInvalid:
            return HttpResponseRedirect(self.get_step_url(self.journey.reachable()[-1]))
        except EngineError as error:
            return self._show(CHECK, refusal=self.get_refusal_text(error), status=REFUSED)

    def _submit_locked(self) -> HttpResponse:
        with transaction.atomic():
            draft = lock_draft(self.storage.draft)
            if draft is None or draft.revision != self.storage.draft.revision:
                return HttpResponseRedirect(self._moved_on_url())
            clean = validate(self.definition, self.journey.assessment.given, context=self.form_context)
            response = self.done(clean, typed(self.definition, clean.data), draft=draft)
            close_draft(draft, result_url=response.headers.get("Location", ""))
            attach_answers(self.definition, clean.data)
            return response

    def _moved_on_url(self) -> str:
        """Another click or browser was faster: its result, or the answers as they are now."""
        draft = self.storage.draft
        closed = submitted_draft(str(draft.pk), person_id=draft.person_id, purpose=draft.purpose)
        return closed.result_url if closed and closed.result_url else self.get_step_url(CHECK)

    def _submitted_before(self) -> FormDraft | None:
        return submitted_draft(
            self.request.POST.get("_draft", ""),
            person_id=self.form_context.person_id,
            purpose=self.storage.draft.purpose,
        )

    # ---- draft and steps ---------------------------------------------------------------------

    def _open_draft(self) -> None:
        draft = open_draft(self.definition, person_id=self.form_context.person_id, purpose=self.get_purpose())
        self.form_changed = draft.pk is not None and draft.form_pin != self.definition.pin
        draft.form_pin = self.definition.pin
        self.storage = DraftStorage(draft)
        self.steps = StepsHelper(self)  # type: ignore[no-untyped-call]
        self.journey = Journey(self.definition, self.form_context, self.storage, self.get_initial_data())

    def _next_url(self, step: str) -> str:
        if self.request.GET.get("return") != CHECK:
            return self.get_step_url(self.journey.step_after(step))
        incomplete = self.journey.first_incomplete()
        return (
            self.get_step_url(incomplete.id, **{"return": CHECK}) if incomplete else self.get_step_url(CHECK)
        )

    def _same_step_url(self, step: str) -> str:
        is_change = self.request.GET.get("return") == CHECK
        return self.get_step_url(step, **({"return": CHECK} if is_change else {}))

    def _posted_step(self) -> str:
        posted = ManagementForm(self.request.POST, prefix=self.prefix)
        return str(posted.cleaned_data["current_step"]) if posted.is_valid() else ""

    # ---- formtools ---------------------------------------------------------------------------

    def get_form_list(self) -> "OrderedDict[str, Any]":
        """One Django form per page that is shown, then the check step."""
        steps = [(page.id, build_form_class(self.definition, page.id)) for page in self.journey.shown_pages()]
        return OrderedDict([*steps, (CHECK, CheckForm)])

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> None:
        """A page stands alone in its HTML form: its inputs have the names of the fields."""
        return

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        if step == CHECK:
            return {}
        return {"raw_pages": self.journey.raw_pages(), "context": self.form_context}

    # ---- drawing -----------------------------------------------------------------------------

    def _show(
        self,
        step: str,
        form: PageForm | None = None,
        *,
        template: str = "",
        problems: tuple[FieldError, ...] = (),
        status: int = 200,
        **extra: Any,
    ) -> HttpResponse:
        self.storage.current_step = step
        form = form or self.get_form(step)  # type: ignore[no-untyped-call]
        context = self.get_context_data(form=form, **extra)  # type: ignore[no-untyped-call]
        if step == CHECK:
            context.update(check_context(self))
        else:
            context.update(page_context(self, form, problems))
        names = [template or self.template_name]
        return self.response_class(self.request, names, context, status=status)

    # ---- posted by nobody or for somebody else -----------------------------------------------

    def _is_drawn_for_another(self) -> bool:
        token = read_token(self.request.POST.get(KEEP_INPUT, "")) if self.request.method == "POST" else None
        return token is not None and token.person_id != self.get_form_context().person_id

    def _keep_and_leave(self) -> HttpResponse:
        """Keep the page for the person it was drawn for, then ask for login or start anew."""
        if self.request.method == "POST":
            keep_for_owner(self.request, self._posted_step())
        if self.request.user.is_authenticated:
            return HttpResponseRedirect(self.request.path)
        return redirect_to_login(self.request.get_full_path())

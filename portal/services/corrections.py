"""What was returned to the applicant: corrected in the same form and sent again, or withdrawn."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engine import api, queries
from engine.actor import Actor
from engine.errors import EngineError, NotFound
from engine.forms import CleanData, FormContext, FormDefinition
from engine.forms.typed_values import neutral_value
from engine.forms.wizard import RequestWizard
from portal.errors import message_for
from portal.formatting.reader import calendar


class CorrectionWizard(RequestWizard):
    """The form of the request again, filled with what was sent."""

    template_name = "services/wizard.html"
    base_template = "base.html"

    @cached_property
    def view(self) -> queries.UserTaskView:
        """The applicant's own user task. Raises what stands against it (closed, of somebody else)."""
        return own_task(self.kwargs["task_id"], str(self.request.user.pk))

    def get_form_definition(self) -> FormDefinition:
        return queries.form_of(self.view.instance, self.view.form_key)

    def get_purpose(self) -> str:
        return f"task:{self.view.id}"

    def get_form_context(self) -> FormContext:
        context = super().get_form_context()
        return replace(
            context, calendar=calendar(), unit=self.view.instance.unit_path, values=self.view.variables
        )

    def get_initial_data(self) -> dict[str, Any]:
        properties = self.definition.schema["properties"]
        return {
            name: neutral_value(self.view.variables[name], schema)
            for name, schema in properties.items()
            if self.view.variables.get(name) is not None
        }

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(form=form, **kwargs)
        reason = self.view.variables.get("reason")
        return {**context, "view": self.view, "return_reason": reason, "room": "services"}

    def get_refusal_text(self, error: EngineError) -> str:
        return message_for(error)

    def get_saved_url(self) -> str:
        return reverse("services:request", args=[self.view.instance.tracking_code])

    def get_exit_url(self) -> str:
        return self.get_saved_url()

    def done(self, clean: CleanData, values: dict[str, Any], *, draft: Any) -> HttpResponse:
        api.complete(
            self.view.id,
            {**values, "outcome": "resubmit"},
            by=Actor(str(self.request.user.pk)),
            command_id=f"draft:{draft.pk}",
        )
        messages.success(self.request, _("Your corrected request was sent."))
        return redirect("services:request", code=self.view.instance.tracking_code)


@login_required
@require_POST
def withdraw(request: HttpRequest, task_id: int) -> HttpResponse:
    """Give the request up for good."""
    person_id = str(request.user.pk)
    view = own_task(task_id, person_id)
    command_id = f"withdraw:{task_id}"
    api.complete(view.id, {"outcome": "withdraw"}, by=Actor(person_id), command_id=command_id)
    messages.success(request, _("Your request was withdrawn."))
    return redirect("services:request", code=view.instance.tracking_code)


def own_task(task_id: int, person_id: str) -> queries.UserTaskView:
    """A user task meant for this person alone. Raises NotFound, UserTaskClosed."""
    view = queries.user_task(task_id, by=person_id)
    if view.role or view.assignee != person_id:
        raise NotFound(kind="user task", id=task_id)
    if view.refusal is not None:
        raise view.refusal
    return view

"""Addresses of the wizard tests: one wizard for each shipped letter form, and a correction."""

from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path

from engine.errors import StartRefused
from engine.forms import CleanData, FormContext, FormDefinition, get_form
from engine.forms.wizard import RequestWizard
from engine.models import FormDraft


class Orders(RequestWizard):
    """Keeps what was submitted, so that tests can look at it."""

    submitted: ClassVar[list[tuple[CleanData, dict[str, Any], int]]] = []
    refuse: ClassVar[bool] = False
    initial: ClassVar[dict[str, Any]] = {}

    def get_form_definition(self) -> FormDefinition:
        return get_form(self.kwargs["key"])

    def get_purpose(self) -> str:
        return f"order:{self.kwargs['key']}"

    def get_form_context(self) -> FormContext:
        user = self.request.user
        values = {"ceilings": [3, 6]} if self.kwargs["key"] == "sports_discount" else {}
        return FormContext(person_id=str(user.pk), locale="fa", calendar="jalali", values=values)

    def get_initial_data(self) -> dict[str, Any]:
        return self.initial

    def get_saved_url(self) -> str:
        return "/saved/"

    def done(self, clean: CleanData, values: dict[str, Any], *, draft: FormDraft) -> HttpResponse:
        if self.refuse:
            raise StartRefused(reason="offering-full")
        self.submitted.append((clean, values, draft.pk))
        return HttpResponseRedirect(f"/done/{len(self.submitted)}/")


urlpatterns = [
    path("order/<str:key>/", Orders.as_view(), name="order"),
    path("login/", lambda request: HttpResponse("login"), name="login"),
]

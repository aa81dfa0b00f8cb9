"""Ordering: the form of an offering as a wizard, submitted as one start of its process (SARA-FORM-19…23)."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from engine import api
from engine.actor import Actor
from engine.errors import EngineError, StartRefused
from engine.forms import CleanData, FormContext, FormDefinition
from engine.forms.drafts import last_submitted
from engine.forms.wizard import RequestWizard
from portal.errors import message_for
from portal.formatting.reader import calendar
from portal.services.offerings import OfferingCard, card_for, form_of, purpose_of
from workflows.catalogue.limits import request_unit
from workflows.catalogue.orders import offering_facts


class OrderWizard(RequestWizard):
    """One page of the form at a time, then check answers, then the tracking code."""

    template_name = "services/wizard.html"
    base_template = "base.html"

    @cached_property
    def card(self) -> OfferingCard:
        """The offering; NotFound when it is not meant for the person."""
        return card_for(self.kwargs["code"], self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back from the submitted request leads there again; what cannot be sent now is not begun."""
        if self.storage.draft.pk is None:
            step = request.GET.get("step")
            if step and step not in self.journey.reachable() and (sent := self._last_sent()):
                return redirect(sent)
            if self.card.refusal:
                return redirect("services:offering", code=self.kwargs["code"])
        return super().get(request, *args, **kwargs)

    def _last_sent(self) -> str:
        """The page of the person's latest submission of this form, "" without one."""
        draft = last_submitted(str(self.request.user.pk), purpose=self.get_purpose())
        return draft.result_url if draft else ""

    def get_form_definition(self) -> FormDefinition:
        return form_of(self.card)

    def get_purpose(self) -> str:
        return purpose_of(self.kwargs["code"])

    def get_form_context(self) -> FormContext:
        facts = offering_facts(self.card.status.offering)
        return replace(
            super().get_form_context(),
            calendar=calendar(),
            unit=request_unit(self.request.user),
            values={"offering": facts, "ceilings": facts["ceilings"]},
        )

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(form=form, **kwargs)
        return {**context, "card": self.card, "room": "services"}

    def get_refusal_text(self, error: EngineError) -> str:
        return message_for(error)

    def get_saved_url(self) -> str:
        return reverse("services:home")

    def get_exit_url(self) -> str:
        return reverse("services:offering", args=[self.kwargs["code"]])

    def done(self, clean: CleanData, values: dict[str, Any], *, draft: Any) -> HttpResponse:
        offering = self.card.status.offering
        if self.card.status.reason is not None:
            reason = self.card.status.reason
            raise StartRefused(reason=reason.code, reason_code=reason.code, **reason.params)
        started = api.start(
            offering.process_key,
            values,
            business_key=offering.code,
            unit=request_unit(self.request.user),
            by=Actor(str(self.request.user.pk)),
            command_id=f"draft:{draft.pk}",
        )
        return redirect("services:submitted", code=started.tracking_code)

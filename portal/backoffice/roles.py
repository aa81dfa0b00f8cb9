"""Granting and revoking roles: only what one holds, only within one's reach (SARA-PORTAL-10…13)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.accounts.role_titles import role_title
from portal.backoffice import recording
from portal.backoffice.fields import DayField, start_of
from portal.backoffice.models import SettingChange
from portal.backoffice.people import people_reached
from portal.backoffice.posts import today
from portal.backoffice.sections import page
from portal.backoffice.styled_form import StyledForm
from portal.backoffice.unit_forms import UnitChoiceField
from workflows.directory.access import grant_role, grantable, revoke_role
from workflows.directory.holdings import current_holdings
from workflows.directory.models import Person, RoleHolding, Unit


class GrantForm(StyledForm):
    """Where the chosen role is given, and until when."""

    unit = UnitChoiceField(
        queryset=Unit.objects.none(),
        label=gettext_lazy("In which unit"),
        help_text=gettext_lazy("The role reaches this unit and everything below it."),
        empty_label=gettext_lazy("Choose a unit"),
    )
    last_day = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy(
            "The last day, that day included. Empty: until it is revoked, at most as long as your own."
        ),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean_last_day(self) -> Any:
        last = self.cleaned_data["last_day"]
        if last and last < today():
            raise forms.ValidationError(_("This day has passed. Enter today or a later day."), code="past")
        return last


def grant(request: HttpRequest, person_id: int) -> HttpResponse:
    """First the role (``?role=``), then the unit and the last day; only what may be given is offered."""
    person = get_object_or_404(people_reached(request.user), pk=person_id)
    choices = sorted({item.role for item in grantable(request.user)})
    role = request.POST.get("role") or request.GET.get("role", "")
    units = grantable_units(request.user, role)
    form = (
        GrantForm(request.POST or None, units=units) if role in choices or request.method == "POST" else None
    )
    if request.method == "POST" and form and form.is_valid():
        return _granted(request, person, role, form.cleaned_data)
    context = {
        "person": person,
        "roles": [(name, role_title(name)) for name in choices],
        "role": role,
        "role_title": role_title(role),
        "form": form,
    }
    return page(request, "backoffice/grant.html", context, status=422 if form and form.errors else 200)


@require_POST
def revoke(request: HttpRequest, person_id: int, holding_id: int) -> HttpResponse:
    """Take a role back. Raises NotAuthorised when it is not the reader's to take."""
    person = get_object_or_404(people_reached(request.user), pk=person_id)
    holding = get_object_or_404(current_holdings().select_related("unit"), pk=holding_id, person=person)
    with transaction.atomic():
        revoke_role(request.user, person, holding.role, holding.unit)
        _record(request.user, holding, SettingChange.Action.ENDED, before=_facts(holding))
    messages.success(request, _("The role %(role)s was revoked.") % {"role": role_title(holding.role)})
    return redirect("backoffice:people:profile", person.pk)


def grantable_units(grantor: Person, role: str) -> QuerySet[Unit]:
    """The open units in which the grantor may give the role."""
    reach = Q(pk=None)
    for item in grantable(grantor):
        if item.role == role:
            reach |= Q(path=item.unit_path) | Q(path__startswith=f"{item.unit_path}/")
    return Unit.objects.filter(reach, active=True).order_by("path")


def _granted(request: HttpRequest, person: Person, role: str, data: dict[str, Any]) -> HttpResponse:
    ends_at = start_of(data["last_day"] + timedelta(days=1)) if data["last_day"] else None
    held = (
        current_holdings().filter(person=person, role=role, unit=data["unit"]).select_related("unit").first()
    )
    before = _facts(held) if held else {}
    with transaction.atomic():
        holding = grant_role(request.user, person, role, data["unit"], ends_at=ends_at)
        action = SettingChange.Action.CHANGED if held else SettingChange.Action.CREATED
        _record(request.user, holding, action, before=before, after=_facts(holding))
    messages.success(request, _("The role %(role)s was given.") % {"role": role_title(role)})
    return redirect("backoffice:people:profile", person.pk)


def _facts(holding: RoleHolding) -> dict[str, Any]:
    ends = holding.ends_at.isoformat() if holding.ends_at else None
    return {"role": holding.role, "unit": holding.unit.path, "ends_at": ends}


def _record(person: Person, holding: RoleHolding, action: str, **facts: dict[str, Any]) -> None:
    receiver = holding.person
    recording.record(
        person,
        SettingChange.Kind.ROLE,
        action,
        subject=receiver.pk,
        titles=(receiver.full_name("fa"), receiver.full_name("en")),
        unit_path=holding.unit.path,
        **facts,
    )
